"""What rules have no words for: how like a message is to labelled ones. It only adds to what rules find."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edubot.errors import PolicyInvalid
from edubot.model import AlertKind
from edubot.settings import MEANING_FILE

Figures = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Leaning:
    """What likeness to each example says of one alert."""

    weights: Figures
    """For each example: above 0 where it called for the alert, below where it did not."""
    bias: float
    fires_from: float
    """Logarithm of the odds at or above which the alert fires; low where a miss is dear."""
    by_words: float
    """Weight of what the message's words lean to."""


@dataclass(frozen=True, eq=False)
class Likeness:
    """A leaning for each alert; trained by `scripts/train_meaning.py` on messages in this repository.

    Likeness of a message to an example is `exp(-nearness * d²)`, where d is the distance of their vectors, so that an
    example speaks for what is close to it and for nothing else: support vectors of a machine with a radial kernel
    (Cortes and Vapnik, Machine Learning 20, 1995). A straight line through the vectors heard much less.
    """

    encoder: str
    """Fingerprint of the encoder of all vectors."""
    examples: Figures
    """Vectors of the examples, of shape (examples, dimension)."""
    nearness: float
    leanings: Mapping[AlertKind, Leaning]

    def alerts(
        self, vectors: Sequence[Sequence[float]], words: Mapping[AlertKind, float] | None = None
    ) -> set[AlertKind]:
        """The alerts that any of a message's vectors leans to.

        Args:
            words: how far the message's words lean to each alert.

        Raises:
            ValueError: a vector has another length than the examples.
        """
        if not len(vectors):
            return set()
        alike, said = self._alike(np.asarray(vectors, dtype=np.float32)), words or {}
        leant = {
            kind: (alike @ leaning.weights).max() + leaning.bias + leaning.by_words * said.get(kind, 0.0)
            for kind, leaning in self.leanings.items()
        }
        return {kind for kind, leaning in self.leanings.items() if leant[kind] >= leaning.fires_from}

    def _alike(self, vectors: Figures) -> Figures:
        """Likeness of each vector to each example, from 0 to 1."""
        squares = np.square(vectors).sum(axis=1)[:, None] + self._squares
        alike: Figures = np.exp(-self.nearness * (squares - 2 * vectors @ self.examples.T))
        return alike

    @cached_property
    def _squares(self) -> Figures:
        """Squared length of each example."""
        squares: Figures = np.einsum("ij,ij->i", self.examples, self.examples)
        return squares


def write_likeness(likeness: Likeness, unit: float, path: Path = MEANING_FILE) -> None:
    """Store a model; its examples as whole multiples of `unit` from -127 to 127, a byte each."""
    leanings = likeness.leanings.values()
    np.savez(
        path,
        encoder=np.array(likeness.encoder),
        examples=np.round(likeness.examples / unit).astype(np.int8),
        unit=np.float32(unit),
        nearness=np.float64(likeness.nearness),
        kinds=np.array([f"{kind}" for kind in likeness.leanings]),
        weights=np.stack([leaning.weights for leaning in leanings]).astype(np.float32),
        marks=np.array([astuple(leaning)[1:] for leaning in leanings]),
    )


def read_likeness(path: Path = MEANING_FILE) -> Likeness:
    """The model that `write_likeness` stored.

    Raises:
        PolicyInvalid: missing or damaged. Rules alone would miss what the model hears, so nobody may go on unaware.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            examples = held["examples"].astype(np.float32)
            examples *= held["unit"]
            weights, marks = held["weights"], held["marks"].tolist()
            if weights.shape != (len(held["kinds"]), len(examples)):
                raise ValueError(f"weights of shape {weights.shape} for {len(examples)} examples")
            leanings = {
                AlertKind(kind): Leaning(row, *figures)
                for kind, row, figures in zip(held["kinds"].tolist(), weights, marks, strict=True)
            }
            return Likeness(str(held["encoder"]), examples, float(held["nearness"]), leanings)
    except Exception as error:  # what zip and array files raise when a byte of theirs is another is not to be counted
        raise PolicyInvalid(
            f"{path} holds no model of messages ({type(error).__name__}: {error})", "Install edubot again"
        ) from error


def likeness_for(encoder: str, path: Path = MEANING_FILE) -> Likeness | None:
    """The model, where it was trained with this encoder; another's vectors say nothing to it.

    Raises:
        PolicyInvalid: as `read_likeness`.
    """
    held = read_likeness(path)
    return held if held.encoder == encoder else None
