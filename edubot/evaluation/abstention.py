"""How well a system knows what it does not know: outcomes by kind, AUC of its confidence, risk against coverage."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from edubot.evaluation.gold import GoldQuestion
from edubot.evaluation.intervals import SEED, Figure, Floats, draws
from edubot.evaluation.measures import success
from edubot.evaluation.systems import Outputs

WORDS = 120
"""Words within which evidence must stand for a question not to count as a risk."""
ANSWERABLE, UNANSWERABLE = "answerable", "unanswerable"


@dataclass(frozen=True)
class Curve:
    """Of the most confident share of questions (`coverage`), the share that goes wrong (`risk`)."""

    coverage: Sequence[float]
    risk: Sequence[float]

    @property
    def area(self) -> float:
        """Mean risk over all coverages (AURC): 0 is perfect."""
        return float(np.mean(self.risk))


@dataclass(frozen=True)
class Abstention:
    """How questions came out, and what the confidence is worth."""

    outcomes: Mapping[str, Mapping[str, int]]
    """Kind → outcome → number of questions; unanswerable ones by how far they are from the subject."""
    auc: Sequence[Figure]
    """Chance that an answerable question is more confident than an unanswerable one: near the subject, far from it."""
    wrong: Curve | None
    """Wrong: no evidence within 120 words. None where a question has no confidence."""
    uncovered: Curve | None
    """Wrong: the leaflets hold nothing on it."""


def abstention(questions: Sequence[GoldQuestion], given: Outputs) -> Abstention:
    """What a system's outcomes and confidences say."""
    replies = given.replies
    outcomes: dict[str, Counter[str]] = {}
    for question, said in zip(questions, replies, strict=True):
        outcomes.setdefault(_group(question), Counter())[said.outcome] += 1
    confidences = [said.confidence for said in replies if said.confidence is not None]
    if len(confidences) < len(replies):
        return Abstention(outcomes, (), None, None)
    wrong = [
        not question.evidence or not success(question.evidence, shown, WORDS)
        for question, shown in zip(questions, given.found, strict=True)
    ]
    uncovered = [not question.evidence for question in questions]
    auc = _separation(questions, confidences)
    return Abstention(outcomes, auc, risk_coverage(confidences, wrong), risk_coverage(confidences, uncovered))


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool]) -> Curve:
    """The curve of some answers; those of equal confidence share their risk, so that no order among them matters."""
    value, bad = np.asarray(confidences, dtype=float), np.asarray(wrong, dtype=float)
    levels, level = np.unique(-value, return_inverse=True)
    shared = np.array([bad[level == each].mean() for each in range(len(levels))])
    counts = np.arange(1, len(value) + 1)
    risk = np.cumsum(shared[np.sort(level)]) / counts
    return Curve([float(part) for part in counts / len(value)], [float(part) for part in risk])


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Chance that one of the first is larger than one of the second, ties counting half."""
    return float(_wins(positive, negative).mean())


def _separation(questions: Sequence[GoldQuestion], confidences: Sequence[float]) -> list[Figure]:
    groups: dict[str, list[float]] = {}
    for question, confidence in zip(questions, confidences, strict=True):
        groups.setdefault(_group(question), []).append(confidence)
    inside = groups.get(ANSWERABLE)
    outside = {group: held for group, held in sorted(groups.items()) if group.startswith(UNANSWERABLE)}
    if not inside:
        return []
    return [_auc_figure(f"AUC, answerable against {group}", inside, held) for group, held in outside.items()]


def _auc_figure(name: str, positive: Sequence[float], negative: Sequence[float]) -> Figure:
    """The area with its interval, both groups drawn anew."""
    wins = _wins(positive, negative)
    pairs = zip(draws(len(positive)), draws(len(negative), SEED + 1), strict=True)
    areas = [wins[np.ix_(one, other)].mean() for ones, others in pairs for one, other in zip(ones, others, strict=True)]
    low, high = np.percentile(areas, [2.5, 97.5])
    return Figure(name, float(wins.mean()), float(low), float(high), len(positive) + len(negative))


def _wins(positive: Sequence[float], negative: Sequence[float]) -> Floats:
    one, other = np.asarray(positive)[:, None], np.asarray(negative)[None, :]
    return np.asarray((one > other) + 0.5 * (one == other), dtype=np.float64)


def _group(question: GoldQuestion) -> str:
    """Kind of a question; how far an unanswerable one is from the subject, where a tag says so."""
    distance = next((tag for tag in ("near", "far", "trap") if tag in question.tags), "")
    return f"{question.kind}, {distance}" if distance and question.kind == UNANSWERABLE else question.kind
