"""Unit vectors in FAISS: exact inner product, which on unit vectors is the cosine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np

from edubot.index.encoder import Vectors
from edubot.index.faiss_file import read_faiss, write_faiss
from edubot.index.vector_rows import in_slices
from edubot.index.vector_search import Neighbours


class ExactVectors:
    """A `VectorSearch` that looks at every vector."""

    def __init__(self, index: faiss.Index, hidden: Sequence[int] = ()) -> None:
        """Vectors, of which the hidden rows are never found among the nearest."""
        self._index = index
        self._hidden = np.asarray(hidden, dtype=np.int64)
        self._left_out = faiss.IDSelectorBatch(self._hidden)
        self._found = faiss.SearchParameters(sel=faiss.IDSelectorNot(self._left_out)) if len(hidden) else None  # type: ignore[call-arg]

    @classmethod
    def of(cls, rows: Vectors) -> Self:
        """An index of these rows, taken in a few at a time."""
        index = faiss.IndexFlatIP(rows.shape[1])
        for few in in_slices(rows):
            index.add(few)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """An index from disk.

        Raises:
            IndexDamaged: FAISS cannot read the file.
        """
        return cls(read_faiss(path))

    def save(self, path: Path) -> None:
        """Write the index to disk."""
        write_faiss(self._index, path)

    def without(self, rows: Sequence[int]) -> Self:
        """The same vectors, with these rows hidden and no others."""
        return type(self)(self._index, rows)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def nearest(self, vector: Vectors, limit: int) -> Neighbours:
        """Rows and cosines of the nearest passages to each of the vectors."""
        most = min(limit, len(self) - len(self._hidden))
        if most <= 0:
            return np.empty((len(vector), 0), dtype=np.int64), np.empty((len(vector), 0), dtype=np.float32)
        cosines, rows = self._index.search(np.ascontiguousarray(vector), most, params=self._found)
        return rows, cosines

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """The stored vectors of some passages, shape (numbers, dimension)."""
        wanted = np.asarray(numbers, dtype=np.int64)
        return np.asarray(self._index.reconstruct_batch(wanted), dtype=np.float32)
