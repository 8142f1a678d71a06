"""A table → lines that can be read alone: each row with the headings of its columns."""

from collections.abc import Iterable, Iterator, Sequence

from edubot.leaflets.reading import counted

Cells = Sequence[str]
_STOPS = (".", "!", "?", ":", ";", ",")
LARGEST_SPAN = 200
"""Rows or columns that a cell may reach over; a file may say millions, and each would be a cell."""
_PAIR = 2
"""Columns; a row of so many says what it says without headings."""


def span_of(written: str) -> int:
    """Over how many rows or columns a cell reaches, as its file says it: 1 where that is no number, 0 where it is 0."""
    said = written.strip()
    if not said.isdecimal():
        return 1
    digits = said.lstrip("0")
    return LARGEST_SPAN if len(digits) > len(str(LARGEST_SPAN)) else min(int(digits or "0"), LARGEST_SPAN)


def table_lines(rows: Sequence[Cells], headed: bool) -> Iterator[str]:
    """Each row as one line of a list, "Heading: cell; Heading: cell".

    Args:
        rows: from the top down; one that has not as many cells as the first is read without headings.
        headed: whether the first row is known to name the columns. Where it is not, nothing is taken for a heading, as
            a wrong one would change what the row says: "First cell: other cells".
    """
    kept = [row for row in ([" ".join(cell.split()) for cell in row] for row in rows) if any(row)]
    headings = kept[0] if headed and len(kept) > 1 else []
    for row in kept[1:] if headings else kept:
        line = _under(headings, row) if len(row) == len(headings) else _alone([cell for cell in row if cell])
        yield f"- {line}"


def lacks_headings(rows: Sequence[Cells], headed: bool) -> bool:
    """Whether it has more columns than can be told apart where nothing names them."""
    return not headed and max(map(len, rows), default=0) > _PAIR


def told_unheaded(count: int) -> tuple[str, ...]:
    """What an educator is told of so many tables that lack headings: the end of a sentence about the file."""
    told = f"has {counted(count, 'table')} read without column headings, as the first row is not set apart (in bold)"
    return (told,) if count else ()


def cell_text(paragraphs: Iterable[str]) -> str:
    """A cell's paragraphs on one line, parted where none of them ends like a sentence."""
    text = ""
    for words in (" ".join(paragraph.split()) for paragraph in paragraphs):
        if words:
            text += ("" if not text else " " if text.endswith(_STOPS) else "; ") + words
    return text


def _under(headings: Cells, row: Cells) -> str:
    """A row whose cells stand each under its heading; one that has none, or is its heading again, stands alone."""
    pairs = [(heading, cell) for heading, cell in zip(headings, row, strict=True) if cell]
    said = [f"{heading.rstrip(':')}: {cell}" if heading and heading != cell else cell for heading, cell in pairs]
    return "; ".join(part.rstrip(";") for part in said)


def _alone(cells: Cells) -> str:
    first, *rest = cells
    said = "; ".join(cell.rstrip(";") for cell in rest)
    return f"{first.rstrip(':')}: {said}" if rest and not first.endswith((".", "!", "?")) else " ".join(cells)
