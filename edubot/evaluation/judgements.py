"""Gold by quote → graded judgements of passages, so that TREC's tools can rank by them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from edubot.evaluation.collection import Collection
from edubot.evaluation.gold import Evidence
from edubot.evaluation.judged import Qrels
from edubot.evaluation.systems import passage_id
from edubot.model import Passage, Span

FULLY, PARTLY = 2, 1
"""Grades: the passage shows a quote whole; it shows at least half of it, or is itself at least half of it."""
HALF = 0.5


@dataclass(frozen=True)
class Judgements:
    """Question → passage or document → grade."""

    qrels: Qrels
    unfindable: int = 0
    """Quotes of which no passage of the index shows half: kept from readers, or cut apart."""


def judgements(collection: Collection, passages_of: Callable[[str], Sequence[Passage]]) -> Judgements:
    """The grades of every passage of the index that shows a quote, or of every document that was judged.

    A quote of which no passage shows half stands in the judgements under its own span, which nothing can find: what
    an index does not hold, or keeps from readers, counts against it.

    Args:
        passages_of: a leaflet's passages by its id.
    """
    scored = collection.scored
    if collection.by_document:
        return Judgements({question.id: dict(question.relevant) for question in scored})
    leaflets = {piece.leaflet for question in scored for piece in question.evidence}
    held = {leaflet: passages_of(leaflet) for leaflet in leaflets}
    qrels: Qrels = {question.id: {} for question in scored}
    unfindable: set[Evidence] = set()
    for id, piece in ((question.id, piece) for question in scored for piece in question.evidence):
        found = {passage: grade for passage, grade in _grades(piece, held[piece.leaflet]) if grade}
        if not found:
            unfindable.add(piece)
            found = {passage_id(piece.leaflet, piece.span.start, piece.span.end): FULLY}
        qrels[id] |= {passage: max(grade, qrels[id].get(passage, 0)) for passage, grade in found.items()}
    return Judgements(qrels, len(unfindable))


def _grades(piece: Evidence, passages: Sequence[Passage]) -> list[tuple[str, int]]:
    return [
        (passage_id(piece.leaflet, passage.start, passage.end), grade(piece.span, Span(passage.start, passage.end)))
        for passage in passages
    ]


def grade(quote: Span, passage: Span) -> int:
    """How far a passage shows a quote: 2, 1 or 0."""
    shared = max(0, min(quote.end, passage.end) - max(quote.start, passage.start))
    shorter = min(quote.end - quote.start, passage.end - passage.start)
    if shared == quote.end - quote.start:
        return FULLY
    return PARTLY if shared >= HALF * shorter else 0
