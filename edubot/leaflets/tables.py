"""A table → lines that can be read alone: each row with the headings of its columns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edubot.leaflets.list_marks import YES_OR_NO
from edubot.leaflets.opposed import are_opposed
from edubot.leaflets.reading import counted
from edubot.leaflets.statements import states
from edubot.model import Block

Cells = Sequence[str]
_STOPS = (".", "!", "?", ":", ";", ",")
LARGEST_SPAN = 200
"""Rows or columns that a cell may reach over; a file may say millions, and each would be a cell."""
_PAIR = 2
"""Columns; a row of so many may be a term and what is said of it."""
BAR = " | "
"""Parts cells of which nobody could tell how they belong together."""
_LONGEST_HEADING = 5
"""Words of a cell that names its column where nothing but its place tells that it does."""
_LONGEST_TERM = 6
"""Words."""
_WORD = re.compile(r"[^\W_]+")
_HOW_OFTEN = re.compile(
    r"(?:(?:very|most|less|un)[ -]?)?(?:common|rare|often)(?:ly)?|frequent|sometimes|not known", re.I
)
_COMMANDS = re.compile(
    r"(?:ask|avoid|call|check|continue|drink|drive|eat|finish|get|give|go|keep|lift|put|rely|rest|ring|sit|sleep|start|"
    r"stop|store|swallow|swim|try|use|wait|walk|wash|wear)\b",
    re.IGNORECASE,
)
"""How a thing to do begins, which is no name of anything."""
_VALUE = re.compile(r"(?:about |up to |at most |at least )?[\d–<>≤≥½¼¾-]", re.IGNORECASE)
_SIGN = re.compile(YES_OR_NO)
_YES_OR_NO = frozenset({"x", "y", "n", "yes", "no", "true", "false"})


@dataclass(frozen=True)
class Rows:
    """What there is to read in a table."""

    lines: tuple[str, ...]
    """Each row as an item of a list; before them, where nothing names the columns, the first row as a line over it."""
    left_out: tuple[str, ...] = ()
    """Rows of which nobody could tell under which heading a tick stands, their cells parted by bars."""
    unheaded: bool = False
    """Whether nothing tells how the cells of its rows belong together."""


def span_of(written: str) -> int:
    """Over how many rows or columns a cell reaches, as its file says it: 1 where that is no number, 0 where it is 0."""
    said = written.strip()
    if not said.isdecimal():
        return 1
    digits = said.lstrip("0")
    return LARGEST_SPAN if len(digits) > len(str(LARGEST_SPAN)) else min(int(digits or "0"), LARGEST_SPAN)


def table_rows(rows: Sequence[Cells], headed: bool, named: bool = False) -> Rows:
    """Each row as one line of a list, "Heading: cell; Heading: cell", or "Term: what is said of it".

    Of a table that may be either of these or neither, such as one of what to do and what not to, no cell is read as
    said of another: its first row stands over the others, and bars part the cells.

    Args:
        rows: from the top down; one that has not as many cells as the first is read without headings.
        headed: whether the first row is known to name the columns. Where it is not, an empty corner may tell, or names
            that are opposed; nothing else is taken for a heading, as a wrong one would change what a row says.
        named: whether the first column is known to name the rows.
    """
    kept = [row for row in ([" ".join(cell.split()) for cell in row] for row in rows) if any(row)]
    if len(kept) > 1 and kept[0][0] and not any(kept[0][1:]) and max(map(len, kept)) > 1:
        return _under_caption(kept[0][0], table_rows(kept[1:], False, named))
    headings = kept[0] if len(kept) > 1 and (headed or _names_columns(kept)) else []
    wide = max(map(len, kept), default=0) > _PAIR
    terms = not headings and not wide and (named or _names_rows(kept) or all(map(is_term, kept)))
    lines, left_out = [], []
    for row in kept[1:] if headings else kept:
        if len(row) == len(headings):
            lines.append(f"- {_under(headings, row)}")
        elif wide and any(map(_says_yes_or_no, row)):
            left_out.append(BAR.join(row))
        else:
            lines.append(f"- {_alone(row) if terms else _apart(row)}")
    unheaded = not headings and not terms and len(kept) > 1
    if unheaded and len(lines) > 1 and lines[0] == f"- {_apart(kept[0])}" and _may_name_columns(kept[0]):
        lines[:1] = [f"{_apart(kept[0]).rstrip(' :')}:", ""]
    return Rows(tuple(lines), tuple(left_out), unheaded)


def is_row_apart(text: str, block: Block) -> bool:
    """Whether a block is a row whose cells are parted by bars: no part of it stands alone."""
    return block.is_item and BAR in block.span.of(text)


def told_unheaded(count: int) -> tuple[str, ...]:
    """What an educator is told of so many tables that lack headings: the end of a sentence about the file."""
    told = (
        f"has {counted(count, 'table')} read without column headings, as the first row is not set apart: make it bold, "
        "or put a row over it that names the columns"
    )
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
    """Whether the first row can only name the columns: their names are opposed, or stand beside an empty corner."""
    (corner, *names), *others = [row for row in rows if any(row)] or [[""]]
    if others and are_opposed([corner, *names]) and all(len(row) == len(names) + 1 for row in others):
        return True
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


def _under_caption(caption: str, said: Rows) -> Rows:
    """A table over which one cell stands alone: it is said in each row, for it may be what all of them are not."""
    first, *rest = said.lines or ("",)
    if caption.endswith((".", "!")) or not said.lines:
        lines = (f"- {caption}", *([""] if not first.startswith("- ") else []), *said.lines)
    else:
        over = caption.rstrip(":;,")
        lead = [] if first.startswith("- ") else [f"{over}: {first}"]
        lines = (
            *lead,
            *(f"- {over}: {line[2:]}" if line and not lead else line for line in (rest if lead else said.lines)),
        )
    return Rows(lines, said.left_out, said.unheaded)


def _names_rows(rows: Sequence[Cells]) -> bool:
    """Whether the first column can only name the rows: it says "Not with it" in one and "Fine with it" in the other."""
    return len(rows) == _PAIR and are_opposed([row[0] for row in rows])


def _may_name_columns(row: Cells) -> bool:
    """Whether the cells of a row, but for an empty corner, may be names: none is empty, a value or a sentence."""
    return all(
        cell and not (_VALUE.match(cell) or _says_yes_or_no(cell) or cell.endswith((".", "!"))) for cell in row[1:]
    ) and not row[0].endswith((".", "!"))


def is_term(row: Cells) -> bool:
    """Whether a row of two cells can only be a short name and what is said of it: a sentence, a value, yes or no.

    Names of columns, such as "Swim" and "Dive", are none, nor are two things of which one is to be done.
    """
    first, *rest = [cell for cell in row if cell]
    if not rest:
        return True
    said = " ".join(rest)
    short = len(first.split()) <= _LONGEST_TERM and (first.endswith((":", "?")) or not first.endswith(_STOPS))
    asks = first.endswith("?")
    if not short or (not asks and (states(first) or _COMMANDS.match(first))):
        return False
    sure = asks or first.endswith(":") or _HOW_OFTEN.fullmatch(first)
    return bool(sure or _says_yes_or_no(said) or _VALUE.match(said) or said.endswith((".", "!")))


def _alone(cells: Cells) -> str:
    first, *rest = [cell for cell in cells if cell]
    said = "; ".join(cell.rstrip(";") for cell in rest)
    return f"{first.rstrip(':')}: {said}" if rest and not first.endswith((".", "!", "?")) else " ".join([first, *rest])


def _apart(cells: Cells) -> str:
    """Cells of which none is said of another; an empty one keeps its place before others."""
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 and cells[0] else " ".join(BAR.join(cells).rstrip(" |").split())
