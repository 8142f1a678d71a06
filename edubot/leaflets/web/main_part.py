"""The main part of a web page, as trafilatura finds it → paragraphs."""

from collections.abc import Iterator

from lxml import etree
from trafilatura import extract

from edubot.leaflets.marked import Marked
from edubot.leaflets.tables import cell_text, table_lines
from edubot.leaflets.web.page import Element

_LONGEST = 14
"""Words of a line in bold that is a heading."""
_UNNAMED_LEVEL = 4
"""Of a heading whose depth the page does not say."""
_BOLD_LEVEL = 5


def main_part(tree: Element) -> list[Marked]:
    """The paragraphs of a page's main part; none where it has none."""
    found = extract(
        tree,
        output_format="xml",
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        include_links=False,
        favor_recall=True,
        with_metadata=False,
    )
    main = etree.fromstring(found.encode(), etree.XMLParser(resolve_entities=False)).find("main") if found else None
    return list(_blocks(main)) if main is not None else []


def _blocks(parent: Element) -> Iterator[Marked]:
    yield from _text(parent.text)
    for child in parent:
        if child.tag == "head":
            level = str(child.get("rend", "")).removeprefix("h")
            yield Marked.heading(_words(child), int(level) if level.isdecimal() else _UNNAMED_LEVEL)
        elif child.tag == "list":
            yield from _items(child)
        elif child.tag == "table":
            yield _table(child)
        elif child.tag in ("p", "item", "cell", "hi", "ab", "code", "ref", "del"):
            yield from _paragraph(child)
        else:
            yield from _blocks(child)
        yield from _text(child.tail)


def _paragraph(element: Element) -> Iterator[Marked]:
    words = _words(element)
    parts = [part for part in element if part.tag == "hi" and part.get("rend") == "#b"]
    bold = len(parts) == 1 and _words(parts[0]) == words and len(words.split()) <= _LONGEST
    is_heading = bold and not words.endswith((".", "!", ",", ";"))
    yield Marked.heading(words, _BOLD_LEVEL) if is_heading else Marked(words)
    for inner in element.iter("list", "table"):
        yield from _items(inner) if inner.tag == "list" else [_table(inner)]


def _items(element: Element) -> Iterator[Marked]:
    counted = element.get("rend") == "ol"
    for number, item in enumerate(element.iterchildren("item"), start=1):
        yield Marked(_words(item), f"{number}." if counted else "-")
        for inner in item.iterchildren("list"):
            yield from _items(inner)


def _table(element: Element) -> Marked:
    rows = [list(row.iterchildren("cell")) for row in element.iter("row")]
    first = rows[0] if rows else []
    headed = bool(first) and all(cell.get("role") == "head" for cell in first)
    texts = [[cell_text(_parts(cell)) for cell in row] for row in rows]
    if max(map(len, texts), default=0) < 2:  # noqa: PLR2004  a frame around text
        return Marked("\n\n".join(text for row in texts for text in row))
    return Marked("\n".join(table_lines(texts, headed)))


def _parts(cell: Element) -> Iterator[str]:
    """The lines of a cell."""
    yield cell.text or ""
    for child in cell:
        yield " ".join(child.itertext())
        yield child.tail or ""


def _text(words: str | None) -> Iterator[Marked]:
    if words and words.strip():
        yield Marked(" ".join(words.split()))


def _words(element: Element) -> str:
    """The words of an element, without those of the lists and tables inside it."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\v")).strip()


def _collect(element: Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        if child.tag == "lb":
            pieces.append("\v")
        elif child.tag not in ("list", "table"):
            _collect(child, pieces)
        pieces.append(child.tail or "")
