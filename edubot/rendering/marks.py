"""Hides a leaflet's markup when its words are shown, without touching the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from edubot.model import Span

_HIDDEN = re.compile(r"\*\*|(?<!\w)__(?=[^\W_])|(?<=[^\W_])__(?!\w)")
_BULLET = re.compile(r"(?<=\n)[ \t]*(?:[•*‣◦·][ \t]+|[-–][ \t]+(?!\d))")
_COMMANDS = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
BULLET = "• "
"""Drawn for every kind of list mark but numbers, which stay; a dash before a figure may be a minus and stays too."""


@dataclass(frozen=True)
class Visible:
    """Words as they are shown, with the highlights moved along."""

    text: str
    highlights: tuple[Span, ...]


def drawn(words: str) -> str:
    """Words as long as before in which no character can move the cursor, clear the screen or turn the line round."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", words)


def visible(text: str, highlights: Sequence[Span] = ()) -> Visible:
    """A passage without `**`, its list marks shown as one kind of bullet."""
    text = drawn(text)
    pieces: list[str] = []
    place = [0] * (len(text) + 1)
    position = shown = 0
    cuts = [(match.start(), match.end(), "") for match in _HIDDEN.finditer(text)]
    cuts += [(match.start(), match.end(), BULLET) for match in _BULLET.finditer(text)]
    for start, end, instead in sorted(cuts):
        for offset in range(position, start):
            place[offset] = shown + offset - position
        pieces += [text[position:start], instead]
        shown += start - position
        for offset in range(start, end):
            place[offset] = shown
        shown += len(instead)
        position = end
    for offset in range(position, len(text) + 1):
        place[offset] = shown + offset - position
    pieces.append(text[position:])
    moved = [(place[mark.start], place[mark.end]) for mark in highlights]
    return Visible("".join(pieces), tuple(Span(start, end) for start, end in moved if start < end))
