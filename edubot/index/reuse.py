"""Vectors for passages: taken from the version before where the same words were embedded, else computed."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from edubot.index.crew import Batch, Window
from edubot.index.encoder import BuildEncoder, Vector, Vectors
from edubot.index.manifest import Manifest
from edubot.index.passages import key, searchable
from edubot.index.store import Store
from edubot.index.vector_search import VectorSearch
from edubot.index.versions import IndexFolder
from edubot.model import Passage

SLICE = 128
"""Texts of a batch, of about the same length, so that little is spent on filling up the shorter ones."""


class VectorSource:
    """Says which texts must be encoded, and puts their vectors beside those that are known."""

    def __init__(self, before: tuple[Store, VectorSearch] | None) -> None:
        self._before = before

    @classmethod
    @contextlib.contextmanager
    def of(cls, folder: IndexFolder, before: Manifest | None, encoder: BuildEncoder) -> Iterator["VectorSource"]:
        """A source that reuses the version in use, if it is whole and of the same encoder in the same precision."""
        if before is None or (before.encoder, before.precision) != (encoder.fingerprint, encoder.precision):
            yield cls(None)
            return
        store = Store(folder.store(before.version))
        try:
            yield cls((store, folder.vectors(before)))
        finally:
            store.close()

    def window(self, passages: Sequence[Passage]) -> Window:
        """What must be encoded for some passages; the longest texts come first."""
        keys = tuple(map(key, passages))
        held = self._before[0].rows_by_key(keys) if self._before else {}
        times = Counter(name for name in keys if name not in held)
        texts = {name: searchable(passages[at]) for at, name in enumerate(keys) if name in times}
        longest_first = sorted(texts, key=lambda name: (-len(texts[name]), name))
        batches = []
        for start in range(0, len(longest_first), SLICE):
            some = tuple(longest_first[start : start + SLICE])
            batches.append(Batch(some, tuple(texts[name] for name in some), sum(times[name] for name in some)))
        return Window(keys, held, len(keys) - times.total(), tuple(batches))

    def rows(self, window: Window, encoded: Mapping[str, Vector]) -> Vectors:
        """Unit vectors of a window's passages, in their order.

        Args:
            encoded: vectors of its batches, by key.
        """
        known = dict(encoded)
        if self._before and window.held:
            known |= zip(window.held, self._before[1].rows(list(window.held.values())), strict=True)
        return np.stack([known[name] for name in window.keys])
