"""How sure a mean is, and whether two differ: bootstrap intervals and a paired randomisation test, fixed seed.

Questions of one family ask the same thing in other words, so families are drawn, not questions: twenty phrasings of
one question are not twenty independent ones. Without families every question is its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
PERMUTATIONS = 10_000
SEED = 20261123
_BLOCK = 200
"""Resamples held in memory at a time."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """A mean over questions and its 95 % interval."""

    name: str
    mean: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True)
class Difference:
    """The mean difference of two systems on the same questions: theirs taken from ours."""

    name: str
    ours: float
    theirs: float
    low: float
    """Of the 95 % interval of the difference."""
    high: float
    p: float
    """Share of random swaps of the two systems that differ at least as much (two-sided)."""
    questions: int


def figure(name: str, values: Mapping[str, float], families: Mapping[str, str]) -> Figure:
    """Mean with its percentile bootstrap interval.

    Args:
        values: question → value; at least one.
        families: question → family, for those that have one.
    """
    sums, counts = _by_family(values, families)
    low, high = np.percentile(np.concatenate(list(_means(sums, counts))), [2.5, 97.5])
    return Figure(name, float(sums.sum() / counts.sum()), float(low), float(high), len(values))


def difference(
    name: str, ours: Mapping[str, float], theirs: Mapping[str, float], families: Mapping[str, str]
) -> Difference:
    """Ours less theirs over the same questions, with its interval and the p of a paired randomisation test.

    Under the null hypothesis the two systems are exchangeable within a family: signs are flipped at random and the
    share of flips is counted whose mean is at least as far from 0 (Smucker et al., CIKM 2007).
    """
    gained = {question: value - theirs[question] for question, value in ours.items()}
    sums, counts = _by_family(gained, families)
    low, high = np.percentile(np.concatenate(list(_means(sums, counts))), [2.5, 97.5])
    mean, other = (float(np.mean([values[question] for question in ours])) for values in (ours, theirs))
    return Difference(name, mean, other, float(low), float(high), _p(sums), len(ours))


def _p(sums: Floats) -> float:
    rng = np.random.default_rng(SEED)
    observed = abs(sums.sum()) - 1e-12
    extreme = 0
    for _ in range(PERMUTATIONS // _BLOCK):
        signs = rng.integers(0, 2, (_BLOCK, len(sums))) * 2 - 1
        extreme += int(np.count_nonzero(np.abs(signs @ sums) >= observed))
    return (extreme + 1) / (PERMUTATIONS + 1)


def _by_family(values: Mapping[str, float], families: Mapping[str, str]) -> tuple[Floats, Floats]:
    """Sum of the values and number of the questions of each family."""
    sums: dict[str, float] = {}
    counts: dict[str, float] = {}
    for question, value in values.items():
        family = f"family {families[question]}" if families.get(question) else f"question {question}"
        sums[family] = sums.get(family, 0.0) + value
        counts[family] = counts.get(family, 0.0) + 1
    return np.array(list(sums.values())), np.array(list(counts.values()))


def _means(sums: Floats, counts: Floats) -> Iterator[Floats]:
    for drawn in draws(len(sums)):
        yield sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)


def draws(size: int, seed: int = SEED) -> Iterator[NDArray[np.int64]]:
    """Numbers under `size`, `size` at a time with replacement: `RESAMPLES` rows, some at a time."""
    rng = np.random.default_rng(seed)
    for _ in range(RESAMPLES // _BLOCK):
        yield rng.integers(0, size, (_BLOCK, size))


def figures(values: Mapping[str, Mapping[str, float]], families: Mapping[str, str]) -> Sequence[Figure]:
    """A figure of each measure that has a value."""
    return [figure(name, held, families) for name, held in values.items() if held]
