"""What turns words into vectors: one method, so that a test can bring an encoder it can check by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from edubot.index.precision import Precision

Vectors = NDArray[np.float32]
"""Shape (texts, dimension), each row of length 1, so that an inner product is a cosine."""
Vector = NDArray[np.float32]
"""Shape (dimension,), of length 1."""


class Encoder(Protocol):
    """Texts → unit vectors."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything that decides the vectors: weights, tokenizer, pooling, length."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, in their order."""
        ...


class BuildEncoder(Encoder, Protocol):
    """An encoder that can leave behind what is needed to encode questions later."""

    @property
    def name(self) -> str:
        """What the person called it, for the manifest and for error messages."""
        ...

    @property
    def precision(self) -> Precision:
        """Of its products, for the manifest."""
        ...

    def suited_to(self, passages: int) -> Self:
        """The same encoder in the precision that fits so many passages on this machine."""
        ...

    def export(self, folder: Path) -> None:
        """Write into `folder` all that `load_question_encoder` needs."""
        ...
