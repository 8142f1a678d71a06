"""Where sentences begin and end, as offsets, so that a passage can be cut without touching a character."""

import re
from collections.abc import Iterator

from edubot.leaflets.raised import BEHIND
from edubot.leaflets.spans import trimmed
from edubot.model import Span

_STOP = rf"[.!?…]++(?:[\"'”’»)\]*{BEHIND}]|\[\^?\w{{1,12}}\]|\(\d{{1,2}}\))*+"
_END = re.compile(rf"{_STOP}(?P<ends>(?=\s+[\"'“‘«(\[*]*[A-Z0-9À-ÖØ-Þ]))?")
_END_WITHOUT_CAPITALS = re.compile(rf"{_STOP}(?P<ends>(?=\s))?")
"""Each takes every stop, so that none is looked at twice, and says whether it ends a sentence."""
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|vs|approx|nos|fig|dr|mr|mrs|ms|prof|st|pvt|ltd|cf)\.$",
    re.IGNORECASE,
)
_SHORTENED = re.compile(
    r"\b(?:max|min|incl|excl|esp|resp|etc|ca|vit|sect?|tabs?|caps?|amp|inj|susp|sol|no|vol|ref|ed|eds|al|inc|co|corp|dept"
    r"|std|avg|temp|wt|hrs?|mins?|secs?|wks?|yrs?|mos?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z]\.[a-z])\.$",
    re.IGNORECASE,
)
"""Words that are written with a stop; more than a search takes for such, for here one too many does no harm."""

_LONGEST_ABBREVIATION = 8
"""Characters before its stop, with what stands before it."""


def sentences(text: str, within: Span) -> Iterator[Span]:
    """Spans of the sentences inside `within`, white space at their ends left out.

    A stop ends a sentence when a capital, a digit or an opening mark follows and the word before it is no known
    abbreviation. A single letter ends one too: "a derivative of vitamin A. Retinol is needed for …". Where a text has
    no capitals at all, every stop before white space may end a sentence.
    """
    start = within.start
    end = _END if any(map(str.isupper, within.of(text))) else _END_WITHOUT_CAPITALS
    for match in end.finditer(text, within.start, within.end):
        before = text[max(start, match.start() - _LONGEST_ABBREVIATION) : match.start() + 1]
        if match["ends"] is None or _ABBREVIATION.search(before):
            continue
        yield from trimmed(text, start, match.end())
        start = match.end()
    yield from trimmed(text, start, within.end)


def whole_sentences(text: str, within: Span) -> Iterator[Span]:
    """Spans to quote: sentences, but never parted where a stop may end no sentence after all.

    For a search a cut too many costs little. Of words that are quoted it may take the "not": a stop after a shortened
    word ends none here, and a text without capitals is not parted.
    """
    held: Span | None = None
    parted = any(map(str.isupper, within.of(text)))
    for sentence in sentences(text, within):
        held = Span(held.start, sentence.end) if held else sentence
        if parted and not _SHORTENED.search(held.of(text)):
            yield held
            held = None
    if held:
        yield held
