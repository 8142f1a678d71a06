"""Approximate search in a large library: vectors lie in lists around centres, and a question reads the nearest lists.

The lists hold each vector in a byte a figure, which is enough to find candidates; what they find is scored by the
vectors as they were computed, which are read from their file. See Jégou et al., "Searching in one billion vectors",
ICASSP 2011.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

import faiss
import numpy as np
from numpy.typing import NDArray

from edubot.errors import IndexDamaged
from edubot.index.encoder import Vectors
from edubot.index.faiss_file import read_faiss, write_faiss
from edubot.index.vector_rows import in_slices, must_be_whole, read_rows
from edubot.index.vector_search import Neighbours, VectorSearch

RECALL_WANTED = 0.97
"""Of the ten nearest passages, the share that must be found; a little more than the 0.95 that is promised."""
LEAST_PROBED = 128
"""Lists that a question reads at the least. Questions lie further from passages than passages from each other, and what
suffices for the one is too little for the other: with 128 lists 100 real questions found 0.969 of their ten nearest
among 123,846 passages and 0.975 among a million.
"""
LEARNED_FROM = 64
"""Vectors for each list from which the centres are learned; FAISS asks for 39 or more."""
TRIED = 256
"""Passages whose vectors stand in for questions when recall is measured."""
NEAREST = 10
EQUAL = 1e-6
"""Cosines that differ by no more are equal: they were summed in another order."""
SPARE = 100
"""More candidates than are asked for, to be scored anew."""
Search = TypeVar("Search", bound=VectorSearch)


@dataclass(frozen=True)
class Facts:
    """How the lists were made, and what they find."""

    lists: int
    probed: int
    """Lists that a question reads."""
    recall_at_10: float
    """Share of the ten nearest passages that are found, against exact search, over `TRIED` of the passages; of real
    questions some hundredths less."""


class ListedVectors:
    """A `VectorSearch` over lists, whose cosines are exact."""

    def __init__(self, index: faiss.IndexIVF, rows: Vectors, probed: int, hidden: Sequence[int] = ()) -> None:
        """Lists and the vectors that they were made of, of which the hidden rows are never among the nearest."""
        self._index = index
        self._rows = rows
        self._probed = probed
        self._hidden = np.asarray(hidden, dtype=np.int64)
        self._left_out = faiss.IDSelectorNot(faiss.IDSelectorBatch(self._hidden)) if len(hidden) else None

    @classmethod
    def load(cls, lists: Path, rows: Path, probed: int) -> Self:
        """Lists and vectors from disk.

        Raises:
            IndexDamaged: one cannot be read, or they are not of the same passages.
        """
        index, held = read_faiss(lists), read_rows(rows)
        if not isinstance(index, faiss.IndexIVF) or (int(index.ntotal), int(index.d)) != held.shape:
            raise IndexDamaged(f"{lists} and {rows.name} do not belong together", "Build the index again")
        return cls(index, held, probed)

    def save(self, path: Path) -> None:
        """Write the lists to disk; the vectors have their own file."""
        write_faiss(self._index, path)

    def without(self, rows: Sequence[int]) -> Self:
        """The same vectors, with these rows hidden and no others."""
        return type(self)(self._index, self._rows, self._probed, rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._rows.shape[1])

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """The stored vectors of some passages, shape (numbers, dimension)."""
        must_be_whole(self._rows)
        return np.asarray(self._rows[np.asarray(numbers, dtype=np.int64)], dtype=np.float32)

    def nearest(self, vector: Vectors, limit: int) -> Neighbours:
        """Rows and exact cosines of the nearest passages that the lists hold for each of the vectors."""
        most = max(min(limit, len(self) - len(self._hidden)), 0)
        found = [self._nearest(one, most) for one in np.atleast_2d(vector)]
        return np.stack([rows for rows, _ in found]), np.stack([cosines for _, cosines in found])

    def _nearest(self, vector: Vectors, most: int) -> Neighbours:
        rows = self._candidates(vector, most, self._probed)
        if len(rows) < most:  # hardly anything lies in the nearest lists: all are read
            rows = self._candidates(vector, most, int(self._index.nlist))
        cosines = self.rows(rows.tolist()) @ vector
        best = np.lexsort((rows, -cosines))[:most]
        return rows[best], cosines[best]

    def _candidates(self, vector: Vectors, most: int, probed: int) -> NDArray[np.int64]:
        wanted = min(most + SPARE, len(self))
        how = faiss.SearchParametersIVF(nprobe=probed, sel=self._left_out)  # type: ignore[call-arg]
        found = self._index.search(np.ascontiguousarray(vector[None]), wanted, params=how)[1][0]
        return np.asarray(found[found >= 0], dtype=np.int64)


def build_lists(rows: Vectors) -> tuple[ListedVectors, Facts]:
    """Put vectors into lists, a few in memory at a time, and find how many lists a question must read.

    As many lists as a power of two nearest above twice the root of the number of vectors; the fewest are read, by
    powers of two from `LEAST_PROBED` on, with which `RECALL_WANTED` is reached. The same vectors give the same lists.
    """
    dimension = rows.shape[1]
    lists = lists_for(len(rows))
    centres = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        centres, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.spherical = True
    index.train(_spread(rows, LEARNED_FROM * lists))
    for few in in_slices(rows):
        index.add(few)
    return fewest_probed(lambda probed: ListedVectors(index, rows, probed), lists, rows)


def lists_for(count: int) -> int:
    """Into how many lists so many vectors go."""
    return 1 << int(np.ceil(np.log2(2 * np.sqrt(count))))


def fewest_probed(searching: Callable[[int], Search], lists: int, rows: Vectors) -> tuple[Search, Facts]:
    """The search that reads the fewest lists and finds enough, and what it finds.

    Args:
        searching: gives the search that reads so many lists.
    """
    asked = _spread(rows, TRIED)
    tenth = exact_nearest(rows, asked)[1][:, -1]
    for probed in _doubling(lists):
        searched = searching(probed)
        recall = recall_at_10(searched, asked, tenth)
        if recall >= RECALL_WANTED:
            return searched, Facts(lists, probed, round(recall, 4))
    return searched, Facts(lists, probed, round(recall, 4))


def exact_nearest(rows: Vectors, asked: Vectors) -> Neighbours:
    """The ten nearest rows of each vector by looking at all, and their cosines; a slice in memory at a time."""
    best = faiss.ResultHeap(len(asked), NEAREST, keep_max=True)
    start = 0
    for few in in_slices(rows):
        cosines = asked @ few.T
        nearest = min(NEAREST, len(few))
        places = np.argpartition(-cosines, nearest - 1, axis=1)[:, :nearest]
        best.add_result(np.take_along_axis(cosines, places, axis=1), (places + start).astype(np.int64))
        start += len(few)
    best.finalize()
    return np.asarray(best.I), np.asarray(best.D)


def recall_at_10(searched: VectorSearch, asked: Vectors, tenth: Vectors) -> float:
    """Share of the ten nearest that a search finds, by their cosines: of equal ones, any will do.

    Args:
        tenth: the cosine of the tenth nearest to each vector.
    """
    _, cosines = searched.nearest(asked, NEAREST)
    return float(np.mean(cosines >= tenth[:, None] - EQUAL))


def _spread(rows: Vectors, most: int) -> Vectors:
    """Rows at equal distances from the first to the last."""
    numbers = np.unique(np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(np.int64))
    return np.ascontiguousarray(rows[numbers], dtype=np.float32)


def _doubling(most: int) -> Iterator[int]:
    probed = min(LEAST_PROBED, most)
    while probed < most:
        yield probed
        probed *= 2
    yield most
