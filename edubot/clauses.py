"""The parts of a long message that may each mean something: the need may stand in one sentence of ten."""

import re

MOST_CLAUSES = 12
"""Sentences of a message that are looked at one by one."""
FEWEST_WORDS = 3
_ENDS = re.compile(r"[.!?\n;]+")


def clauses(message: str) -> list[str]:
    """A message whole, and where it has several sentences each of those that says something."""
    pieces = [piece.strip() for piece in _ENDS.split(message)]
    telling = [piece for piece in pieces if len(piece.split()) >= FEWEST_WORDS]
    return [message, *(telling[:MOST_CLAUSES] if len(telling) > 1 else ())]
