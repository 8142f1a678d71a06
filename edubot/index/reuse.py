"""Vectors for passages: taken from the version before where the same words were embedded, else computed."""

import contextlib
from collections.abc import Iterator, Sequence

import numpy as np

from edubot.index.encoder import Encoder, Vectors
from edubot.index.manifest import Manifest
from edubot.index.passages import searchable
from edubot.index.store import Store, key
from edubot.index.vectors import VectorIndex
from edubot.index.versions import STORE_FILE, VECTORS_FILE, IndexFolder
from edubot.model import Passage


class VectorSource:
    """Gives each passage its vector and counts those that had to be computed."""

    def __init__(self, encoder: Encoder, before: tuple[Store, VectorIndex] | None) -> None:
        self._encoder = encoder
        self._before = before
        self.encoded = 0

    @classmethod
    @contextlib.contextmanager
    def of(cls, folder: IndexFolder, before: Manifest | None, encoder: Encoder) -> Iterator["VectorSource"]:
        """A source that reuses the version in use, if it is whole and of the same encoder."""
        if before is None or before.encoder != encoder.fingerprint:
            yield cls(encoder, None)
            return
        version = folder.version(before.version)
        store = Store(version / STORE_FILE)
        try:
            yield cls(encoder, (store, VectorIndex.load(version / VECTORS_FILE)))
        finally:
            store.close()

    def get(self, passages: Sequence[Passage]) -> Vectors:
        """Unit vectors of the passages, in their order."""
        keys = [key(passage) for passage in passages]
        known = self._known(keys)
        missing = [position for position, name in enumerate(keys) if name not in known]
        if missing:
            computed = self._encoder.encode([searchable(passages[position]) for position in missing])
            known |= {keys[position]: computed[row] for row, position in enumerate(missing)}
            self.encoded += len(missing)
        return np.stack([known[name] for name in keys])

    def _known(self, keys: Sequence[str]) -> dict[str, Vectors]:
        if self._before is None:
            return {}
        store, vectors = self._before
        rows = store.rows_by_key(keys)
        held = vectors.rows(list(rows.values())) if rows else ()
        return dict(zip(rows, held, strict=True))
