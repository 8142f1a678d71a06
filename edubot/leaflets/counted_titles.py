"""Counted lines that head the text under them and are no items of a list: "2. When not to take it".

Read as an item, such a line is the first sentence of its text, and the second passage stands without it under the
heading before. What a lead line announces stays a list, for its items mean nothing without that line.
"""

from collections.abc import Sequence
from dataclasses import replace

from edubot.leaflets.headings import ends, is_heading, is_short
from edubot.leaflets.leaning import goes_on, leads_on
from edubot.leaflets.lines import Line
from edubot.leaflets.list_marks import counts_on, is_count
from edubot.leaflets.outline import COUNTED_DEPTH, SECTION_DEPTH
from edubot.leaflets.wrapping import announces, has_room, wrapped_at


def with_titles(found: Sequence[Line]) -> list[Line]:
    """The lines of a text, those marked that are counted and head what follows."""
    told = list(found)
    room = wrapped_at(found)
    for run in _runs(found):
        depth = _depth(found, run[0])
        if not depth:
            continue
        sure = {place for place in run if _stands_over_its_text(found, place, room)}
        likely = {place for place in run if _may_stand_over(found, place)} | sure
        for at, place in enumerate(run):
            beside = likely.intersection((*run[max(at - 1, 0) : at], *run[at + 1 : at + 2]))
            if place in sure or (place in likely and beside):
                told[place] = _title(found[place], depth)
                told[place + 1] = replace(found[place + 1], blanks=max(found[place + 1].blanks, 1))
    return told


def _title(line: Line, depth: int) -> Line:
    return replace(line, is_item=False, title=depth, blanks=max(line.blanks, 1))


def _runs(found: Sequence[Line]) -> list[list[int]]:
    """The places of counted lines, those together that count on from one another as far in from the margin."""
    runs: dict[int, list[int]] = {}
    done: list[list[int]] = []
    for place, line in enumerate(found):
        if line.level:
            runs = {}
        elif line.is_item and is_count(line.mark):
            run = runs.get(line.indent)
            if run and counts_on(found[run[-1]].mark, line.mark):
                run.append(place)
            else:
                runs[line.indent] = [place]
                done.append(runs[line.indent])
    return done


def _depth(found: Sequence[Line], first: int) -> int:
    """How deep the headings of a run would stand; 0 where the line before announces a list, or is an item over it."""
    before, line = found[first - 1] if first else None, found[first]
    if before is None:
        return SECTION_DEPTH
    if leads_on(before.text) or (before.is_item and line.indent > before.indent):
        return 0
    if before.is_item:
        return SECTION_DEPTH
    if is_heading(before):
        return COUNTED_DEPTH
    return SECTION_DEPTH if ends(before.text) and not announces(before.text) else 0


def _names(line: Line) -> bool:
    """Whether a line may be a heading by its words; it may state something, for its count sets it off."""
    return is_short(line) and not goes_on(line.text)


def _stands_over_its_text(found: Sequence[Line], place: int, room: int) -> bool:
    """Whether the line ends where nothing made it end, right over text that does not go on with it."""
    if place + 1 == len(found):
        return False
    line, under = found[place], found[place + 1]
    is_text = not (under.is_item or under.level or under.blanks or goes_on(under.text))
    return is_text and _names(line) and has_room(line, under, room)


def _may_stand_over(found: Sequence[Line], place: int) -> bool:
    """Whether text stands under the line after an empty one, or items that are not counted: so does a list's end."""
    if place + 1 == len(found):
        return False
    line, under = found[place], found[place + 1]
    before = found[place - 1] if place else None
    in_list = before is not None and before.is_item and not line.blanks and counts_on(before.mark, line.mark)
    over_items = under.is_item and not is_count(under.mark) and under.indent <= line.indent
    over_text = not under.is_item and not under.level and bool(under.blanks)
    return _names(line) and not in_list and (over_items or over_text)
