"""A text's lines, with those told apart that only their place parts from the list before them.

A lead line right under a list would else be read as the end of the last item, and the next list as one of the older
lead: "You may: … drink alcohol". A line that is wrapped goes on with its item. Where nobody can tell, as of "Allowed"
and "Not allowed" by turns with items, all are one paragraph: none may stand under a lead that is not its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from edubot.leaflets.counted_titles import with_titles
from edubot.leaflets.headings import ends
from edubot.leaflets.leaning import asks, goes_on, leads_on
from edubot.leaflets.lines import Line, lines
from edubot.leaflets.list_marks import YES_OR_NO
from edubot.leaflets.statements import states
from edubot.leaflets.wrapping import announces, has_room, wrapped_at

_OPEN = re.compile(
    r"(?:,|\b(?:an?|the|and|or|nor|but|with|without|of|to|for|from|by|in|on|at|as|if|than|that|which|who|not|your|any|"
    r"no|before|after|when|while|until|unless|because|is|are|be|must|may|can|should|will))$",
    re.IGNORECASE,
)
"""How a line ends that goes on with the next one, however much room it has left."""
_SHORTEST = 3
"""Words up to which a line that ends with a stop, and states nothing, may lead: "Not safe."."""
_SIGN = re.compile(rf"{YES_OR_NO}\s+")


def parted_lines(text: str) -> list[Line]:
    """Every line of a text that holds a word, counted headings and the lead lines right below lists told apart."""
    found = with_titles(list(lines(text)))
    width = wrapped_at(found)
    told = [line for stretch in _stretches(found) for line in _told(stretch, width, any(map(str.isupper, text)))]
    return list(_with_leads(told, width))


def _stretches(found: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines between empty ones."""
    starts = [place for place, line in enumerate(found) if line.blanks or line.level or line.title]
    yield from (found[start:end] for start, end in zip_longest(starts, starts[1:]))


def _told(stretch: Sequence[Line], width: int, has_capitals: bool) -> Iterator[Line]:
    """Lines of which nobody can tell whether those under items lead the next ones: then no item stands alone."""
    under = [place for place in range(1, len(stretch)) if _is_set_under(stretch, place, width, has_capitals)]
    counted = sum(line.is_item for line in stretch)
    each = len(under) == counted > 1
    small = not has_capitals and any(at + 1 < len(stretch) and stretch[at + 1].is_item for at in under)
    yield from (replace(line, is_item=False) for line in stretch) if each or small else stretch


def _is_set_under(stretch: Sequence[Line], place: int, width: int, has_capitals: bool) -> bool:
    """Whether a line stands right under an item's, as far out, and is neither wrapped nor led to by a question."""
    item, line = stretch[place - 1], stretch[place]
    if not item.is_item or line.is_item or line.indent > item.indent or leads_on(line.text):
        return False
    return _begins(line, has_capitals) and _is_broken_off(item, line, width)


def _begins(line: Line, has_capitals: bool = True) -> bool:
    """Whether a line may begin something: a sign that says yes or no and small letters alone do not."""
    words = _SIGN.sub("", line.text, count=1)
    return any(map(str.isalnum, words)) and not (has_capitals and goes_on(words))


def _is_broken_off(before: Line, line: Line, width: int) -> bool:
    """Whether the line before ends where it does for no want of room, and does not ask for more."""
    return has_room(before, line, width) and not (_OPEN.search(before.text) or asks(before.text))


def _with_leads(found: Sequence[Line], width: int) -> Iterator[Line]:
    item: Line | None = None
    for place, line in enumerate(found):
        if _is_parted(line):
            item = line if line.is_item else None
        elif item and _opens(found, place, item, width):
            item = None
            yield replace(line, blanks=1)
            continue
        yield line


def _is_parted(line: Line) -> bool:
    """Whether a mark or an empty line parts it from the line before."""
    return bool(line.blanks or line.is_item or line.level or line.title)


def _opens(found: Sequence[Line], place: int, item: Line, width: int) -> bool:
    """Whether a line under an item's begins something of its own."""
    line, end = found[place], _end(found, place)
    last, following = found[end - 1], found[end] if end < len(found) and found[end].is_item else None
    beside = line is last and following is not None and following.indent <= item.indent
    if line.indent > item.indent:
        return beside and leads_on(line.text) and _begins(line)
    if leads_on(line.text):
        return beside or _begins(line)
    if following is None or not _begins(line):
        return False
    return leads_on(last.text) or (_may_lead(last.text) and _is_broken_off(found[place - 1], line, width))


def _may_lead(words: str) -> bool:
    """Whether a list may hang on words without a colon."""
    if not ends(words) or announces(words) or words.endswith(("…", "...")):
        return True
    return len(words.split()) <= _SHORTEST and not states(words)


def _end(found: Sequence[Line], place: int) -> int:
    """The place after the lines that go on with one."""
    return next((end for end in range(place + 1, len(found)) if _is_parted(found[end])), len(found))
