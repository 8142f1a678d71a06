"""What stands at the head or the foot of every page: running titles, page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edubot.leaflets.pdf.words import Row

MARGIN = 0.13
"""Share of a page's height, above and below, in which a running line can stand."""
_MOST_LINES = 4
"""That a page's head or foot can have."""
_NUMBER = re.compile(r"\W*(page|pg\.?|p\.)?\W*\d{1,3}\W*((of|/|\|)\W*\d{1,3}\W*)?", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:\.\s?){5,}(\d{1,3}|[ivxl]+)$")
"""How a line of a table of contents ends: dots that lead to a page."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Sheet:
    """The rows of a page, from the top down, and its height in points."""

    rows: tuple[Row, ...]
    height: float


def running_rows(sheets: Sequence[Sheet]) -> list[set[Row]]:
    """For each page, its rows that other pages have in the same place, its number, and what leads to other pages.

    Judged from the edge inwards, so that a line of the leaflet's own text shields all that stand behind it.
    """
    seen = Counter(name for sheet in sheets for name in {_name(row) for edge in _edges(sheet) for row in edge})
    needed = max(2, len(sheets) * 0.4)
    return [
        {row for edge in _edges(sheet) for row in _outermost(edge, {name for name in seen if seen[name] >= needed})}
        | {row for row in sheet.rows if _CONTENTS.search(row.text)}
        for sheet in sheets
    ]


def _outermost(edge: Sequence[Row], running: set[str]) -> Iterator[Row]:
    for row in edge:
        if _name(row) not in running and not _NUMBER.fullmatch(row.text):
            return
        yield row


def _edges(sheet: Sheet) -> tuple[list[Row], list[Row]]:
    """The rows of the head from the top down, and those of the foot from the bottom up."""
    head = [row for row in sheet.rows if row.bottom < MARGIN * sheet.height]
    foot = [row for row in reversed(sheet.rows) if row.bottom > (1 - MARGIN) * sheet.height]
    return head[:_MOST_LINES], foot[:_MOST_LINES]


def _name(row: Row) -> str:
    """A row's words, whatever number stands among them."""
    return _DIGITS.sub("#", " ".join(row.text.casefold().split()))
