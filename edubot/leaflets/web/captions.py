"""A table's caption, and a row that is one cell, put over the rows that they speak of."""

from collections.abc import Iterator, Sequence, Set
from copy import deepcopy

from edubot.leaflets.tables import span_of
from edubot.leaflets.web.grid import Element

_CELLS = ("td", "th")
_BLOCKS = ("table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6")
"""In a cell that is a part of the page."""
_STOPS = (".", "!", "?", ":", ";", ",")


def part_at_captions(table: Element) -> None:
    """Put a caption before its table, and part the table at each row that is one cell, in the same way.

    The caption and the row that names the columns are said over each part. A table in a cell stays as it is.
    """
    if next(table.iterancestors(*_CELLS), None) is not None:
        return
    rows = list(_rows(table))
    widest = max(map(_width, rows), default=0)
    lines = [row for row in rows if widest > 1 and _width(row) == widest and _is_line(row)]
    caption = next(table.iterchildren("caption"), None)
    said = "" if caption is None else _words(caption)
    if lines:
        parting = set(lines)
        headings = _headings([row for row in rows if row not in parting])
        for line, below in _parts(rows, parting):
            own = [row for row in below if row not in headings]
            words = "" if line is None else _words(line)
            _put_before(table, " ".join(_leading(each) for each in (said, words) if each) if own else words)
            if own:
                part = table.makeelement("table")
                part.extend([*map(deepcopy, headings), *own])
                table.addprevious(part)
        table.drop_tree()
    elif caption is not None:
        _put_before(table, _leading(said) if rows else said)
        caption.drop_tree()


def _rows(table: Element) -> Iterator[Element]:
    """Its own rows, not those of a table in one of its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _width(row: Element) -> int:
    return sum(max(span_of(cell.get("colspan", "1")), 1) for cell in row if cell.tag in _CELLS)


def _is_line(row: Element) -> bool:
    """Whether a row is one cell that has words alone."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    return len(cells) == 1 and bool(_words(row)) and next(cells[0].iterdescendants(*_BLOCKS), None) is None


def _headings(rows: Sequence[Element]) -> Sequence[Element]:
    """The row that names the columns, where it is set apart."""
    first = [cell for cell in rows[0] if cell.tag in _CELLS] if len(rows) > 1 else []
    return rows[:1] if first and all(cell.tag == "th" for cell in first) else []


def _parts(rows: Sequence[Element], lines: Set[Element]) -> Iterator[tuple[Element | None, Sequence[Element]]]:
    """Each line with the rows down to the next one; what stands above the first has none."""
    places = [place for place, row in enumerate(rows) if row in lines]
    yield None, rows[: places[0]]
    for place, end in zip(places, [*places[1:], len(rows)], strict=True):
        yield rows[place], rows[place + 1 : end]


def _leading(words: str) -> str:
    """Words that lead on to a table: with a colon, which ends with the table."""
    return words if not words or words.endswith(_STOPS) else f"{words}:"


def _put_before(table: Element, words: str) -> None:
    if words:
        line = table.makeelement("p")
        line.text = words
        table.addprevious(line)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
