"""What finds the passages nearest to a question: the same words for every way of searching."""

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from edubot.index.encoder import Vectors

Neighbours = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Rows and cosines, both of shape (vectors, found), the nearest first."""


class VectorSearch(Protocol):
    """Unit vectors, of which row n is that of passage n."""

    def __len__(self) -> int:
        """How many there are, the hidden ones among them."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def nearest(self, vector: Vectors, limit: int) -> Neighbours:
        """Rows and cosines of the nearest passages to each of the vectors: `limit` of them, or all that there are.

        Which rows are found may be approximate; their cosines never are.
        """
        ...

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """The stored vectors of some passages, shape (numbers, dimension), as they were computed."""
        ...

    def without(self, rows: Sequence[int]) -> Self:
        """The same vectors, with these rows hidden and no others: they are never among the nearest."""
        ...
