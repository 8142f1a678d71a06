"""Hides a leaflet's markup when its words are shown, without touching the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from edubot.leaflets import list_marks
from edubot.model import Span

_MARKUP = re.compile(rf"\*\*|(?<!\w)__(?=[^\W_])|(?<=[^\W_])__(?!\w)|(?P<bullet>(?<=\n)[ \t]*{list_marks.BULLET})")
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
    cuts = [(match.start(), match.end(), BULLET if match["bullet"] else "") for match in _MARKUP.finditer(text)]
    pieces, position = [], 0
    for start, end, instead in cuts:
        pieces += [text[position:start], instead]
        position = end
    moved = [(_moved(mark.start, cuts), _moved(mark.end, cuts)) for mark in highlights]
    spans = tuple(Span(start, end) for start, end in moved if start < end)
    return Visible("".join([*pieces, text[position:]]), spans)


def _moved(offset: int, cuts: Sequence[tuple[int, int, str]]) -> int:
    """Where the character at an offset is shown; one that is hidden, where what stands instead of it begins."""
    before = [
        (start, min(end, offset), instead if end <= offset else "") for start, end, instead in cuts if start < offset
    ]
    return offset - sum(end - start - len(instead) for start, end, instead in before)
