"""The encoder for building: sentence-transformers, imported only when something must be encoded."""

import os
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import faiss  # noqa: F401  before torch: the other order crashes on macOS
import numpy as np

from edubot.errors import EncoderUnavailable
from edubot.index.encoder import Vectors
from edubot.index.precision import Precision, instructions_here, precision_for
from edubot.index.weights import DEFAULT_ENCODER, encoder_folder, fingerprint

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


EVEN_LENGTH = 8
"""Tokens to a multiple of which a batch is filled up in half precision. What multiplies halves prepares itself anew for
each length of a batch and keeps what it prepared: after 8,192 passages a process held 1.5 GB, with
filling 1.1.
"""


class SentenceEncoder:
    """A sentence-transformers model from a folder on this machine; nothing is ever downloaded."""

    def __init__(
        self, name: str = DEFAULT_ENCODER, batch_size: int = 32, precision: Precision = Precision.FULL
    ) -> None:
        """Find the model and fingerprint it; the weights are loaded with the first text.

        Raises:
            EncoderUnavailable: there is no such model here.
        """
        self.name = name
        self.precision = precision
        self._folder = encoder_folder(name)
        self.batch_size = batch_size

    def __reduce__(self) -> tuple[type[Self], tuple[str, int, Precision]]:
        """By its name: whoever gets it in another process opens the files that are there."""
        return type(self), (self.name, self.batch_size, self.precision)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the files that decide the vectors."""
        return fingerprint(self._folder)

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The loaded model, on the CPU."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise EncoderUnavailable(
                f"{self._folder} holds no model that sentence-transformers can open", "Name another encoder"
            ) from error

    def suited_to(self, passages: int, instructions: Collection[str] | None = None) -> Self:
        """The same encoder in the precision that fits so many passages.

        Args:
            instructions: of the processor; this machine's if none are given.
        """
        fitting = precision_for(passages, instructions_here() if instructions is None else instructions)
        return self if fitting is self.precision else type(self)(self.name, self.batch_size, fitting)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, in their order."""
        model = self.model
        import torch

        half = self.precision is Precision.HALF
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            vectors = model.encode(
                list(texts),
                batch_size=self.batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
                processing_kwargs={"text": {"pad_to_multiple_of": EVEN_LENGTH}} if half else None,
            )
        return np.asarray(vectors, dtype=np.float32)

    def export(self, folder: Path) -> None:
        """Write the model as ONNX, its tokenizer, and the facts that open them."""
        from edubot.index.onnx_export import export_onnx

        export_onnx(self.model, self.fingerprint, folder)
