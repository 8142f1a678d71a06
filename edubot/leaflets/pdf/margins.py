"""What stands at the head or the foot of every page: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from edubot.leaflets.pdf.words import Row

MARGIN = 0.13
"""Share of a page's height, above and below, in which a running line can stand."""
_MOST_LINES = 4
"""That a page's head or foot can have."""
_NUMBER = re.compile(r"\W*(page|pg\.?|p\.)?\W*\d{1,3}\W*((of|/|\|)\W*\d{1,3}\W*)?", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:\.\s?){5,}(\d{1,3}|[ivxl]+)$")
"""How a line of a table of contents ends: dots that lead to a page."""
_FIGURE = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
"""What can be a page number."""
_MOST_FIGURES = 4
"""In a running line; each doubles the ways in which it is compared, and any further one is compared as it is."""


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
        {row for edge in _edges(sheet) for row in _outermost(edge, page, running)}
        | {row for row in sheet.rows if _CONTENTS.search(row.text)}
        for page, sheet in numbered
    ]


def _outermost(edge: Sequence[Row], page: int, running: set[str]) -> Iterator[Row]:
    for row in edge:
        if running.isdisjoint(_names(row, page)) and not _NUMBER.fullmatch(row.text):
            return
        yield row


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
