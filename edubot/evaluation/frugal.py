"""An index that does no work twice: a question is put to it several times, at several depths, with parts switched off.

What is remembered is what does not depend on that: neighbours of a vector, words and where they stand, passages, the
list of leaflets.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

from edubot.address import Place
from edubot.index.encoder import Vectors
from edubot.index.search_index import SearchIndex
from edubot.index.store import Store
from edubot.index.vector_search import Neighbours, VectorSearch
from edubot.index.versions import IndexFolder
from edubot.model import Hit, Passage
from edubot.retriever import Retriever
from edubot.settings import FusionSettings

_REMEMBERED = 20_000
"""Passages that are kept: some 30 MB."""
_LATELY = 4
"""Searches that are kept: those of the question at hand."""


class FrugalVectors:
    """A `VectorSearch` that looks for the neighbours of a vector once."""

    def __init__(self, vectors: VectorSearch) -> None:
        self._vectors = vectors
        self._asked: tuple[bytes, tuple[int, ...], int] | None = None
        self._nearest: Neighbours

    def nearest(self, vector: Vectors, limit: int) -> Neighbours:
        """Rows and cosines of the nearest passages."""
        asked = (vector.tobytes(), vector.shape, limit)
        if asked != self._asked:
            self._asked, self._nearest = asked, self._vectors.nearest(vector, limit)
        return self._nearest

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """The stored vectors of some passages."""
        return self._vectors.rows(numbers)

    def without(self, rows: Sequence[int]) -> Self:
        """The same vectors, with these rows hidden."""
        return type(self)(self._vectors.without(rows))

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._vectors.dimension


class FrugalStore(Store):
    """Reads a passage once as long as it is often asked for, and looks for the same words once."""

    def __init__(self, path: Path, hidden: Collection[str] = ()) -> None:
        super().__init__(path, hidden)
        self._held: dict[int, Passage] = {}
        self._found = lru_cache(maxsize=_LATELY)(super().lexical)

    def passages(self, rows: Iterable[int]) -> dict[int, Passage]:
        """The passages at some rows."""
        wanted = list(rows)
        missing = [row for row in wanted if row not in self._held]
        if len(self._held) + len(missing) > _REMEMBERED:
            self._held, missing = {}, wanted
        self._held |= super().passages(missing) if missing else {}
        return {row: self._held[row] for row in wanted if row in self._held}

    def lexical(self, words: Iterable[str], weights: Sequence[float], limit: int) -> Mapping[int, float]:
        """BM25 of the best passages that hold any of the words."""
        return self._found(tuple(words), tuple(weights), limit)


class FrugalRetriever(Retriever):
    """Ranks as its parent does; asked the same again at once, it answers from memory."""

    def __init__(self, index: SearchIndex, fusion: FusionSettings | None = None) -> None:
        super().__init__(index, fusion)
        self._lately = lru_cache(maxsize=_LATELY)(super().search)

    def search(self, question: str, limit: int) -> list[Hit]:
        """The best passages for a question, best first."""
        return list(self._lately(question, limit))


def frugal_index(root: Place) -> SearchIndex:
    """The index at a place, opened and checked, without the leaflets that are out of use."""
    opened = SearchIndex.open(root)
    folder = IndexFolder.at(root)
    store = FrugalStore(folder.store(opened.manifest.version), folder.withdrawals.ids())
    vectors = FrugalVectors(opened.vectors).without(store.hidden_rows)
    opened.store.close()
    return SearchIndex(opened.manifest, store, vectors, opened.encoder)
