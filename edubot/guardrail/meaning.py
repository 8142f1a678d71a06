"""What rules have no words for: a small linear model over the encoder's vectors. It only adds to what rules find."""

import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edubot.model import AlertKind

Vector = Sequence[float]


@dataclass(frozen=True)
class Leaning:
    """How strongly a vector leans to one alert."""

    weights: tuple[float, ...]
    bias: float
    fires_from: float
    """Probability at or above which the alert fires; low where a miss is dear."""
    by_words: float = 0.0
    """Weight of what the message's words lean to."""

    def fires(self, vector: Vector, words: float = 0.0) -> bool:
        """Whether a unit vector, with the leaning of the message's words, leans far enough."""
        if len(vector) != len(self.weights):
            raise ValueError(f"a vector of {len(vector)} for {len(self.weights)} weights")
        total = self.bias + sum(map(operator.mul, self.weights, vector))
        total += self.by_words * words
        return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0))) >= self.fires_from


@dataclass(frozen=True)
class Meaning:
    """A leaning for each alert that has one; trained by `scripts/train_meaning.py` on messages in this repository."""

    leanings: Mapping[AlertKind, Leaning]

    @classmethod
    def from_json(cls, held: Mapping[str, Mapping[str, Any]]) -> "Meaning":
        """The model in the form in which its file holds it.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: it has another form.
        """
        return cls(
            {
                AlertKind(kind): Leaning(tuple(row["weights"]), row["bias"], row["fires_from"], row["by_words"])
                for kind, row in held.items()
            }
        )

    def alerts(self, vectors: Iterable[Vector], words: Mapping[AlertKind, float] | None = None) -> set[AlertKind]:
        """The alerts that any of a message's vectors leans to.

        Args:
            words: how far the message's words lean to each alert.
        """
        held, said = list(vectors), words or {}
        return {
            kind
            for kind, leaning in self.leanings.items()
            if any(leaning.fires(vector, said.get(kind, 0.0)) for vector in held)
        }
