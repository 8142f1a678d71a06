"""Questions and what a system made of them → the whole evaluation: what the terminal, the JSON and the report show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from edubot.assistant import Assistant
from edubot.evaluation.ablation import Row
from edubot.evaluation.abstention import Abstention, abstention
from edubot.evaluation.collection import Collection
from edubot.evaluation.comparison import Comparison
from edubot.evaluation.failures import Failure, failures
from edubot.evaluation.figures import FOUND, Blocks, ranked_values
from edubot.evaluation.gold import GoldQuestion, read_gold
from edubot.evaluation.intervals import Figure, figures
from edubot.evaluation.measures import recall, success
from edubot.evaluation.reply import Shown
from edubot.evaluation.safety import Safety, safety
from edubot.evaluation.slices import Slice, slices
from edubot.evaluation.systems import Outputs, ranking
from edubot.evaluation.texts import Texts

STEPS_OF_WORDS = (20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 250, 300)


@dataclass(frozen=True)
class About:
    """What was evaluated."""

    questions_file: str
    system: str
    """Name of the index or of the file of answers."""
    questions: int
    scored: int
    """Questions that something answers."""
    by_document: bool
    leaflets: int
    passages: int
    encoder: str
    unfindable: int
    """Quotes that no passage of the index shows half of."""


@dataclass(frozen=True)
class Evaluation:
    """Everything that is known of a system on some questions."""

    about: About
    figures: Mapping[str, Sequence[Figure]]
    """Block → its figures."""
    slices: Sequence[Slice]
    abstention: Abstention
    safety: Safety
    by_words: Mapping[int, tuple[float, float]]
    """Words shown → success and recall within them; empty for judged documents."""
    failures: Sequence[Failure]
    values: Blocks
    """What the figures are means of."""
    ablation: Sequence[Row] = ()
    comparison: Comparison | None = None


def evaluation(about: About, collection: Collection, given: Outputs, values: Blocks, texts: Texts) -> Evaluation:
    """What a system's outputs are worth.

    Args:
        values: of every measure and question, as `figures.values` gives them.
    """
    families = families_of(collection)
    return Evaluation(
        about=about,
        figures={block: figures(measures, families) for block, measures in values.items()},
        slices=slices(collection, values, families),
        abstention=abstention(collection.questions, given),
        safety=safety(given.replies, texts),
        by_words={} if collection.by_document else _by_words(collection, given.found),
        failures=failures(collection, values, given, texts.title),
        values=values,
    )


def families_of(collection: Collection) -> dict[str, str]:
    """Question → family."""
    return {question.id: question.family for question in collection.questions}


def gold_for(assistant: Assistant, path: Path) -> list[GoldQuestion]:
    """Gold questions, their quotes found in the leaflets of the assistant's index."""
    return read_gold(path, Texts(assistant.sources, assistant.readable))


def evaluate(assistant: Assistant, gold: Sequence[GoldQuestion]) -> Sequence[Figure]:
    """Figures in words over the questions that have evidence, taken before abstention.

    Raises:
        QuestionsInvalid: no question has evidence.
    """
    collection = Collection([question for question in gold if question.evidence], by_document=False)
    rankings = [ranking(assistant, question.text, by_document=False) for question in collection.questions]
    found = ranked_values(collection, rankings, {}, ())[FOUND]
    return figures(found, families_of(collection))


def _by_words(collection: Collection, found: Sequence[Sequence[Shown]]) -> dict[int, tuple[float, float]]:
    pairs = [
        (question.evidence, shown)
        for question, shown in zip(collection.questions, found, strict=True)
        if question.evidence
    ]
    means = {}
    for words in STEPS_OF_WORDS:
        met = sum(success(evidence, shown, words) for evidence, shown in pairs) / len(pairs)
        means[words] = (met, sum(recall(evidence, shown, words) for evidence, shown in pairs) / len(pairs))
    return means
