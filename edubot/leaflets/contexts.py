"""In what context the sentences of a leaflet stand.

Whoever lifts a sentence out of its place needs this: "drink alcohol" under "You must not:" says the opposite alone.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from edubot.leaflets.leads import is_parted, leads_of
from edubot.leaflets.leaning import (
    goes_on,
    leans,
    opening_with,
    opens_against,
    points_back,
    speaks_of_all,
    speaks_on,
    turns,
)
from edubot.leaflets.notes import Notes, Sign, together
from edubot.leaflets.sentences import whole_sentences
from edubot.model import Block, Context, Leaflet, Span

LONGEST_BEFORE = 60
"""Words after which no more sentences are brought for a mere "it"; for a "however" they are."""
LONGEST_BELOW = 600
"""Characters of a sentence that is brought to every item of the list above it; what is longer is hardly a sentence."""
MOST_TURNS = 20
"""Sentences that turn one another round, beyond which none of them is lifted: nobody writes so for a patient."""


@dataclass(frozen=True)
class _Spoken:
    """A sentence and the block that it stands in."""

    span: Span
    block: Block
    is_first: bool
    """Whether it opens its block."""
    opens: bool
    """Whether it is the first under a heading: nothing before it belongs to it."""
    follows: int
    """Offset after what a patient sees right before it: another sentence, or the heading."""
    opened_by: tuple[str, ...]
    """What of the sentences before it in its block goes for it too."""

    @property
    def is_item_begun(self) -> bool:
        """Whether it opens a list item."""
        return self.block.is_item and self.is_first


class Contexts:
    """Tells of one leaflet in what context its words stand."""

    def __init__(self, leaflet: Leaflet) -> None:
        self._leaflet = leaflet
        self._spoken = list(_sentences(leaflet))
        self._starts = [spoken.span.start for spoken in self._spoken]
        self._list_ends = _list_ends(self._spoken)
        self._has_capitals = any(map(str.isupper, leaflet.text))
        self._headings = [section.heading for section in leaflet.sections]
        self._notes = Notes(leaflet)
        self._leads = [leads_of(leaflet, number) for number in range(len(leaflet.sections))]

    def of(self, number: int, position: int, span: Span) -> Context:
        """The context of words in the block at a position of the section of a number."""
        around = self._around(number, position, span)
        marked = self._notes.marked_by(self._leaflet.sections[number].blocks[position])
        if marked:
            return Context(span, None, around.opens, self._noted(marked))
        carrying = "\n".join((*self._headings[number], self._words(span), *around.words))
        return replace(around, below=together((around.below, *self._notes.under(number, carrying))))

    def _noted(self, marked: Sequence[Sign]) -> str:
        """The sentence that a note is on, where there is one that hangs on nothing."""
        at = bisect_right(self._starts, marked[0].span.start) - 1
        one = self._spoken[at]
        position = self._leaflet.sections[marked[0].section].blocks.index(one.block)
        alone = len(marked) == 1 and self._leads[marked[0].section][position] == ()
        return self._words(one.span) if alone and not one.block.is_item else ""

    def _around(self, number: int, position: int, span: Span) -> Context:
        """What stands around words, without what is noted under them."""
        at = bisect_right(self._starts, span.start) - 1
        opens = self._leaflet.sections[number].blocks[position].span.start == span.start
        leads, before, after = self._leads[number][position], self._before(at, span), self._after(span)
        below = self._below(span, after or "")
        if leads is None or before is None or after is None or below is None:
            return Context(span, None, opens)
        lines = (*leads, *self._spoken[at].opened_by)
        if self._has_capitals and goes_on(self._words(span)) and not (lines or before or self._headings[number]):
            return Context(span, None, opens)
        return Context(span, lines, opens, before, after, below)

    def _words(self, span: Span) -> str:
        return span.of(self._leaflet.text)

    def _is_parted(self, start: int, end: int) -> bool:
        """Whether something that no patient sees stands between two offsets."""
        return is_parted(self._leaflet, start, end)

    def _before(self, at: int, span: Span) -> str | None:
        """What the sentence at a place leans on, in one run up to it; None where part of that cannot be shown."""
        begun = self._spoken[at].span
        run = [self._words(Span(begun.start, span.start)).strip()] if begun.start < span.start else []
        while self._leans(at):
            one = self._spoken[at]
            is_against = opens_against(self._words(one.span))
            if self._is_parted(one.follows, one.span.start):
                return None if is_against else " ".join(run)
            if one.opens or at == 0 or not (is_against or sum(map(_count, run)) <= LONGEST_BEFORE):
                break
            if len(run) > MOST_TURNS:
                return None
            at -= 1
            run.insert(0, self._words(self._spoken[at].span))
        return " ".join(run)

    def _leans(self, at: int) -> bool:
        """An item that begins with "it" speaks of what its list hangs on; one that begins with "but" turns another."""
        one, before = self._spoken[at], self._spoken[at - 1] if at else None
        words = self._words(one.span)
        if one.is_item_begun:
            return opens_against(words) and not (before and not one.opens and not before.block.is_item)
        if one.is_first and not self._has_capitals:
            return points_back(words)
        return leans(words, self._words(before.span) if before and not one.opens else "")

    def _after(self, span: Span) -> str | None:
        """What right after the last sentence ends it, turns it round or points back to it; None where it never ends."""
        at = bisect_right(self._starts, span.end - 1)
        last = self._spoken[at - 1].span
        run = [self._words(Span(span.end, last.end)).strip()] if span.end < last.end else []
        for each in self._spoken[at:]:
            if each.opens or not self._goes_with(each, last, run) or self._is_parted(last.end, each.span.start):
                break
            if len(run) > MOST_TURNS:
                return None
            run.append(self._words(each.span))
            last = each.span
        return " ".join(run)

    def _below(self, span: Span, after: str) -> str | None:
        """What right after a list speaks of all its items, unless it comes after its last one anyway."""
        at = bisect_right(self._starts, span.end - 1) - 1
        end = self._list_ends[at]
        if not self._spoken[at].block.is_item or end == len(self._spoken):
            return ""
        one = self._spoken[end]
        if one.opens or one.span.end - one.span.start > LONGEST_BELOW or self._notes.marked_by(one.block):
            return ""
        words = self._words(one.span)
        if words in after or not speaks_of_all(words) or self._is_parted(one.follows, one.span.start):
            return ""
        rest = self._after(one.span)
        return None if rest is None else f"{words} {rest}".strip()

    def _goes_with(self, one: _Spoken, last: Span, run: Sequence[str]) -> bool:
        """Whether a sentence belongs to the last one; an item does where it turns it round, a note never."""
        if self._notes.marked_by(one.block):
            return False
        words = self._words(one.span)
        return turns(words) if one.is_item_begun else speaks_on(words, self._words(last), run)


def _list_ends(spoken: Sequence[_Spoken]) -> list[int]:
    """For each sentence the place of the first after it that stands in no list, or under another heading."""
    ends = [len(spoken)] * len(spoken)
    for place in range(len(spoken) - 2, -1, -1):
        following = spoken[place + 1]
        ends[place] = ends[place + 1] if following.block.is_item and not following.opens else place + 1
    return ends


def _count(words: str) -> int:
    return len(words.split())


def _sentences(leaflet: Leaflet) -> Iterator[_Spoken]:
    """Every sentence of a leaflet."""
    text, follows = leaflet.text, 0
    for section in leaflet.sections:
        opens = section.headline is not None
        follows = section.headline.end if section.headline else follows
        for block in section.blocks:
            opened_by: tuple[str, ...] = ()
            for place, span in enumerate(whole_sentences(text, block.span)):
                yield _Spoken(span, block, place == 0, opens, follows, opened_by)
                opens, follows = False, span.end
                opened_by = opening_with(span.of(text), opened_by, is_first=place == 0)
