"""An encoder that takes vectors from an index that holds them already; a copy of a passage gets its vector with noise.

So a library of a million passages is built by the program itself, in minutes and not in days, from vectors that lie as
real ones do.
"""

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np

from edubot.index.encoder import Vectors
from edubot.index.sentence_encoder import SentenceEncoder

COPY = re.compile(r" \(copy \d+\)")
"""What a copy's title ends in."""
NOISE = 0.5
"""Length of what is added to a copy's vector: its cosine with the original is near 0.9."""


class KnownVectors(SentenceEncoder):
    """The default encoder, spared the work."""

    def __init__(self, version: Path) -> None:
        """Take vectors from the folder of a version of an index."""
        super().__init__()
        with sqlite3.connect(f"file:{version / 'store.sqlite'}?mode=ro", uri=True) as store:
            self._rows = dict(store.execute("SELECT key, n FROM passage"))
        rows = version / "vectors.npy"
        if rows.exists():
            self._vectors: Vectors = np.load(rows, mmap_mode="r")
        else:
            held = faiss.read_index(str(version / "vectors.faiss"))
            self._vectors = held.reconstruct_n(0, held.ntotal)

    def suited_to(self, passages: int) -> Self:
        """As they are, however many."""
        assert passages > 0
        return self

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of some texts; what no original is known of is encoded."""
        originals = [hashlib.sha256(COPY.sub("", text).encode()).hexdigest() for text in texts]
        new = [text for text, key in zip(texts, originals, strict=True) if key not in self._rows]
        fresh = dict(zip(new, super().encode(new), strict=True)) if new else {}
        return np.stack([self._of(text, key, fresh) for text, key in zip(texts, originals, strict=True)])

    def _of(self, text: str, original: str, fresh: dict[str, Vectors]) -> Vectors:
        if text in fresh:
            return fresh[text]
        vector: Vectors = np.array(self._vectors[self._rows[original]], dtype=np.float32)
        if not COPY.search(text):
            return vector
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
        noise = np.random.default_rng(seed).normal(size=vector.shape).astype(np.float32)
        vector += NOISE * noise / np.linalg.norm(noise)
        return vector / np.linalg.norm(vector)
