"""The questions that went wrong, with what was shown instead: the list that a person reads before anything else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from edubot.evaluation.collection import Collection
from edubot.evaluation.figures import FOUND, RANKED, SHOWN, Blocks
from edubot.evaluation.measures import LOOKED_AT, first, first_words
from edubot.evaluation.reply import Shown

_QUOTE_MEASURE, _DOCUMENT_MEASURE, _SHORT_MEASURE = "success within 120 words", "Success@10", "R@10"


@dataclass(frozen=True)
class Failure:
    """A question whose evidence was not among the first words shown."""

    id: str
    text: str
    tags: Sequence[str]
    wanted: Sequence[str]
    """Quotes, or ids of documents."""
    shown: Sequence[Shown]
    """The first words that were shown instead."""


def failures(
    collection: Collection, blocks: Blocks, shown: Sequence[Sequence[Shown]], title_of: Callable[[str], str]
) -> list[Failure]:
    """Every failure, in the order of the questions.

    Args:
        shown: what each question got, in the order of the questions.
        title_of: what a document is called, by its id.
    """
    missed = _missed(collection, blocks)
    listed = []
    for question, passages in zip(collection.questions, shown, strict=True):
        if question.id in missed:
            documents = [id for id, grade in question.relevant.items() if grade > 0]
            wanted = [piece.quote for piece in question.evidence] or [title_of(id) for id in documents]
            head = first([_short(passage) for passage in passages], LOOKED_AT)
            listed.append(Failure(question.id, question.text, question.tags, wanted, head))
    return listed


def _missed(collection: Collection, blocks: Blocks) -> set[str]:
    if collection.by_document:
        values = blocks.get(RANKED, {}).get(_DOCUMENT_MEASURE) or blocks[SHOWN][_SHORT_MEASURE]
    else:
        values = blocks[FOUND if FOUND in blocks else SHOWN][_QUOTE_MEASURE]
    return {id for id, value in values.items() if not value}


def _short(passage: Shown) -> Shown:
    return Shown(passage.leaflet, passage.start, first_words(passage.text, LOOKED_AT))
