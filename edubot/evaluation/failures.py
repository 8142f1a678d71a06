"""The questions that went wrong, with what was shown instead: the list that a person reads before anything else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from edubot.evaluation.collection import Collection
from edubot.evaluation.figures import FOUND, RANKED, SHOWN, Blocks
from edubot.evaluation.gold import GoldQuestion
from edubot.evaluation.measures import LOOKED_AT, first, first_words
from edubot.evaluation.reply import Shown
from edubot.evaluation.systems import Outputs
from edubot.leaflets.reading import counted
from edubot.model import Outcome

_QUOTE_MEASURE, _DOCUMENT_MEASURE, _SHORT_MEASURE = "success within 120 words", "Success@10", "R@10"


class FailureKind(StrEnum):
    """How a question went wrong, what matters most first."""

    ANSWERED = "answered"
    """Nothing answers it, and it was answered."""
    REFUSED = "refused"
    """Something answers it, and nothing was shown."""
    MISSED = "missed"
    """Its evidence was not among the first words found, whatever was then held back."""

    def told(self, count: int) -> str:
        """What happened to so many questions, to begin a sentence with."""
        one = count == 1
        was, its = ("was", "its") if one else ("were", "their")
        return (
            f"{counted(count, 'question')} "
            + {
                FailureKind.ANSWERED: f"that nothing answers {was} answered",
                FailureKind.REFUSED: f"that {'has' if one else 'have'} an answer {was} refused",
                FailureKind.MISSED: f"did not have {its} evidence among what came first",
            }[self]
        )


REFUSALS = (Outcome.NOT_IN_LEAFLETS, Outcome.NOT_A_QUESTION, Outcome.UNAVAILABLE)
"""Outcomes that show nothing of the leaflets."""


@dataclass(frozen=True)
class Failure:
    """A question that went wrong."""

    id: str
    text: str
    tags: Sequence[str]
    wanted: Sequence[str]
    """Quotes, or ids of documents; empty where nothing answers."""
    shown: Sequence[Shown]
    """The first words that were shown instead."""
    kind: FailureKind = FailureKind.MISSED
    outcome: str = ""
    """What the system made of it."""


def failures(collection: Collection, blocks: Blocks, given: Outputs, title_of: Callable[[str], str]) -> list[Failure]:
    """Every failure, kind by kind and in the order of the questions; one may fail in more than one way.

    Args:
        title_of: what a document is called, by its id.
    """
    missed = _missed(collection, blocks)
    listed = []
    for question, said, found in zip(collection.questions, given.replies, given.found, strict=True):
        documents = [id for id, grade in question.relevant.items() if grade > 0]
        wanted = [piece.quote for piece in question.evidence] or [title_of(id) for id in documents]
        for kind in _kinds(question, said.outcome, question.id in missed):
            passages = found if kind is FailureKind.MISSED else said.shown
            head = first([_short(passage) for passage in passages], LOOKED_AT)
            listed.append(Failure(question.id, question.text, question.tags, wanted, head, kind, said.outcome))
    return sorted(listed, key=lambda failure: list(FailureKind).index(failure.kind))


def by_kind(found: Sequence[Failure]) -> dict[FailureKind, list[Failure]]:
    """The failures of each kind, also of one that did not happen."""
    return {kind: [failure for failure in found if failure.kind is kind] for kind in FailureKind}


def _kinds(question: GoldQuestion, outcome: str, missed: bool) -> Iterator[FailureKind]:
    has_answer = bool(question.evidence) or any(grade > 0 for grade in question.relevant.values())
    if outcome == Outcome.ANSWERED and not has_answer:
        yield FailureKind.ANSWERED
    if outcome in REFUSALS and has_answer:
        yield FailureKind.REFUSED
    if missed:
        yield FailureKind.MISSED


def _missed(collection: Collection, blocks: Blocks) -> set[str]:
    if collection.by_document:
        values = blocks.get(RANKED, {}).get(_DOCUMENT_MEASURE) or blocks[SHOWN][_SHORT_MEASURE]
    else:
        values = blocks[FOUND if FOUND in blocks else SHOWN][_QUOTE_MEASURE]
    return {id for id, value in values.items() if not value}


def _short(passage: Shown) -> Shown:
    return Shown(passage.leaflet, passage.start, first_words(passage.text, LOOKED_AT))
