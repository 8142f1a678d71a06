"""Gold questions against an assistant → figures, each a mean with its bootstrap interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edubot.assistant import Assistant
from edubot.errors import QuestionsInvalid
from edubot.evaluation.gold import GoldQuestion, read_gold
from edubot.evaluation.measures import recall, reciprocal_rank, success
from edubot.model import Hit

RESAMPLES = 2000
SEED = 20261123


@dataclass(frozen=True)
class Figure:
    """A mean over questions and its 95 % interval."""

    name: str
    mean: float
    low: float
    high: float
    questions: int


MEASURES: tuple[tuple[str, Callable[[GoldQuestion, Sequence[Hit]], float]], ...] = (
    ("success within 60 words", lambda gold, hits: success(gold.evidence, hits, 60)),
    ("success within 120 words", lambda gold, hits: success(gold.evidence, hits, 120)),
    ("recall within 120 words", lambda gold, hits: recall(gold.evidence, hits, 120)),
    ("recall within 200 words", lambda gold, hits: recall(gold.evidence, hits, 200)),
    ("reciprocal rank, 10 passages", lambda gold, hits: reciprocal_rank(gold.evidence, hits)),
)


def gold_for(assistant: Assistant, path: Path) -> list[GoldQuestion]:
    """Gold questions, their quotes found in the leaflets of the assistant's index."""
    held = {source.file: (source, assistant.text_of(source.id) or "") for source in assistant.sources}
    return read_gold(path, held)


def evaluate(assistant: Assistant, gold: Sequence[GoldQuestion]) -> list[Figure]:
    """Retrieval figures over the questions that have evidence, taken before abstention.

    Raises:
        QuestionsInvalid: no question has evidence.
    """
    asked = [question for question in gold if question.evidence]
    if not asked:
        raise QuestionsInvalid("No question has evidence", "Give at least one with a quote")
    found = [assistant.found(question.text) for question in asked]
    return [
        _figure(name, np.array([measure(question, hits) for question, hits in zip(asked, found, strict=True)]))
        for name, measure in MEASURES
    ]


def _figure(name: str, values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Figure:
    """Mean with a percentile bootstrap interval over questions, the same on every run."""
    draws = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return Figure(name, float(values.mean()), float(low), float(high), len(values))
