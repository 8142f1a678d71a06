"""Ranked hits → what is put before a reader: few, whole, joined where they stand side by side, with marks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from edubot.leaflets.sentences import sentences
from edubot.model import Hit, Passage, Span
from edubot.tokens import telling_words
from edubot.words import stemmed_words, stems


@dataclass(frozen=True)
class ExcerptSettings:
    """How much is shown at once."""

    most_words: int = 200
    """Words over all passages shown; the first is always shown whole."""
    most_passages: int = 8
    least_share: float = 0.4
    """Of the best hit's score; a hit under it is not worth the reader's time."""
    join_within: int = 3
    """Neighbours in the text are joined when their ranks differ by no more than this."""
    most_highlights: int = 3


def excerpts(question: str, added: Iterable[str], hits: Sequence[Hit], settings: ExcerptSettings) -> tuple[Hit, ...]:
    """The hits to show, best first, each with its highlights.

    Args:
        added: the words that were added to the question; a sentence that holds one may be what answers.
    """
    wanted = _weights(question, added)
    return tuple(
        replace(hit, highlights=_highlights(hit.passage.text, wanted, settings.most_highlights))
        for hit in _joined(_few(hits, settings), settings)
    )


def _few(hits: Sequence[Hit], settings: ExcerptSettings) -> list[Hit]:
    kept: list[Hit] = []
    words = 0
    least = settings.least_share * max((hit.score for hit in hits), default=0.0)
    for hit in (hit for hit in hits[: settings.most_passages] if hit.score >= least):
        words += len(hit.passage.text.split())
        if kept and words > settings.most_words:
            break
        kept.append(hit)
    return kept


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
    if second.start - len(gap) != first.end:
        return None
    notes = tuple(dict.fromkeys((*first.corrections, *second.corrections)))
    return replace(first, end=second.end, text=first.text + gap + second.text, corrections=notes)


def _weights(question: str, added: Iterable[str]) -> dict[str, float]:
    """What each stem counts: 1 for a word of the question, less for one that was added to it."""
    own = stems(" ".join(telling_words(question)))
    return dict.fromkeys(stems(" ".join(added)), 0.8) | dict.fromkeys(own, 1.0)


def _highlights(text: str, wanted: dict[str, float], most: int) -> tuple[Span, ...]:
    """Sentences that hold the words looked for, best first; a passage of one sentence is marked whole."""
    pieces = list(_pieces(text))
    if len(pieces) == 1:
        return tuple(pieces)
    worth = {piece: _worth(piece.of(text), wanted) for piece in pieces}
    best = sorted(pieces, key=lambda piece: (-worth[piece], piece.start))[:most]
    return tuple(piece for piece in best if worth[piece] and worth[piece] >= worth[best[0]] / 2)


def _worth(piece: str, wanted: dict[str, float]) -> float:
    return sum(wanted.get(stem, 0.0) for stem in {stem for _, stem in stemmed_words(piece)})


def _pieces(text: str) -> Iterator[Span]:
    """Sentences of a passage; a list item is one even without a stop."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield from sentences(text, Span(start, start + len(line)))
        start += len(line) + 1
