"""An encoder that takes vectors from an index that holds them already; a copy of a passage gets its vector with noise.

So a library of a million passages is built by the program itself, in minutes and not in days, from vectors that lie as
real ones do.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Collection, Sequence
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


def copies(corpus: Path, known: Path, passages: int, out: Path) -> None:
    """Write rows of a corpus, over and over under other names, until they give so many passages.

    Args:
        known: an index of the corpus, which says how many passages each row gives.
    """
    with sqlite3.connect(f"file:{_version(known) / 'store.sqlite'}?mode=ro", uri=True) as store:
        counted = "SELECT count(p.n) FROM leaflet l LEFT JOIN passage p ON p.leaflet = l.n GROUP BY l.n ORDER BY l.n"
        counts = [count for (count,) in store.execute(counted)]
    lines = corpus.read_text(encoding="utf-8").splitlines()
    written = turn = 0
    with out.open("w", encoding="utf-8") as file:
        while written < passages:
            for line, count in zip(lines, counts, strict=True):
                if written >= passages:
                    break
                row = json.loads(line)
                if turn:
                    row |= {"_id": f"{row['_id']}-{turn}", "title": f"{row['title']} (copy {turn})"}
                file.write(json.dumps(row) + "\n")
                written += count
            turn += 1


def _version(index: Path) -> Path:
    return index / "versions" / (index / "current").read_text(encoding="ascii").strip()


class KnownVectors(SentenceEncoder):
    """The default encoder, spared the work."""

    def __init__(self, index: Path) -> None:
        """Take vectors from an index."""
        super().__init__()
        version = _version(index)
        with sqlite3.connect(f"file:{version / 'store.sqlite'}?mode=ro", uri=True) as store:
            self._rows = dict(store.execute("SELECT key, n FROM passage"))
        rows = version / "vectors.npy"
        if rows.exists():
            self._vectors: Vectors = np.load(rows, mmap_mode="r")
        else:
            held = faiss.read_index(str(version / "vectors.faiss"))
            self._vectors = held.reconstruct_n(0, held.ntotal)

    def suited_to(self, passages: int, instructions: Collection[str] | None = None) -> Self:
        """As they are, however many, wherever."""
        assert passages > 0
        assert instructions is None
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
