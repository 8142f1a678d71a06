"""Whether a line ends where it does because the page did, and what a line says of those after it."""

import re
from collections.abc import Iterable

from edubot.leaflets.lines import Line

_ANNOUNCES = re.compile(r"\b(?:this|these|those|such|following|below|one of|any of|all of|none of)\b", re.IGNORECASE)


def widest(found: Iterable[Line]) -> int:
    """Columns of the widest line: the least width that a text was wrapped at, if it was."""
    return max((line.width for line in found), default=0)


def has_room(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the next line would have gone on this one, so that somebody meant it to end here."""
    return line.width + 1 + len(following.text.split()[0]) <= width


def announces(words: str) -> bool:
    """Whether words may speak of what comes after them, as "Never do this." does."""
    return bool(_ANNOUNCES.search(words))
