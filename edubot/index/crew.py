"""Who reads the leaflets of a build and encodes their passages: this process, unless others are called in.

Whoever does it, the same leaflets come in the same order and the same texts are encoded together, so that an index has
the same bytes: a vector's last bits depend on the texts that fill up the same batch.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from edubot.index.encoder import BuildEncoder, Vector
from edubot.index.passages import passages
from edubot.model import Leaflet, Passage
from edubot.settings import ScorerSettings

ReadLeaflet = tuple[Leaflet, Sequence[Passage]]
"""A leaflet and its passages, in the order of its text."""
Hear = Callable[[int, int], object]
"""Hears how many more passages have their vectors, and how many of those were computed just now."""


@dataclass(frozen=True)
class Batch:
    """Texts that are encoded together, of about the same length."""

    keys: tuple[str, ...]
    """Of the passages; see `edubot.index.passages.key`."""
    texts: tuple[str, ...]
    passages: int
    """How many passages get their vectors of it: some words stand in more than one."""


@dataclass(frozen=True)
class Window:
    """Some passages in a row, and what must be encoded for them."""

    keys: tuple[str, ...]
    """Of the passages, in their order."""
    held: Mapping[str, int]
    """Key → row in the version before, of those whose vectors are known."""
    kept: int
    """How many passages get theirs from there."""
    batches: tuple[Batch, ...]


class Crew(Protocol):
    """Reads and encodes."""

    def read(self, library: Iterable[Leaflet], settings: ScorerSettings) -> Iterable[ReadLeaflet]:
        """The leaflets of a library in its order, to be iterated twice, one in memory at a time."""
        ...

    def encode(
        self, windows: Iterable[Window], encoder: BuildEncoder, hear: Hear
    ) -> Iterator[tuple[Window, Mapping[str, Vector]]]:
        """Each window, in its turn, with the vectors of its batches by key."""
        ...


@dataclass(frozen=True)
class _Reading:
    """Reads a library anew whenever it is iterated."""

    library: Iterable[Leaflet]
    settings: ScorerSettings

    def __iter__(self) -> Iterator[ReadLeaflet]:
        for leaflet in self.library:
            yield leaflet, list(passages(leaflet, self.settings.chunker))


class ThisProcess:
    """A crew of one."""

    def read(self, library: Iterable[Leaflet], settings: ScorerSettings) -> Iterable[ReadLeaflet]:
        """Each leaflet when its turn comes."""
        return _Reading(library, settings)

    def encode(
        self, windows: Iterable[Window], encoder: BuildEncoder, hear: Hear
    ) -> Iterator[tuple[Window, Mapping[str, Vector]]]:
        """One batch after the other."""
        for window in windows:
            hear(window.kept, 0)
            encoded: dict[str, Vector] = {}
            for batch in window.batches:
                encoded |= zip(batch.keys, encoder.encode(batch.texts), strict=True)
                hear(batch.passages, batch.passages)
            yield window, encoded
