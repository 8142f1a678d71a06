"""Ranked hits → what is put before a reader: few, whole, joined where they stand side by side, with marks."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from edubot.highlights import Wanted, highlights
from edubot.leaflets.lifting import joined, may_be_joined, parts_of
from edubot.model import Hit, Passage

BARE = 3
"""Words under which a passage says next to nothing alone."""


@dataclass(frozen=True)
class ExcerptSettings:
    """How much is shown at once."""

    most_words: int = 200
    """Words over all passages shown; the first is always shown whole."""
    most_passages: int = 10
    least_share: float = 0.5
    """Of the best hit's score; a hit under it is not worth the reader's time."""
    leaflet_penalty: float = 0.1
    """Taken from a hit's score for each passage of its leaflet that stands already, so that all leaflets have a say."""
    bare_penalty: float = 0.4
    """Taken from a hit of one or two words where it would be the first: "Rash." tells less than a sentence on one."""
    join_within: int = 1
    """Neighbours in the text are joined when their ranks differ by no more than this."""
    most_highlights: int = 3


def excerpts(wanted: Wanted, hits: Sequence[Hit], settings: ExcerptSettings) -> tuple[Hit, ...]:
    """The hits to show, best first, each with its highlights."""
    return tuple(
        replace(hit, highlights=highlights(hit.passage.text, parts_of(hit.passage), wanted, settings.most_highlights))
        for hit in _joined(_few(hits, settings), settings)
    )


def _few(hits: Sequence[Hit], settings: ExcerptSettings) -> list[Hit]:
    kept: list[Hit] = []
    words = 0
    least = settings.least_share * max((hit.score for hit in hits), default=0.0)
    for hit in _in_turn([hit for hit in hits if hit.score >= least], settings):
        words += len(hit.passage.text.split())
        if kept and words > settings.most_words:
            break
        kept.append(hit)
    return kept


def _in_turn(hits: list[Hit], settings: ExcerptSettings) -> Iterator[Hit]:
    """The best hits, a leaflet giving way to the others the more of it stands already.

    A score only ranks: none stands above that of a hit before it, so that who sorts by it finds the same order.
    """
    taken: Counter[str] = Counter()

    def worth(hit: Hit) -> float:
        bare = not taken and len(hit.passage.text.split()) < BARE
        return hit.score - settings.leaflet_penalty * taken[hit.passage.source.id] - settings.bare_penalty * bare

    least = math.inf
    for _ in range(min(settings.most_passages, len(hits))):
        best = max(hits, key=worth)
        hits.remove(best)
        taken[best.passage.source.id] += 1
        least = min(least, best.score)
        yield replace(best, score=least)


def _joined(hits: Sequence[Hit], settings: ExcerptSettings) -> list[Hit]:
    """Neighbours made one passage, at the rank of the better."""
    shown: list[Hit] = []
    ranks: list[int] = []
    for rank, hit in enumerate(hits):
        for position, held in enumerate(shown):
            joined = _join(held.passage, hit.passage)
            if joined and rank - ranks[position] <= settings.join_within:
                shown[position] = replace(held, passage=joined)
                break
        else:
            shown.append(hit)
            ranks.append(rank)
    return shown


def _join(one: Passage, other: Passage) -> Passage | None:
    """The two as one slice of their leaflet, if nothing but white space and list marks parts them."""
    first, second = sorted((one, other), key=lambda passage: passage.start)
    gap = second.gap
    if first.source != second.source or first.heading != second.heading or gap is None:
        return None
    if not may_be_joined(first, second):
        return None
    if second.start - len(gap) != first.end:
        return None
    notes = tuple(dict.fromkeys((*first.corrections, *second.corrections)))
    cues = tuple(dict.fromkeys((*first.found_by, *second.found_by)))
    return replace(
        first,
        end=second.end,
        text=first.text + gap + second.text,
        corrections=notes,
        found_by=cues,
        contexts=joined(first.contexts, second.contexts),
    )
