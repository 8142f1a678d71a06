"""A question's vector, turned towards the passages that answered questions like it."""

import base64
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edubot.index.encoder import Vectors
from edubot.settings import ADAPTER_FILE


@dataclass(frozen=True, eq=False)
class Adapter:
    """A turn of low rank, learned by `scripts/train_adapter.py` from questions of ours and the quotes that answer them.

    A general encoder knows little of how patients speak of one medicine. Passages keep their vectors, so that an index
    of any leaflets on that medicine can be searched with it.
    """

    encoder: str
    """Fingerprint of the encoder whose vectors it turns."""
    drug: str
    """The drug that was asked about; of another it knows nothing."""
    down: NDArray[np.float32]
    """Shape (dimension, rank)."""
    up: NDArray[np.float32]
    """Shape (rank, dimension)."""

    @classmethod
    def bundled(cls, encoder: str, drugs: Set[str | None]) -> "Adapter | None":
        """The adapter that comes with edubot, or None where it is of another encoder or another drug."""
        held = _read(ADAPTER_FILE)
        return held if held.encoder == encoder and drugs == {held.drug} else None

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "Adapter":
        """An adapter as it is stored."""
        down, up = (_unpacked(fields[name], fields["rank"]) for name in ("down", "up"))
        return cls(fields["encoder"], fields["drug"], down.T, up)

    def as_json(self) -> dict[str, Any]:
        """The adapter as it is stored: half floats, row after row of the rank, in base64."""
        rank = len(self.up)
        packed = {"down": _packed(self.down.T), "up": _packed(self.up)}
        return {"encoder": self.encoder, "drug": self.drug, "rank": rank, **packed}

    def turned(self, vectors: Vectors) -> Vectors:
        """Unit vectors of the questions whose unit vectors these are, shape (questions, dimension)."""
        moved = vectors + vectors @ self.down @ self.up
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


@cache
def _read(path: Path) -> Adapter:
    return Adapter.from_json(json.loads(path.read_text(encoding="utf-8")))


def _packed(rows: NDArray[np.float32]) -> str:
    return base64.b64encode(np.ascontiguousarray(rows, dtype="<f2").tobytes()).decode()


def _unpacked(packed: str, rank: int) -> NDArray[np.float32]:
    return np.frombuffer(base64.b64decode(packed), dtype="<f2").astype(np.float32).reshape(rank, -1)
