"""A leaflet's paragraphs cut into the rows of a screen: a whole handbook too, and nobody who types waits for it."""

import asyncio
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from edubot.model import Span
from edubot.rendering.paragraphs import Paragraph
from edubot.rendering.reasons import gap_label

_WORD = re.compile(r"\S+[^\S\n]*")
NOTE = "Note:"
AT_ONCE = 100
"""Rows that are cut before whatever else waits has its turn."""


@dataclass(frozen=True)
class Drawn:
    """A paragraph as it is shown."""

    paragraph: Paragraph
    words: str
    """Its own words, or the label of a gap."""
    text: str
    """The words, and below them the corrections that must stand beside them."""
    marks: tuple[Span, ...]
    """The parts of an answer's passages in it."""

    @property
    def margins(self) -> tuple[int, int]:
        """Empty rows above and below; of two that meet the larger counts."""
        return (1, 1) if self.paragraph.is_heading else (0, 0) if self.paragraph.is_item else (0, 1)


@dataclass(frozen=True)
class Row:
    """A row of the screen."""

    at: int
    """Number of its paragraph; -1 for an empty row."""
    start: int
    """Offset in the paragraph's text."""
    end: int


EMPTY = (-1, 0, 0)
"""The numbers of an empty row."""


@dataclass(frozen=True)
class Layout:
    """All rows of a leaflet for a width."""

    numbers: Sequence[int] = ()
    """Three for each row, what `Row` says of it: a handbook has fifty thousand rows, and as so many objects they would
    be looked over for garbage again and again while somebody turns its pages."""
    firsts: Sequence[int] = ()
    """The first row of each paragraph."""

    def __len__(self) -> int:
        """How many rows."""
        return len(self.numbers) // len(EMPTY)

    def row(self, number: int) -> Row:
        """One row; below the last, an empty one."""
        place = number * len(EMPTY)
        return Row(*self.numbers[place : place + len(EMPTY)] or EMPTY)


def as_drawn(paragraphs: Sequence[Paragraph], marks: Sequence[Span]) -> list[Drawn]:
    """Paragraphs as they are shown, with the passages of an answer marked."""
    return [_drawn(paragraph, marks) for paragraph in paragraphs]


async def lay_out(drawn: Sequence[Drawn], width: int) -> Layout:
    """Cut paragraphs into rows of at most this many columns, between words where that can be.

    It takes turns with the loop that it runs in. A thread beside that loop would share one interpreter with it, and
    stretch whatever it does.
    """
    numbers, firsts = array("l"), array("l")
    below = rested = 0
    for number, paragraph in enumerate(drawn):
        above, next_below = paragraph.margins
        numbers.extend(EMPTY * max(above, below))
        firsts.append(len(numbers) // len(EMPTY))
        for start, end in cuts(paragraph.text, width):
            numbers.extend((number, start, end))
            if len(numbers) - rested >= AT_ONCE * len(EMPTY):
                await asyncio.sleep(0)
                rested = len(numbers)
        below = next_below
    numbers.extend(EMPTY * below)
    return Layout(numbers, firsts)


def cuts(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where the rows of a text begin and end."""
    width = max(width, 1)
    place = 0
    for line in text.split("\n"):
        yield from ((place + start, place + end) for start, end in _cut_line(line, width))
        place += len(line) + 1


def _cut_line(line: str, width: int) -> Iterator[tuple[int, int]]:
    if cell_len(line) <= width:
        yield 0, len(line)
        return
    wide = not line.isascii()
    start = end = len(line) - len(line.lstrip())
    used = 0
    for word in _WORD.finditer(line):
        bare = word.group().rstrip()
        needs = cell_len(bare) if wide else len(bare)
        if used and used + needs > width:
            yield start, end
            start, used = word.start(), 0
        while needs > width:  # a word longer than a row is cut where the row ends
            stop = _fitting(line, start, word.start() + len(bare), width)
            yield start, stop
            needs -= cell_len(line[start:stop])
            start = stop
            if needs <= width:  # what is left is measured only where it may fit, for it may be long
                needs = cell_len(line[start : word.start() + len(bare)])
        used += needs + len(word.group()) - len(bare)
        end = word.start() + len(bare)
    yield start, max(end, start)


def _fitting(line: str, start: int, end: int, width: int) -> int:
    """Up to where a part of a line fits; at least one character does."""
    used = 0
    for place in range(start, end):
        used += cell_len(line[place])
        if used > width:
            return max(place, start + 1)
    return end


def _drawn(paragraph: Paragraph, marks: Sequence[Span]) -> Drawn:
    inside = [mark for mark in marks if mark.start < paragraph.end and paragraph.start < mark.end]
    shown = paragraph.shown(inside)
    words = gap_label(paragraph.left_out) if paragraph.left_out else shown.text
    text = "\n".join([words, *(f"{NOTE} {note}" for note in paragraph.notes)]).replace("\t", " ")
    return Drawn(paragraph, words, text, shown.highlights)
