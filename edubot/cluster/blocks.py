"""Encoded batches beside an index, each in a file named by what was encoded: a build that was killed goes on there."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edubot.index.crew import Batch
from edubot.index.durable import make_durable
from edubot.index.encoder import BuildEncoder, Vector, Vectors

_NEAR = 1e-3
"""How far the length of a unit vector may be off."""


@dataclass(frozen=True)
class Blocks:
    """The folder of what one encoder made of some texts in one precision."""

    folder: Path

    @classmethod
    def beside(cls, encoded: Path, encoder: BuildEncoder) -> "Blocks":
        """Those of an encoder in the room for encoded blocks; nothing of another encoder is ever found there."""
        by = hashlib.sha256(f"{encoder.fingerprint} {encoder.precision}".encode()).hexdigest()
        return cls(encoded / by[:32])

    def path(self, name: str) -> Path:
        """File of a block."""
        return self.folder / f"{name}.npy"

    def holds(self, batch: Batch) -> bool:
        """Whether the vectors of a batch are there and whole: a loss of power may leave zeros in a file."""
        try:
            rows = self._read(batch)
        except (OSError, ValueError, EOFError):
            return False
        return bool(np.all(np.abs(np.linalg.norm(rows, axis=1) - 1) < _NEAR))

    def vectors(self, batch: Batch) -> Mapping[str, Vector]:
        """The vectors of a batch, by key.

        Raises:
            OSError, ValueError, EOFError: they are not there, or not whole.
        """
        return dict(zip(batch.keys, self._read(batch), strict=True))

    def write(self, name: str, rows: Vectors) -> None:
        """Keep a block, whole or not at all, whichever machine dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        waiting = self.folder / f".{name}.{os.uname().nodename}.{os.getpid()}"
        with waiting.open("wb") as file:
            np.lib.format.write_array(file, np.ascontiguousarray(rows, dtype="<f4"), allow_pickle=False)
        make_durable(waiting)
        waiting.replace(self.path(name))

    def _read(self, batch: Batch) -> Vectors:
        rows: Vectors = np.load(self.path(name_of(batch)), allow_pickle=False)
        if rows.ndim != 2 or len(rows) != len(batch.keys) or rows.dtype != np.float32:  # noqa: PLR2004
            raise ValueError("no vectors of this batch")
        return rows


def name_of(batch: Batch) -> str:
    """SHA-256 of what is encoded together, in its order."""
    return hashlib.sha256("\n".join(batch.keys).encode()).hexdigest()
