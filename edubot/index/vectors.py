"""Unit vectors in FAISS: exact inner product, which on unit vectors is the cosine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from edubot.errors import IndexDamaged
from edubot.index.encoder import Vectors


class VectorIndex:
    """Row n holds the vector of passage n."""

    def __init__(self, index: faiss.Index, hidden: Sequence[int] = ()) -> None:
        """Vectors, of which the hidden rows are never found among the nearest."""
        self._index = index
        self._hidden = np.asarray(hidden, dtype=np.int64)
        self._left_out = faiss.IDSelectorBatch(self._hidden)
        self._found = faiss.SearchParameters(sel=faiss.IDSelectorNot(self._left_out)) if len(hidden) else None  # type: ignore[call-arg]

    @classmethod
    def empty(cls, dimension: int) -> "VectorIndex":
        """An index without rows, to add to."""
        return cls(faiss.IndexFlatIP(dimension))

    @classmethod
    def load(cls, path: Path) -> Self:
        """An index from disk.

        Raises:
            IndexDamaged: FAISS cannot read the file.
        """
        try:
            return cls(faiss.read_index(str(path)))
        except (RuntimeError, MemoryError) as error:
            raise IndexDamaged(f"{path} is not a FAISS index", "Build the index again") from error

    def without(self, rows: Sequence[int]) -> Self:
        """The same vectors, with these rows hidden and no others."""
        return type(self)(self._index, rows)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def add(self, vectors: Vectors) -> None:
        """Append rows."""
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def save(self, path: Path) -> None:
        """Write the index to disk."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path.name} could not be written whole") from error

    def nearest(self, vector: Vectors, limit: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and cosines of the nearest passages to each of the vectors, both of shape (vectors, limit)."""
        most = min(limit, len(self) - len(self._hidden))
        cosines, rows = self._index.search(np.ascontiguousarray(vector), most, params=self._found)
        return rows, cosines

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """The stored vectors of some passages, shape (numbers, dimension)."""
        wanted = np.asarray(numbers, dtype=np.int64)
        return np.asarray(self._index.reconstruct_batch(wanted), dtype=np.float32)
