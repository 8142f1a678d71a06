"""What stands at the head or the foot of every page: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from edubot.leaflets.pdf.words import Row

MARGIN = 0.13
"""Share of a page's height, above and below, in which a running line can stand."""
_MOST_LINES = 4
"""That a page's head or foot can have."""
_NUMBER = re.compile(
    r"\W*+(?:(?:page|pg|p\.)\W*+)?\d{1,3}(?:\W*+of\W*+\d{1,3}|[^\w/|]*+[/|]\W*+\d{1,3})?\W*+", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){5,}+(\d{1,3}|[ivxl]+)$")
"""How a line of a table of contents ends: dots that lead to a page."""
_FIGURE = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
"""What can be a page number."""
_MOST_FIGURES = 4
"""In a running line; each doubles the ways in which it is compared, and any further one is compared as it is."""

_LEADING = 1.6
"""Times its size by which a line of a paragraph stands below the one before, at the most."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a page, from the top down, and its height in points."""

    rows: tuple[Row, ...]
    height: float


def running_rows(sheets: Sequence[Sheet]) -> list[set[Row]]:
    """For each page, its rows that other pages have in the same place, its number, and what leads to other pages.

    Judged from the edge inwards, so that a line of the leaflet's own text shields all that stand behind it.
    """
    numbered = list(enumerate(sheets, start=1))
    seen = Counter(
        name
        for page, sheet in numbered
        for name in {name for edge in _edges(sheet) for row in edge for name in _names(row, page)}
    )
    needed = max(2, len(sheets) * 0.4)
    running = {name for name, pages in seen.items() if pages >= needed}
    return [
        {row for edge in _edges(sheet) for row in _outermost(edge, sheet, page, running)}
        | {row for row in sheet.rows if _CONTENTS.search(row.text)}
        for page, sheet in numbered
    ]


def _outermost(edge: Sequence[Row], sheet: Sheet, page: int, running: set[str]) -> Sequence[Row]:
    """The running rows of a head or foot, without those that go on with a sentence of the text beside them."""
    count = next((at for at, row in enumerate(edge) if not _runs(row, page, running)), len(edge))
    inwards = sheet.rows if edge and edge[0] is sheet.rows[0] else sheet.rows[::-1]
    while 0 < count < len(inwards) and _goes_on(inwards[count - 1], inwards[count]):
        count -= 1
    return edge[:count]


def _runs(row: Row, page: int, running: set[str]) -> bool:
    return bool(_NUMBER.fullmatch(row.text)) or not running.isdisjoint(_names(row, page))


def _goes_on(row: Row, beside: Row) -> bool:
    """Whether a row can be the middle or the end of a sentence: begun small, and set like the row beside it."""
    near = abs(row.bottom - beside.bottom) <= _LEADING * row.size
    return near and row.size == beside.size and row.text[:1].islower() and not _NUMBER.fullmatch(row.text)


def _edges(sheet: Sheet) -> tuple[list[Row], list[Row]]:
    """The rows of the head from the top down, and those of the foot from the bottom up."""
    head = [row for row in sheet.rows if row.bottom < MARGIN * sheet.height]
    foot = [row for row in reversed(sheet.rows) if row.bottom > (1 - MARGIN) * sheet.height]
    return head[:_MOST_LINES], foot[:_MOST_LINES]


def _names(row: Row, page: int) -> set[str]:
    """A row's words, each figure once as it is and once as its distance from the page's number.

    Two rows have a name in common where each of their figures is the same or goes up with the pages.
    """
    text = " ".join(row.text.casefold().split())
    names, end = [""], 0
    for figure in islice(_FIGURE.finditer(text), _MOST_FIGURES):
        forms = (figure.group(), f"#{int(figure.group()) - page}#")
        names = [f"{name}{text[end : figure.start()]}{form}" for name in names for form in forms]
        end = figure.end()
    return {name + text[end:] for name in names}
