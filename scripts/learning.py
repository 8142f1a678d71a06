"""What learns which messages call for an alert: a line through words, a machine over vectors."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.svm import SVC

from edubot.model import AlertKind

STRENGTH = {"words": 10.0, "vectors": 10.0}
"""Inverse of the regularisation: of the words' and of the vectors' model."""
MOST_SENTENCES = 4
"""Up to so many, a message as a whole says what one of them tells; a longer one is mostly about something else."""
NEARNESS = 0.5
"""How fast an example's say falls with the square of the distance."""
FOLDS = 3
CACHE_MEGABYTES = 1000
"""What a machine may keep of the likeness of examples while it learns."""

Rows = Any
"""A matrix with a row for each part of messages, sparse where its columns are words."""
Judge = Callable[[Rows], np.ndarray]
"""How far each row leans."""


@dataclass(frozen=True)
class Parts:
    """The parts of messages, one row each: the whole message and then its sentences."""

    rows: Rows
    starts: np.ndarray
    """Row of each whole message, and the end."""
    telling: Mapping[AlertKind, Set[int]]
    """Rows of the sentences that tell an alert, as far as a reader marked them."""

    @classmethod
    def of(cls, parts: Sequence[Any], told: Sequence[Mapping[str, Sequence[int]]]) -> "Parts":
        """All parts of messages in one matrix.

        Args:
            told: for each message, the numbers of the parts that tell an alert.
        """
        rows = sparse.vstack(parts).tocsr() if sparse.issparse(parts[0]) else np.vstack(parts)
        starts = np.cumsum([0, *(each.shape[0] for each in parts)])
        marked = list(zip(starts[:-1], told, strict=True))
        telling = {kind: {int(start) + at for start, each in marked for at in each.get(kind, ())} for kind in AlertKind}
        return cls(rows, starts, telling)

    def most(self, leanings: np.ndarray) -> np.ndarray:
        """The greatest leaning of each message's parts."""
        return np.maximum.reduceat(leanings, self.starts[:-1])


@dataclass(frozen=True)
class Heard:
    """What is known of one alert."""

    kind: AlertKind
    labelled: np.ndarray
    known: np.ndarray
    """Places of the messages that were labelled for it."""
    left: np.ndarray
    """Which messages no rule fires on, and are not ambiguous."""

    @classmethod
    def of(cls, kind: AlertKind, rows: Sequence[dict[str, Any]], fired: Sequence[Set[AlertKind]]) -> "Heard":
        """Of labelled messages and of what the rules fire on each."""
        return cls(
            kind=kind,
            labelled=np.array([kind in row["labels"] for row in rows]),
            known=np.array([at for at, row in enumerate(rows) if kind in row.get("labels_are_of", tuple(AlertKind))]),
            left=np.array([not row.get("ambiguous") and kind not in by for row, by in zip(rows, fired, strict=True)]),
        )

    def mark(self, felt: np.ndarray, share: float) -> float:
        """The leaning from which on no more than a share of the messages without the label fire beyond the rules."""
        calm = self.known[self.left[self.known] & ~self.labelled[self.known]]
        may_fire = int(share * (~self.labelled[self.known]).sum())
        return float(np.sort(felt[calm])[::-1][may_fire]) + 1e-6

    def found(self, felt: np.ndarray, mark: float) -> float:
        """The share found of the messages that the rules miss."""
        missed = self.known[self.left[self.known] & self.labelled[self.known]]
        return float((felt[missed] >= mark).mean())


@dataclass(frozen=True)
class Line:
    """A linear model."""

    weights: np.ndarray
    bias: float

    @classmethod
    def of(cls, parts: Parts, heard: Heard, places: np.ndarray) -> "Line":
        """A line through the words of the messages at some places."""
        rows, told = rows_to_learn(parts, heard, places)
        fitted = LogisticRegression(C=STRENGTH["words"], class_weight="balanced", max_iter=300, solver="liblinear")
        fitted.fit(parts.rows[rows], told)
        return cls(fitted.coef_[0], float(fitted.intercept_[0]))

    def __call__(self, rows: Rows) -> np.ndarray:
        """How far each row leans."""
        leanings: np.ndarray = rows @ self.weights + self.bias
        return leanings


@dataclass(frozen=True)
class Machine:
    """A machine with a radial kernel: which rows it holds as examples, and what each says."""

    rows: np.ndarray
    """Places of the examples among all rows."""
    weights: np.ndarray
    bias: float
    examples: np.ndarray

    @classmethod
    def of(cls, parts: Parts, heard: Heard, places: np.ndarray) -> "Machine":
        """A machine that parts the vectors of the messages at some places."""
        rows, told = rows_to_learn(parts, heard, places)
        machine = SVC(C=STRENGTH["vectors"], gamma=NEARNESS, class_weight="balanced", cache_size=CACHE_MEGABYTES)
        machine.fit(parts.rows[rows], told)
        held = rows[machine.support_]
        return cls(held, machine.dual_coef_[0], float(machine.intercept_[0]), parts.rows[held])

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """How far each row leans."""
        squares = (rows**2).sum(axis=1)[:, None] + (self.examples**2).sum(axis=1)
        leanings: np.ndarray = np.exp(-NEARNESS * (squares - 2 * rows @ self.examples.T)) @ self.weights + self.bias
        return leanings


def unseen(parts: Parts, heard: Heard, learn: Callable[[Parts, Heard, np.ndarray], Judge]) -> np.ndarray:
    """How far each message leans by a model that was fitted on the others."""
    felt = np.zeros(len(heard.labelled))
    for seen, held in KFold(FOLDS, shuffle=True, random_state=0).split(heard.known):
        judge = learn(parts, heard, heard.known[seen])
        felt[heard.known[held]] = parts.most(judge(parts.rows))[heard.known[held]]
    return felt


def rows_to_learn(parts: Parts, heard: Heard, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows to learn from and what each is told to be.

    All of a message without the label is calm. Of one with it, the sentences that tell it are not, and its others are;
    where none of them was marked, the message speaks as a whole.
    """
    loud, calm = [], []
    for place in places:
        whole, end = int(parts.starts[place]), int(parts.starts[place + 1])
        sentences = range(whole + 1, end)
        if not heard.labelled[place]:
            calm += [whole, *sentences]
            continue
        telling = [row for row in sentences if row in parts.telling[heard.kind]]
        loud += telling if telling and len(sentences) > MOST_SENTENCES else [whole, *telling]
        calm += [row for row in sentences if row not in telling] if telling else []
    return np.array([*loud, *calm]), np.repeat([True, False], [len(loud), len(calm)])
