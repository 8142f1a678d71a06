"""A table → lines that can be read alone: each row with the headings of its columns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edubot.leaflets.list_marks import YES_OR_NO
from edubot.leaflets.reading import counted

Cells = Sequence[str]
_STOPS = (".", "!", "?", ":", ";", ",")
LARGEST_SPAN = 200
"""Rows or columns that a cell may reach over; a file may say millions, and each would be a cell."""
_PAIR = 2
"""Columns; a row of so many says what it says without headings."""
_LONGEST_HEADING = 5
"""Words of a cell that names its column where nothing but its place tells that it does."""
_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(YES_OR_NO)
_YES_OR_NO = frozenset({"x", "y", "n", "yes", "no", "true", "false"})


@dataclass(frozen=True)
class Rows:
    """What there is to read in a table."""

    lines: tuple[str, ...]
    """Each row as an item of a list."""
    left_out: tuple[str, ...] = ()
    """Rows of which nobody could tell under which heading a tick stands, their cells parted by bars."""


def span_of(written: str) -> int:
    """Over how many rows or columns a cell reaches, as its file says it: 1 where that is no number, 0 where it is 0."""
    said = written.strip()
    if not said.isdecimal():
        return 1
    digits = said.lstrip("0")
    return LARGEST_SPAN if len(digits) > len(str(LARGEST_SPAN)) else min(int(digits or "0"), LARGEST_SPAN)


def table_rows(rows: Sequence[Cells], headed: bool) -> Rows:
    """Each row as one line of a list, "Heading: cell; Heading: cell".

    Args:
        rows: from the top down; one that has not as many cells as the first is read without headings.
        headed: whether the first row is known to name the columns. Where it is not, and its empty corner does not tell,
            nothing is taken for a heading, as a wrong one would change what a row says: "First cell: other cells".
    """
    kept = [row for row in ([" ".join(cell.split()) for cell in row] for row in rows) if any(row)]
    headings = kept[0] if len(kept) > 1 and (headed or _names_columns(kept)) else []
    wide = max(map(len, kept), default=0) > _PAIR
    lines, left_out = [], []
    for row in kept[1:] if headings else kept:
        if len(row) == len(headings):
            lines.append(f"- {_under(headings, row)}")
        elif wide and any(map(_says_yes_or_no, row)):
            left_out.append(" | ".join(row))
        else:
            lines.append(f"- {_alone([cell for cell in row if cell])}")
    return Rows(tuple(lines), tuple(left_out))


def lacks_headings(rows: Sequence[Cells], headed: bool) -> bool:
    """Whether it has more columns than can be told apart where nothing names them."""
    return not headed and max(map(len, rows), default=0) > _PAIR and not _names_columns(rows)


def told_unheaded(count: int) -> tuple[str, ...]:
    """What an educator is told of so many tables that lack headings: the end of a sentence about the file."""
    told = f"has {counted(count, 'table')} read without column headings, as the first row is not set apart (in bold)"
    return (told,) if count else ()


def told_left_out(count: int) -> tuple[str, ...]:
    """What an educator is told of so many rows that are left out: the end of a sentence about the file."""
    told = f"has {counted(count, 'row')} of tables left out, as nothing names the columns that hold a tick or a no"
    return (told,) if count else ()


def cell_text(paragraphs: Iterable[str]) -> str:
    """A cell's paragraphs on one line, parted where none of them ends like a sentence."""
    text = ""
    for words in (" ".join(paragraph.split()) for paragraph in paragraphs):
        if words:
            text += ("" if not text else " " if text.endswith(_STOPS) else "; ") + words
    return text


def _names_columns(rows: Sequence[Cells]) -> bool:
    """Whether the first row can only name the columns: a few words over each but the first, which names the rows."""
    (corner, *names), *others = [row for row in rows if any(row)] or [[""]]
    named = all(name and len(name.split()) <= _LONGEST_HEADING and not name.endswith(_STOPS) for name in names)
    even = all(len(row) == len(rows[0]) and row[0] for row in others)
    return len(names) >= _PAIR and not corner and named and even and bool(others)


def _says_yes_or_no(cell: str) -> bool:
    """Whether a cell says nothing but whether what names its column holds."""
    words = _WORD.findall(cell.lower())
    return words[0] in _YES_OR_NO if len(words) == 1 else not words and bool(_SIGN.search(cell))


def _under(headings: Cells, row: Cells) -> str:
    """A row whose cells stand each under its heading; one that has none, or is its heading again, stands alone."""
    pairs = [(heading, cell) for heading, cell in zip(headings, row, strict=True) if cell]
    said = [f"{heading.rstrip(':')}: {cell}" if heading and heading != cell else cell for heading, cell in pairs]
    return "; ".join(part.rstrip(";") for part in said)


def _alone(cells: Cells) -> str:
    first, *rest = cells
    said = "; ".join(cell.rstrip(";") for cell in rest)
    return f"{first.rstrip(':')}: {said}" if rest and not first.endswith((".", "!", "?")) else " ".join(cells)
