"""A saved web page as a tree, and all that a browser would show of it."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree, html

from edubot.leaflets.guess import decoded

Element = Any
"""An element of the page's tree, as lxml has it."""

_SAID = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN = ("script", "style", "noscript", "template", "svg", "head", "title", "iframe", "object", "math", "canvas")
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time tt u "
    "var wbr".split()
)
_LARGEST_SPAN = 200
"""Rows that a cell may reach over."""


def page_of(raw: bytes, name: str, said: str = "") -> tuple[Element, tuple[str, ...]]:
    """The tree of a page without what is never seen, and what had to be guessed to decode it.

    Raises:
        LeafletUnreadable: a binary file.
        lxml.etree.ParserError: there is nothing in it.
    """
    named = _SAID.search(raw[:4096])
    text, repairs = decoded(raw, name, said or (named.group(1).decode() if named else ""))
    tree = html.document_fromstring(_DECLARATION.sub("", text))
    for element in list(tree.iter(etree.Comment, etree.ProcessingInstruction, *_UNSEEN)):
        if element.tag != "head" and element.getparent() is not None:
            element.drop_tree() if isinstance(element, html.HtmlElement) else element.getparent().remove(element)
    for table in list(tree.iter("table")):
        _repeat_spanning(table)
    return tree, repairs


def lines_of(tree: Element) -> Iterator[str]:
    """Every line that stands on the page, in its order."""
    held: list[str] = []
    for words, ends in _pieces(tree.find("body") if tree.find("body") is not None else tree):
        held.append(words)
        if ends:
            yield " ".join("".join(held).split())
            held = []
    yield " ".join("".join(held).split())


def _pieces(element: Element) -> Iterator[tuple[str, bool]]:
    """Words, and whether a line ends after them."""
    block = element.tag not in _INLINE
    if block:
        yield "", True
    yield element.text or "", False
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or "", False
    if block:
        yield "", True


def _repeat_spanning(table: Element) -> None:
    """Say in every row what a cell says that reaches over several, so that each row can be read alone."""
    rows = list(table.iter("tr"))
    for number, row in enumerate(rows):
        for column, cell in enumerate([cell for cell in row if cell.tag in ("td", "th")]):
            span = str(cell.attrib.pop("rowspan", "1"))
            last = number + min(int(span) if span.isdecimal() else 1, _LARGEST_SPAN)
            for below in rows[number + 1 : last]:
                below.insert(min(column, len(below)), deepcopy(cell))
