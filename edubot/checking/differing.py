"""What leaflets leave unsaid beside one another, and where they disagree: as patients will be told it."""

from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from edubot.checking.proof import Proof
from edubot.differences import MOST_LEAFLETS, Differences
from edubot.index.store import Store
from edubot.index.store_writer import StoreWriter
from edubot.model import Side
from edubot.topics import Topic, bundled_topics

MOST_COMPARED = MOST_LEAFLETS
"""Leaflets of a library whose silences and disagreements patients are told of, and so are told here."""


@dataclass(frozen=True)
class Spoken:
    """A topic and who says something on it."""

    topic: Topic
    leaflets: frozenset[str]
    """Ids of those that do."""


@dataclass(frozen=True)
class Differing:
    """A topic on which leaflets differ."""

    topic: Topic
    sides: tuple[Side, ...]
    is_marked: bool = False
    """Whether a curation says so; else the figures do."""
    is_new: bool = True
    """Whether patients are not told of it, or not of every side, by the index in use."""

    @property
    def said(self) -> frozenset[tuple[str, str]]:
        """Who says what; the words of a side that is left out count as none."""
        return frozenset((side.leaflet, side.text) for side in self.sides)


@contextmanager
def store_of(proofs: Iterable[Proof]) -> Iterator[Store]:
    """The store that a build would write for these leaflets."""
    with TemporaryDirectory(prefix="edubot-check-") as folder:
        path = Path(folder) / "store.sqlite"
        writer = StoreWriter(path)
        for proof in proofs:
            writer.add(proof.leaflet, proof.passages)
        writer.close()
        store = Store(path)
        try:
            yield store
        finally:
            store.close()


def spoken(store: Store) -> tuple[Spoken, ...]:
    """Every topic, and which leaflets say something on it."""
    return tuple(Spoken(topic, frozenset(store.leaflets_on(topic.id))) for topic in bundled_topics())


def differing(store: Store, marked: Container[str], before: Store | None = None) -> tuple[Differing, ...]:
    """Every topic on which leaflets differ, as an educator marked it or by their figures.

    Args:
        marked: ids of the topics that a curation marks.
        before: the store of the index in use; without one everything is new.
    """
    known = {each.topic.id: each.said for each in _differing(before)} if before else {}
    return tuple(
        replace(each, is_marked=each.topic.id in marked, is_new=not each.said <= known.get(each.topic.id, frozenset()))
        for each in _differing(store)
    )


def _differing(store: Store) -> Iterator[Differing]:
    differences = Differences(store)
    for topic in bundled_topics():
        for found in differences.disagreements([topic], "", _no_notes):
            yield Differing(topic, found.sides)


def _no_notes(*_: object) -> None:
    """Corrections stand beside passages; here the sides alone are told."""
