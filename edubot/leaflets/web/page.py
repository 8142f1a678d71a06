"""A saved web page as a tree, and all that a browser would show of it."""

import re
from collections.abc import Iterator, Set

from lxml import etree, html

from edubot.leaflets.guess import decoded
from edubot.leaflets.raised import raised
from edubot.leaflets.web.captions import part_at_captions
from edubot.leaflets.web.grid import Element, lay_out
from edubot.leaflets.web.inline import INLINE
from edubot.leaflets.web.pictures import say_pictures, told_wordless
from edubot.leaflets.web.styles import hidden_by_style, told_untold

_SAID = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN = ("script", "style", "noscript", "template", "svg", "head", "title", "iframe", "object", "math", "canvas")
_STRUCK = frozenset({"del", "s", "strike"})


def page_of(raw: bytes, name: str, said: str = "") -> tuple[Element, tuple[str, ...], tuple[str, ...]]:
    """The tree of a page without what is never seen or no longer holds, and the lines of what is left out.

    Third comes what had to be guessed to decode it, and what of its styles and pictures could not be told.

    Raises:
        LeafletUnreadable: a binary file.
        lxml.etree.ParserError: there is nothing in it.
    """
    named = _SAID.search(raw[:4096])
    text, repairs = decoded(raw, name, said or (named.group(1).decode() if named else ""))
    tree = html.document_fromstring(_DECLARATION.sub("", text))
    hidden = hidden_by_style(tree)
    pictured = say_pictures(tree, set(hidden.elements))
    for element in list(tree.iter(etree.Comment, etree.ProcessingInstruction, *_UNSEEN)):
        if element.tag != "head" and element.getparent() is not None:
            element.drop_tree()
    withdrawn = (*_withdraw(tree, set(hidden.elements)), *pictured.alone)
    for element in tree.iter("sup"):
        _raise(element)
    _hang_lists(tree)
    for table in list(tree.iter("table")):
        part_at_captions(table)
    for table in list(tree.iter("table")):
        lay_out(table)
    told = (*told_untold(hidden.untold, hidden.unread), *told_wordless(pictured.wordless))
    return tree, withdrawn, (*repairs, *told)


def lines_of(tree: Element) -> Iterator[str]:
    """Every line that stands on the page, in its order."""
    held: list[str] = []
    for words, ends in _pieces(tree.find("body") if tree.find("body") is not None else tree):
        held.append(words)
        if ends:
            yield " ".join("".join(held).split())
            held = []
    yield " ".join("".join(held).split())


def _hang_lists(tree: Element) -> None:
    """Put a list that stands between the items of another, as word processors write it, into the item before it."""
    for inner in tree.xpath("//*[self::ul or self::ol]/*[self::ul or self::ol]"):
        item = next(inner.itersiblings("li", preceding=True), None)
        if item is not None:
            item.append(inner)


def _withdraw(tree: Element, hidden: Set[Element]) -> Iterator[str]:
    """Take out what its author struck out or hid, and give its lines."""
    for element in [element for element in tree.iterdescendants() if _is_withdrawn(element, hidden)]:
        yield from (line for line in lines_of(element) if line)
        element.drop_tree()


def _raise(element: Element) -> None:
    """Write a raised figure as one, also where it is a link."""
    for part in element.iter():
        part.text = raised(part.text or "")
        if part is not element:
            part.tail = raised(part.tail or "")


def _is_withdrawn(element: Element, hidden: Set[Element]) -> bool:
    if element.tag == "body":  # hidden by many pages until their scripts have run
        return False
    return element.tag in _STRUCK or "hidden" in element.attrib or element in hidden


def _pieces(element: Element) -> Iterator[tuple[str, bool]]:
    """Words, and whether a line ends after them."""
    block = element.tag not in INLINE
    if block:
        yield "", True
    yield element.text or "", False
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or "", False
    if block:
        yield "", True
