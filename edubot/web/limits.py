"""What a visitor may take of the machine that serves."""

from dataclasses import dataclass

LONGEST_TYPED = 8000
"""Characters of one message from the browser that are passed on: twice a question's length, for a paste is whole."""
PASTE_ENDS = "\x1b[201~"
"""How a terminal tells that a paste is over; a paste that is cut must still end so."""
LARGEST_MESSAGE = 1 << 20
"""Bytes of a message above which the connection is closed."""
SMALLEST, LARGEST = 20, 400
"""Columns or rows that are believed of a page."""
LAST_MINUTE = 60
"""Seconds before an idle session ends at which the page says so."""


@dataclass(frozen=True)
class Limits:
    """How many visitors there may be, and how long one may be away."""

    visitors: int = 4
    """At the same time; each has a process of its own, of some 50 MB."""
    idle_seconds: float = 600
    parting_seconds: float = 5
    """How long a chat has to end by itself when its visitor has gone."""


def shortened(typed: str) -> str:
    """What is passed on of a message."""
    if len(typed) <= LONGEST_TYPED:
        return typed
    return typed[:LONGEST_TYPED] + (PASTE_ENDS if typed.endswith(PASTE_ENDS) else "")


def within_reason(side: int) -> int:
    """Columns or rows of a visitor's page; a screen of any size would take memory of any size."""
    return min(max(side, SMALLEST), LARGEST)
