"""Unit vectors in a collection of Milvus: row n is that of passage n, and every cosine is computed from it here.

The engine finds candidates and hands out their vectors as they were stored; so a cosine does not depend on how the
engine sums, and is the same as that of a folder to the seventh figure.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from edubot.address import EngineAddress
from edubot.errors import IndexDamaged
from edubot.index.encoder import Vectors
from edubot.index.engine.client import NotThere, engine_of
from edubot.index.lists import SPARE, Facts
from edubot.index.vector_search import Neighbours

MOST_FOUND = 16_384
"""That Milvus gives at once."""
MOST_TESTS = 16
"""Of stretches of rows in one question."""
AT_ONCE = 2_000
"""Rows that are asked for at a time: 3 MB."""
REMEMBERED = 8_192
"""Rows that are kept, for one question asks for the same again and again: 13 MB."""
_AS_STORED = {"output_fields": ["vector"], "consistency_level": "Eventually"}
"""How rows are asked for: nothing is ever added to a version, so that nobody waits for what is written meanwhile."""
_OFF_UNIT = 1e-3
"""By how much a vector's length may differ from 1 and still be one that edubot stored."""


class EngineVectors:
    """A `VectorSearch` in an engine."""

    def __init__(
        self,
        address: EngineAddress,
        collection: str,
        shape: tuple[int, int],
        lists: Facts | None = None,
        hidden: Sequence[int] = (),
    ) -> None:
        """The vectors in a collection, of which the hidden rows are never among the nearest.

        Args:
            shape: how many vectors there are, and how long one is.
            lists: how they are searched; every vector is looked at if None.
        """
        self._address = address
        self._engine = engine_of(address)
        self._collection = collection
        self._shape = shape
        self._lists = lists
        self._hidden = sorted(set(hidden))
        self._seen = _test_of_others(self._hidden)
        self._known: OrderedDict[int, NDArray[np.float32]] = OrderedDict()

    def __len__(self) -> int:
        return self._shape[0]

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._shape[1]

    def without(self, rows: Sequence[int]) -> Self:
        """The same vectors, with these rows hidden and no others."""
        return type(self)(self._address, self._collection, self._shape, self._lists, rows)

    def nearest(self, vector: Vectors, limit: int) -> Neighbours:
        """Rows and cosines of the nearest passages to each of the vectors."""
        most = max(min(limit, len(self) - len(self._hidden)), 0)
        found = [self._nearest(one, most) for one in np.atleast_2d(vector)] if most else []
        if not found:
            return np.empty((len(vector), 0), dtype=np.int64), np.empty((len(vector), 0), dtype=np.float32)
        return np.stack([rows for rows, _ in found]), np.stack([cosines for _, cosines in found])

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """The stored vectors of some passages, shape (numbers, dimension).

        Raises:
            IndexDamaged: one is not there, or is no unit vector.
        """
        wanted = list(dict.fromkeys(int(number) for number in numbers))
        held = {number: self._known[number] for number in wanted if number in self._known}
        missing = [number for number in wanted if number not in held]
        for start in range(0, len(missing), AT_ONCE):
            held |= self._asked(missing[start : start + AT_ONCE])
        self._remember(held)
        if not held:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([held[int(number)] for number in numbers])

    def sha256(self) -> str:
        """SHA-256 over all rows as they are stored."""
        whole = hashlib.sha256()
        for start in range(0, len(self), AT_ONCE):
            some = range(start, min(start + AT_ONCE, len(self)))
            held = self._asked(some)
            whole.update(np.stack([held[number] for number in some]).astype("<f4").tobytes())
        return whole.hexdigest()

    def counted(self) -> int:
        """How many rows the engine says that there are."""
        rows = self._ask("query", output_fields=["count(*)"])
        return int(rows[0]["count(*)"])

    def _nearest(self, vector: NDArray[np.float32], most: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        held = self._found(vector, most, self._lists.probed if self._lists else 0)
        if len(held) < most and self._lists:  # hardly anything lies in the nearest lists: all are read
            held = self._found(vector, most, self._lists.lists)
        if len(held) < most:
            raise self._damaged(f"of {len(self)} vectors only {len(held)} were found")
        rows = np.fromiter(held, dtype=np.int64, count=len(held))
        stored = np.stack(list(held.values()))
        cosines = np.einsum("rd,d->r", stored, vector, dtype=np.float64).astype(np.float32)
        best = np.lexsort((rows, -cosines))[:most]
        self._remember(held)
        return rows[best], cosines[best]

    def _found(self, vector: NDArray[np.float32], most: int, probed: int) -> dict[int, NDArray[np.float32]]:
        wanted = min(most + SPARE if probed else most, len(self), MOST_FOUND)
        how = {"metric_type": "IP", "params": {"nprobe": probed} if probed else {}}
        (hits,) = self._ask(
            "search", data=[vector.tolist()], filter=self._seen, limit=wanted, search_params=how, **_AS_STORED
        )
        return {int(hit["n"]): self._checked(hit["n"], hit["entity"]["vector"]) for hit in hits}

    def _asked(self, numbers: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        rows = self._ask("get", ids=list(numbers), **_AS_STORED)
        held = {int(row["n"]): self._checked(row["n"], row["vector"]) for row in rows}
        for number in numbers:
            if number not in held:
                raise self._damaged(f"the vector of passage {number} is not there")
        return held

    def _checked(self, number: int, figures: Sequence[float]) -> NDArray[np.float32]:
        vector = np.asarray(figures, dtype=np.float32)
        if vector.shape != (self.dimension,) or not abs(float(np.linalg.norm(vector)) - 1) < _OFF_UNIT:
            raise self._damaged(f"the vector of passage {number} is not as it was written")
        return vector

    def _remember(self, held: dict[int, NDArray[np.float32]]) -> None:
        self._known |= held
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _ask(self, what: str, **options: Any) -> Any:
        try:
            return self._engine.call(what, self._collection, **options)
        except NotThere as error:
            raise self._damaged("they are gone") from error

    def _damaged(self, why: str) -> IndexDamaged:
        return IndexDamaged(f"The vectors of {self._address} cannot be searched ({why})", "Build the index again")


def _test_of_others(rows: Sequence[int]) -> str:
    """What is true of all rows but these, in the engine's words; nothing where all are meant.

    A leaflet's rows follow one another, so that a few leaflets are a few tests. Many tests would be nested deeply, and
    an engine of several nodes passes such on badly: there every row is named.
    """
    stretches = list(_stretches(rows))
    if len(stretches) > MOST_TESTS:
        return f"n not in {list(rows)}"
    return " and ".join(f"(n < {first} or n > {last})" for first, last in stretches)


def _stretches(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of rows that follow one another: a leaflet's passages do."""
    edges = [at for at, (one, other) in enumerate(pairwise(rows), start=1) if other != one + 1]
    for start, end in pairwise((0, *edges, len(rows))):
        if start < end:
            yield rows[start], rows[end - 1]
