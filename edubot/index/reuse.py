"""Vectors for passages: taken from the version before where the same words were embedded, else computed."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from edubot.index.encoder import BuildEncoder, Vectors
from edubot.index.manifest import Manifest
from edubot.index.passages import searchable
from edubot.index.store import Store, key
from edubot.index.vector_search import VectorSearch
from edubot.index.versions import IndexFolder
from edubot.model import Passage

SLICE = 128
"""Texts encoded at a time, of about the same length, so that little is spent on filling up the shorter ones."""


class VectorSource:
    """Gives each passage its vector and counts those that had to be computed."""

    def __init__(self, encoder: BuildEncoder, before: tuple[Store, VectorSearch] | None) -> None:
        self._encoder = encoder
        self._before = before
        self.encoded = 0

    @classmethod
    @contextlib.contextmanager
    def of(cls, folder: IndexFolder, before: Manifest | None, encoder: BuildEncoder) -> Iterator["VectorSource"]:
        """A source that reuses the version in use, if it is whole and of the same encoder in the same precision."""
        if before is None or (before.encoder, before.precision) != (encoder.fingerprint, encoder.precision):
            yield cls(encoder, None)
            return
        store = Store(folder.store(before.version))
        try:
            yield cls(encoder, (store, folder.vectors(before)))
        finally:
            store.close()

    def get(self, passages: Sequence[Passage], listen: Callable[[int], object]) -> Vectors:
        """Unit vectors of the passages, in their order.

        Args:
            listen: hears again and again how many more of them have theirs.
        """
        keys = [key(passage) for passage in passages]
        known = self._known(keys)
        times = Counter(name for name in keys if name not in known)
        listen(len(keys) - times.total())
        texts = {name: searchable(passages[at]) for at, name in enumerate(keys) if name in times}
        longest_first = sorted(texts, key=lambda name: (-len(texts[name]), name))
        for start in range(0, len(longest_first), SLICE):
            some = longest_first[start : start + SLICE]
            known |= dict(zip(some, self._encoder.encode([texts[name] for name in some]), strict=True))
            encoded = sum(times[name] for name in some)
            self.encoded += encoded
            listen(encoded)
        return np.stack([known[name] for name in keys])

    def _known(self, keys: Sequence[str]) -> dict[str, Vectors]:
        if self._before is None:
            return {}
        store, vectors = self._before
        rows = store.rows_by_key(keys)
        held = vectors.rows(list(rows.values())) if rows else ()
        return dict(zip(rows, held, strict=True))
