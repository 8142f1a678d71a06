"""The main part of a web page, as trafilatura finds it → paragraphs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree
from trafilatura import extract

from edubot.leaflets.marked import Marked
from edubot.leaflets.tables import cell_text, is_term, table_rows
from edubot.leaflets.web.grid import Element

_LONGEST = 14
"""Words of a line in bold that is a heading."""
_UNNAMED_LEVEL = 4
"""Of a heading whose depth the page does not say."""
_BOLD_LEVEL = 5
_MOST_DIGITS = 9
"""Of an item's number: a longer one is none."""


def main_part(tree: Element) -> list[Marked]:
    """The paragraphs of a page's main part; none where it has none."""
    numbers = {_squeezed(counted): " ".join(map(str, _numbers(counted))) for counted in tree.iter("ol")}
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
    if main is None:
        return []
    for counted in main.iter("list"):
        counted.set("numbers", numbers.get(_squeezed(counted), ""))
    return list(_blocks(main))


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
    if is_heading:
        yield Marked.heading(words, _BOLD_LEVEL)
    yield from _flow([part for part in _flowing(element) if not (is_heading and isinstance(part, str))])


def _items(element: Element, depth: int = 0) -> Iterator[Marked]:
    """The items of a list that stands in so many items of others, those of the lists inside it deeper."""
    if element.get("rend") == "dl":
        yield from _terms(element, depth)
        return
    numbers = iter(element.get("numbers", "").split())
    for place, item in enumerate(element.iterchildren("item"), start=1):
        mark = f"{next(numbers, place)}." if element.get("rend") == "ol" else "-"
        yield from _flow(_flowing(item), mark, depth)


def _terms(element: Element, depth: int) -> Iterator[Marked]:
    """Each term of a list of terms as a line that leads on to what is said of it: "Do not" may be one.

    Inside an item it is an item too, so that what is said of it hangs on both.
    """
    parted = groupby(element.iterchildren("item"), key=lambda item: str(item.get("rend", "")).startswith("dt"))
    for are_terms, items in parted:
        if are_terms:
            terms = "; ".join(
                words for words in (" ".join(_words(item).split()).rstrip(" .:;") for item in items) if words
            )
            words = terms if terms.endswith("?") else f"{terms}:" if terms else ""
            yield Marked(words, "-" if depth else "", depth)
        else:
            deeper = depth + 1 if depth else 0
            yield from (found for item in items for found in _flow(_flowing(item), "-", deeper))


def _numbers(counted: Element) -> Iterator[int]:
    """The number that a browser shows before each item of a list that has words."""
    items = list(counted.iterchildren("li"))
    step = 1 if counted.get("reversed") is None else -1
    number = _whole(counted.get("start"), otherwise=1 if step > 0 else len(items))
    for item in items:
        number = _whole(item.get("value"), otherwise=number)
        if _squeezed(item):
            yield number
        number += step


def _whole(said: str | None, otherwise: int) -> int:
    said = (said or "").strip()
    return int(said) if said.isdecimal() and len(said) <= _MOST_DIGITS else otherwise


def _flow(parts: Iterable[str | Element], mark: str = "", depth: int = 0) -> Iterator[Marked]:
    """Words, lists and tables in their order; the mark stands before the first words.

    Args:
        depth: of what is marked so: lists inside it stand under its words, and so do words between two of them, which
            would else stand over the items after it too.
    """
    inside, held = depth, list(parts)
    for place, part in enumerate(held):
        if not isinstance(part, str):
            yield from _items(part, inside) if part.tag == "list" else [_table(part)]
        elif not place:
            yield Marked(part, mark, depth)
            inside += bool(mark and part)
        elif mark and part and _is_list(held[place + 1 : place + 2]):
            yield Marked(part, "-", depth + 1)
            inside = depth + 2
        else:
            yield Marked(part)


def _is_list(parts: Sequence[str | Element]) -> bool:
    return any(not isinstance(part, str) and part.tag == "list" for part in parts)


def _table(element: Element) -> Marked:
    rows = [list(row.iterchildren("cell")) for row in element.iterchildren("row")]
    first = rows[0] if rows else []
    headed = bool(first) and all(cell.get("role") == "head" for cell in first)
    headed = headed or (_are_set_apart(first) and not all(map(_are_set_apart, rows)))
    named = all(_are_set_apart(row[:1]) and not any(_are_set_apart([cell]) for cell in row[1:]) for row in rows)
    texts = [[cell_text(_parts(cell)) for cell in row] for row in rows]
    columns = max(map(len, texts), default=0)
    if columns < 2 or (len(texts) < 2 and not (any(texts[0]) and is_term(texts[0]))):  # noqa: PLR2004  a frame, or columns side by side
        return Marked("\n\n".join(text for row in texts for text in row))
    said = table_rows(texts, headed, named)
    return Marked("\n".join(said.lines), left_out=said.left_out, unheaded=said.unheaded)


def _are_set_apart(cells: Sequence[Element]) -> bool:
    """Whether each of some cells, of which one has words at least, is marked as naming others or is bold throughout."""
    worded = [cell for cell in cells if _squeezed(cell)]
    return bool(worded) and all(cell.get("role") == "head" or _is_bold(cell) for cell in worded)


def _is_bold(cell: Element) -> bool:
    bold = (part for part in cell.iter("hi") if part.get("rend") == "#b")
    return "".join(map(_squeezed, bold)) == _squeezed(cell)


def _parts(cell: Element) -> Iterator[str]:
    """The lines of a cell."""
    yield cell.text or ""
    for child in cell:
        yield " ".join(child.itertext())
        yield child.tail or ""


def _text(words: str | None) -> Iterator[Marked]:
    if words and words.strip():
        yield Marked(" ".join(words.split()))


def _squeezed(element: Element) -> str:
    return "".join("".join(element.itertext()).split())


def _words(element: Element) -> str:
    """The words of an element, without those of the lists and tables inside it."""
    return "\n".join(part for part in _flowing(element) if isinstance(part, str) and part)


def _flowing(element: Element) -> Iterator[str | Element]:
    """The words of an element, first those before the first list or table in it; each of these in its place."""
    held: list[str] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            held.append(piece)
        else:
            yield _joined(held)
            yield piece
            held = []
    yield _joined(held)


def _joined(pieces: list[str]) -> str:
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\v")).strip()


def _pieces(element: Element) -> Iterator[str | Element]:
    yield element.text or ""
    for child in element:
        if child.tag in ("list", "table"):
            yield child
        elif child.tag == "lb":
            yield "\v"
        else:
            yield from _pieces(child)
        yield child.tail or ""
