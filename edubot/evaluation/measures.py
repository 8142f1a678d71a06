"""Measures in words shown, not in passages, so that nobody looks better by showing longer ones."""

import re
from collections.abc import Sequence

from edubot.evaluation.gold import Evidence
from edubot.model import Hit, Passage

SHOWN_SHARE = 0.6
"""Share of a quote's characters that must be shown for the quote to count as shown."""
RANKS = 10

_WORD = re.compile(r"\w+")


def success(evidence: Sequence[Evidence], hits: Sequence[Hit], words: int) -> float:
    """1 if a piece of evidence is among the first `words` words shown, else 0."""
    return float(any(_shown(piece, _first(hits, words)) for piece in evidence))


def recall(evidence: Sequence[Evidence], hits: Sequence[Hit], words: int) -> float:
    """Share of the evidence that is among the first `words` words shown."""
    head = _first(hits, words)
    return sum(_shown(piece, head) for piece in evidence) / len(evidence)


def reciprocal_rank(evidence: Sequence[Evidence], hits: Sequence[Hit]) -> float:
    """1 / rank of the first of ten passages that shows a piece of evidence, 0 if none does."""
    for rank, hit in enumerate(hits[:RANKS], start=1):
        if any(_shown(piece, [hit.passage]) for piece in evidence):
            return 1 / rank
    return 0.0


def _shown(piece: Evidence, passages: Sequence[Passage]) -> bool:
    wanted = piece.span.end - piece.span.start
    seen = 0
    for passage in passages:
        if passage.source.id == piece.leaflet:
            seen += max(0, min(passage.end, piece.span.end) - max(passage.start, piece.span.start))
    return seen >= SHOWN_SHARE * wanted


def _first(hits: Sequence[Hit], words: int) -> list[Passage]:
    """The passages that make up the first `words` words, the last one cut."""
    shown: list[Passage] = []
    left = words
    for hit in hits:
        ends = [match.end() for match in _WORD.finditer(hit.passage.text)]
        if len(ends) >= left:
            return [*shown, *_cut(hit.passage, ends[left - 1])] if left else shown
        shown.append(hit.passage)
        left -= len(ends)
    return shown


def _cut(passage: Passage, length: int) -> list[Passage]:
    end = passage.start + length
    return [Passage(passage.source, passage.heading, passage.start, end, passage.text[:length])]
