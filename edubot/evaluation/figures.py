"""Which measures there are, in the three blocks in which they are reported."""

from collections.abc import Mapping, Sequence

from edubot.evaluation.collection import Collection
from edubot.evaluation.gold import CONFLICT, GoldQuestion
from edubot.evaluation.judged import Qrels
from edubot.evaluation.measures import all_sides, answer_at_1, recall, reciprocal_rank, success
from edubot.evaluation.ranking import MEASURES, Values, ranking_values
from edubot.evaluation.reply import Reply, Shown
from edubot.evaluation.systems import Outputs, Ranking, run_as_shown

BUDGETS = (60, 120, 200)
SIDES_WORDS = 200
SIDES = {True: "all sides, 200 words and disagreements", False: "all sides within 200 words"}
"""By whether disagreements are known, which stand in answers alone."""

RANKED = "Ranking, before abstention"
FOUND = "Words found, before abstention"
SHOWN = "As shown, after abstention"

Blocks = dict[str, dict[str, Values]]
"""Block → measure → question → value, 0 to 1."""
_SHORT = ("RR@10", "Success@1", "Success@5", "R@10")


def values(collection: Collection, given: Outputs, qrels: Qrels, measures: Sequence[str] = MEASURES) -> Blocks:
    """Every block that a system's outputs allow."""
    before = ranked_values(collection, given.rankings, qrels, measures) if given.rankings is not None else {}
    return {**before, **shown_values(collection, given.replies, qrels)}


def ranked_values(
    collection: Collection, rankings: Sequence[Ranking], qrels: Qrels, measures: Sequence[str] = MEASURES
) -> Blocks:
    """The blocks that are taken before anything is held back."""
    questions = collection.questions
    run = {question.id: ranking.run for question, ranking in zip(questions, rankings, strict=True)}
    blocks: Blocks = {RANKED: ranking_values(qrels, run, measures)}
    if not collection.by_document:
        blocks[FOUND] = _in_words(questions, [(ranking.found, None) for ranking in rankings])
    return blocks


def shown_values(collection: Collection, replies: Sequence[Reply], qrels: Qrels) -> Blocks:
    """The block of what a person gets to see."""
    if not collection.by_document:
        return {SHOWN: _in_words(collection.questions, [(said.shown, said.sides) for said in replies])}
    run = {
        question.id: run_as_shown(said, by_document=True)
        for question, said in zip(collection.questions, replies, strict=True)
    }
    return {SHOWN: ranking_values(qrels, run, _SHORT)}


def _in_words(
    questions: Sequence[GoldQuestion], shown: Sequence[tuple[Sequence[Shown], Sequence[Shown] | None]]
) -> dict[str, Values]:
    """Measures in words of the questions that have evidence; all sides of those on which leaflets disagree."""
    found: dict[str, Values] = {}
    for question, (passages, sides) in zip(questions, shown, strict=True):
        if question.evidence:
            for name, value in _of_question(question, passages, sides).items():
                found.setdefault(name, {})[question.id] = value
    return found


def _of_question(
    question: GoldQuestion, passages: Sequence[Shown], sides: Sequence[Shown] | None
) -> Mapping[str, float]:
    evidence = question.evidence
    held = {f"success within {words} words": success(evidence, passages, words) for words in BUDGETS}
    held |= {f"recall within {words} words": recall(evidence, passages, words) for words in BUDGETS}
    held["answer@1"] = answer_at_1(evidence, passages)
    held["reciprocal rank, 10 passages"] = reciprocal_rank(evidence, passages)
    if CONFLICT in question.tags:
        held[SIDES[sides is not None]] = all_sides(evidence, passages, sides or (), SIDES_WORDS)
    return held
