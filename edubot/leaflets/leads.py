"""The lines that the blocks of a section hang on: "You must not:" over a list, an item over the items under it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from edubot.leaflets.headings import ends
from edubot.leaflets.leaning import leads_on
from edubot.leaflets.list_marks import MARK
from edubot.leaflets.sentences import whole_sentences
from edubot.leaflets.spans import overlaps_any
from edubot.model import Block, Leaflet, Section, Span

Lines = tuple[str, ...] | None
"""Word for word, outermost first; None where it cannot be told which they are."""
_OWN_MARK = re.compile(rf"(?<!\S){MARK}\Z")
"""What stands between the words before an item and its own."""


@dataclass(frozen=True)
class _Level:
    """How far in from the margin items stand, and what the last of them says."""

    indent: int
    words: str
    is_doubtful: bool = False
    """Whether one before it ends in a colon and has nothing under it: then items beside it may belong under that."""


def leads_of(leaflet: Leaflet, number: int) -> list[Lines]:
    """What each block of the section of a number hangs on."""
    section = leaflet.sections[number]
    headline = section.headline
    above = headline.of(leaflet.text) if headline else ""
    over = (above,) if leads_on(above) else ()
    found: list[Lines] = []
    listed: Lines = None
    levels: list[_Level] = []
    led: Lines = ()
    for place, block in enumerate(section.blocks):
        if not block.is_item:
            levels = []
            found.append(None if led is None else (*over, *led))
            led = _led_by(_last(leaflet.text, block), led)
            continue
        if not levels:
            listed = _over_list(leaflet, number, place, over)
        levels = _entered(leaflet, section.blocks[place - 1] if levels else None, block, levels)
        doubtful = listed is None or any(level.is_doubtful for level in levels)
        found.append(None if doubtful else (*(listed or ()), *(level.words for level in levels[:-1])))
    return found


def is_parted(leaflet: Leaflet, start: int, end: int) -> bool:
    """Whether something that no patient sees stands between two offsets."""
    return start < end and overlaps_any(Span(start, end), (found.span for found in leaflet.quarantined))


def _led_by(last: str, led: Lines) -> Lines:
    """What the next paragraph completes: one that ends in a colon; whether a later one does nobody knows."""
    if led:
        return None
    return (last,) if led is not None and leads_on(last) else led


def _over_list(leaflet: Leaflet, number: int, place: int, over: tuple[str, ...]) -> Lines:
    """What a list hangs on that begins at a place: its lead line, or the end of the paragraph before it."""
    section = leaflet.sections[number]
    before = section.blocks[place - 1] if place else None
    opened = before.span if before else section.headline
    if opened and is_parted(leaflet, opened.end, section.blocks[place].span.start):
        return None
    last = _last(leaflet.text, before) if before else ""
    is_sure = _is_over(leaflet, before, section.blocks[place]) if before else section.headline
    if not is_sure and _goes_on(leaflet.sections, number):
        return None
    return (*over, last) if last else over


def _is_over(leaflet: Leaflet, before: Block, block: Block) -> bool:
    """Whether the list that follows a paragraph hangs on it for sure: it ends as over a list, or stands right above."""
    last = _last(leaflet.text, before)
    is_right_above = leaflet.text[before.span.end : block.span.start].count("\n") == 1
    return is_right_above or leads_on(last) or not ends(last)


def _goes_on(sections: Sequence[Section], number: int) -> bool:
    """Whether a lead line was in force until the paragraph before, on which a list after that may still hang."""
    heading, before = sections[number].heading, sections[number - 1].heading if number else ()
    dropped = before[len(heading) :] if before[: len(heading)] == heading else ()
    return sections[number].headline is None and any(map(leads_on, dropped))


def _entered(leaflet: Leaflet, before: Block | None, block: Block, levels: Sequence[_Level]) -> list[_Level]:
    """The levels of a list down to an item of it."""
    indent = _indent(leaflet.text, block)
    outer = [level for level in levels if level.indent < indent]
    beside = next((level for level in levels if level.indent == indent), None)
    doubtful = False
    if before and beside:
        led = beside == levels[-1] and leads_on(beside.words)
        between = leaflet.text[before.span.end : block.span.start].rstrip()
        doubtful = beside.is_doubtful or led or leads_on(_OWN_MARK.sub("", between))
    return [*outer, _Level(indent, _last(leaflet.text, block), doubtful)]


def _last(text: str, block: Block) -> str:
    *_, last = whole_sentences(text, block.span)
    return last.of(text)


def _indent(text: str, block: Block) -> int:
    """How far in from the margin the line of a block begins."""
    begin = text.rfind("\n", 0, block.span.start) + 1
    line = text[begin : block.span.start].expandtabs(4)
    return len(line) - len(line.lstrip(" "))
