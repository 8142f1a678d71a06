"""Pictures that are words of a page, such as a cross in a cell, put into it as the words that stand for them."""

from collections.abc import Collection
from dataclasses import dataclass

from edubot.leaflets.around import says_something
from edubot.leaflets.reading import counted
from edubot.leaflets.web.grid import Element
from edubot.leaflets.web.inline import INLINE

_FRAMES = ("h1", "h2", "h3", "h4", "h5", "h6", "table")
"""What shows that a cell is a part of the page, and no cell."""
_CELLS = ("td", "th", "dd", "dt", "li")
_WORDED_ALONE = (*_CELLS, "h2", "h3", "h4", "h5", "h6", "summary")
"""In which a picture that is all there is says what the words would."""
_DRAWN = ("img", "svg")
_EMPTY = ("i", "span", "b", "em", "strong")
"""What shows a sign by its class, with no words inside."""


@dataclass(frozen=True)
class Pictured:
    """What became of a page's pictures."""

    alone: tuple[str, ...]
    """Advice that stands for a picture which stands apart from the text: it is not read."""
    wordless: int
    """Pictures in a sentence, or all there is in a cell, for which the page has no words."""


def told_wordless(count: int) -> tuple[str, ...]:
    """What an educator is told of so many pictures without words: the end of a sentence about the file."""
    told = f"has {counted(count, 'picture')} in sentences or cells for which it has no words, so they are not read"
    return (told,) if count else ()


def say_pictures(tree: Element, hidden: Collection[Element]) -> Pictured:
    """Put the words that stand for a picture in its place, where it is part of a sentence, an item or a cell.

    Args:
        hidden: elements that the page does not show.
    """
    alone: list[str] = []
    wordless = 0
    for picture in [element for element in tree.iterdescendants(*_DRAWN, *_EMPTY) if _is_drawn(element)]:
        if picture in hidden or _is_decoration(picture):
            continue
        words, block = _words_for(picture), _block(picture)
        is_part = block.tag in _WORDED_ALONE or _has_words(block) or _is_in_cell(block)
        if words and is_part:
            _say(picture, words)
        elif words and says_something(words):
            alone.append(words)
        elif not words and picture.tag in _DRAWN:
            wordless += _is_missed(picture, block)
    return Pictured(tuple(dict.fromkeys(alone)), wordless)


def _is_drawn(element: Element) -> bool:
    """Whether it is a picture: drawn, or an element with a name and nothing in it."""
    if element.tag in _DRAWN:
        return next(element.iterancestors("svg"), None) is None
    named = any(element.get(name, "").strip() for name in ("aria-label", "title"))
    return named and len(element) == 0 and not (element.text or "").strip()


def _is_decoration(picture: Element) -> bool:
    """Whether its page says that it means nothing."""
    told = picture.get("aria-hidden") == "true" or picture.get("role") in ("presentation", "none")
    return told or (picture.tag == "img" and picture.get("alt") == "" and not picture.get("aria-label"))


def _words_for(picture: Element) -> str:
    """The words that are read aloud for it."""
    inner = picture.xpath("string(*[local-name()='title'][1])") if picture.tag == "svg" else ""
    said = (picture.get("aria-label"), picture.get("alt"), inner, picture.get("title"))
    return next(filter(None, (" ".join((words or "").split()) for words in said)), "")


def _block(picture: Element) -> Element:
    """What it stands in: a paragraph, an item, a cell."""
    over = (element for element in picture.iterancestors() if element.tag not in INLINE and element.tag != "picture")
    return next(over)


def _has_words(block: Element) -> bool:
    """Whether words stand in the same block, not only in blocks inside it."""
    inner = (child for child in block if child.tag in INLINE or child.tag in ("picture", "br"))
    texts = [block.text or "", *(child.tail or "" for child in block)]
    return any(map(str.isalnum, "".join(texts))) or any(map(_has_words, inner))


def _is_in_cell(block: Element) -> bool:
    """Whether what it stands in is a part of an item or a cell, and of no larger part of the page."""
    cell = next(block.iterancestors(*_CELLS), None)
    return cell is not None and next(cell.iterdescendants(*_FRAMES), None) is None


def _is_missed(picture: Element, block: Element) -> bool:
    """Whether what a picture says is missed: it is all there is in a cell, or stands in the midst of a sentence."""
    if block.tag in ("td", "th", "dd"):
        return not any(map(str.isalnum, "".join(block.itertext())))
    before = picture.getprevious()
    led = (before.tail if before is not None else picture.getparent().text) or ""
    return led.rstrip(" ")[-1:].isalnum() and (picture.tail or "").strip()[:1].islower()


def _say(picture: Element, words: str) -> None:
    before, tail = picture.getprevious(), picture.tail or ""
    led = (before.tail if before is not None else picture.getparent().text) or ""
    picture.tail = f"{' ' if led[-1:].isalnum() else ''}{words}{' ' if tail[:1].isalnum() else ''}{tail}"
    picture.drop_tree()
