"""From signals of a search to the probability that the leaflets answer, for one exact scorer.

A logistic model, fitted by `scripts/calibrate.py` on questions of our own; see
`docs/decisions/0010-three-kinds-of-no.md`.
"""

import json
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from edubot.model import Confidence
from edubot.settings import CALIBRATION_FILE


@dataclass(frozen=True)
class Calibration:
    """Weights of the signals and the two marks that a confidence is held against."""

    scorer: str
    """Fingerprint of the scorer that it was fitted for; it says nothing of any other."""
    drug: str
    """The drug of the leaflets that it was fitted on; a library of another, or of several, has other signals."""
    weights: Mapping[str, float]
    """Of the signals, by name."""
    vector: tuple[float, ...]
    """Weights of the question's unit vector: some things are asked of every medicine and stand in few leaflets."""
    bias: float
    answered_from: float
    mentioned_from: float

    def __post_init__(self) -> None:
        if not 0 <= self.mentioned_from <= self.answered_from <= 1:
            raise ValueError("the marks of a calibration must lie between 0 and 1, the lower one first")

    @classmethod
    def bundled(cls, scorer: str, drugs: Set[str | None], path: Path = CALIBRATION_FILE) -> "Calibration | None":
        """The calibration that comes with edubot, or None where it was fitted for another scorer or another drug."""
        held = cls.from_json(json.loads(path.read_text(encoding="utf-8")))
        return held if held.scorer == scorer and drugs == {held.drug} else None

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "Calibration":
        """A calibration as it is stored."""
        return cls(**{**fields, "vector": tuple(fields["vector"])})

    def as_json(self) -> dict[str, Any]:
        """The calibration as it is stored, equal to what is read back."""
        return {**asdict(self), "vector": list(self.vector)}

    def confidence(self, signals: Mapping[str, float], vector: Sequence[float]) -> Confidence:
        """Logistic function of the weighted signals and the question's vector; every weight must find its value."""
        total = self.bias + sum(weight * signals[name] for name, weight in self.weights.items())
        total += sum(weight * value for weight, value in zip(self.vector, vector, strict=True))
        value = 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))
        return Confidence(value, self.answered_from, self.mentioned_from)
