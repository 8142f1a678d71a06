"""A text's lines, with those told apart that only their place parts from the list before them.

A lead line right under a list would else be read as the end of the last item, and the next list as one of the older
lead: "You may: … drink alcohol". A line that is wrapped goes on with its item; so does one in doubt, unless a list
follows: then none of it may stand under a lead that is not its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from edubot.leaflets.counted_titles import with_titles
from edubot.leaflets.headings import ends
from edubot.leaflets.leaning import asks, goes_on, leads_on
from edubot.leaflets.lines import Line, lines
from edubot.leaflets.wrapping import announces, has_room, wrapped_at

_OPEN = re.compile(
    r"(?:,|\b(?:an?|the|and|or|nor|but|with|without|of|to|for|from|by|in|on|at|as|if|than|that|which|who|not|your|any|"
    r"no|before|after|when|while|until|unless|because|is|are|be|must|may|can|should|will))$",
    re.IGNORECASE,
)
"""How a line ends that goes on with the next one, however much room it has left."""


def parted_lines(text: str) -> list[Line]:
    """Every line of a text that holds a word, counted headings and the lead lines right below lists told apart."""
    return list(_with_leads(with_titles(list(lines(text)))))


def _with_leads(found: Sequence[Line]) -> Iterator[Line]:
    room = wrapped_at(found)
    item: Line | None = None
    for place, line in enumerate(found):
        if _is_parted(line):
            item = line if line.is_item else None
        elif item and _opens(found, place, item, room):
            item = None
            yield replace(line, blanks=1)
            continue
        yield line


def _is_parted(line: Line) -> bool:
    """Whether a mark or an empty line parts it from the line before."""
    return bool(line.blanks or line.is_item or line.level or line.title)


def _opens(found: Sequence[Line], place: int, item: Line, room: int) -> bool:
    """Whether a line under an item's begins something of its own."""
    line, end = found[place], _end(found, place)
    last, following = found[end - 1], found[end] if end < len(found) and found[end].is_item else None
    if not any(map(str.isalnum, line.text)):
        return False
    lone = following is not None and line is last
    if line.indent > item.indent:
        beside = following is not None and following.indent <= item.indent
        return lone and beside and leads_on(line.text) and not goes_on(line.text)
    if leads_on(line.text):
        return not goes_on(line.text) or (following is not None and lone and following.indent <= item.indent)
    if following is None or goes_on(line.text):
        return False
    before = found[place - 1]
    breaks = has_room(before, line, room) and not (_OPEN.search(before.text) or asks(before.text))
    unended = not ends(last.text) or announces(last.text)
    return leads_on(last.text) or (breaks and unended and not _is_told_of_each(found, place))


def _end(found: Sequence[Line], place: int) -> int:
    """The place after the lines that go on with one."""
    return next((end for end in range(place + 1, len(found)) if _is_parted(found[end])), len(found))


def _is_told_of_each(found: Sequence[Line], place: int) -> bool:
    """Whether every item around a line has such a line under it, as "Not allowed" under each of some drinks."""
    first = next((at for at in range(place, 0, -1) if found[at].blanks), 0)
    last = next((at for at in range(place, len(found)) if found[at].blanks), len(found))
    items = [at for at in range(first, last) if found[at].is_item]
    return all(at + 1 < last and not found[at + 1].is_item for at in items)
