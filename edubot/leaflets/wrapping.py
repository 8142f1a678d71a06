"""Whether a line ends where it does because the page did, and what a line says of those after it."""

import re
import sys
from collections.abc import Iterable

from edubot.leaflets.lines import Line

_ANNOUNCES = re.compile(r"\b(?:this|these|those|such|following|below|one of|any of|all of|none of)\b", re.IGNORECASE)
NARROWEST = 60
"""Columns that a text is wrapped at, at the least: below that somebody ended each line."""
_RAGGED = 15
"""Columns by which lines that are wrapped at the same one differ."""
_FEWEST = 3
"""Wide lines without which nothing was wrapped: one is a long line, and no page ends lines where it does."""


def wrapped_at(found: Iterable[Line]) -> int:
    """The columns that a text was wrapped at; more than any line has where it was not."""
    widths = [line.width for line in found]
    widest = max(widths, default=0)
    wrapped = widest >= NARROWEST and sum(width > widest - _RAGGED for width in widths) >= _FEWEST
    return widest if wrapped else sys.maxsize


def has_room(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the next line would have gone on this one, so that somebody meant it to end here."""
    return line.width + 1 + len(following.text.split()[0]) <= width


def announces(words: str) -> bool:
    """Whether words may speak of what comes after them, as "Never do this." does."""
    return bool(_ANNOUNCES.search(words))
