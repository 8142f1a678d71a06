"""What another version of an index changes for patients: passages, leaflet by leaflet, and disagreements."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from edubot.differences import Differences
from edubot.index.store import Store
from edubot.model import Passage
from edubot.topics import bundled_topics

ALIKE = 60.0
"""Share of two passages' characters, in percent, from which the one is the other rewritten."""
MOST_PAIRS = 250_000
"""Pairs of passages of one leaflet that are compared; beyond that all are told as removed and added."""


@dataclass(frozen=True)
class LeafletChange:
    """What changed in one leaflet."""

    leaflet: str
    title: str
    is_new: bool
    is_gone: bool
    added: tuple[Passage, ...]
    removed: tuple[Passage, ...]
    rewritten: tuple[tuple[Passage, Passage], ...]
    """Before and after: other words, or the same ones under another heading."""

    def __bool__(self) -> bool:
        return bool(self.is_new or self.is_gone or self.added or self.removed or self.rewritten)


@dataclass(frozen=True)
class Changes:
    """What changed between two versions."""

    leaflets: tuple[LeafletChange, ...]
    """Those in which anything changed."""
    opened: tuple[str, ...]
    """Topics on which leaflets disagree now and did not before."""
    closed: tuple[str, ...]


def changes(before: Store, after: Store) -> Changes:
    """Everything that differs between two stores.

    Raises:
        IndexDamaged: a text is not the one that was stored.
    """
    held, holds = ({source.id: source for source in store.leaflets()} for store in (before, after))
    found = []
    for id in (*holds, *(id for id in held if id not in holds)):
        old, new = before.passages_of(id), after.passages_of(id)
        removed, added, rewritten = _compared(old, new)
        title = (holds.get(id) or held[id]).title
        found.append(LeafletChange(id, title, id not in held, id not in holds, added, removed, rewritten))
    disputed, disputes = _disputed(before), _disputed(after)
    return Changes(
        tuple(filter(None, found)),
        tuple(topic for topic in disputes if topic not in disputed),
        tuple(topic for topic in disputed if topic not in disputes),
    )


def _compared(
    old: Sequence[Passage], new: Sequence[Passage]
) -> tuple[tuple[Passage, ...], tuple[Passage, ...], tuple[tuple[Passage, Passage], ...]]:
    """Passages that are gone, that are new, and pairs of which one was rewritten into the other."""
    gone, come = list(_beside(old, new)), list(_beside(new, old))
    pairs: list[tuple[float, int, int]] = []
    if len(gone) * len(come) <= MOST_PAIRS:
        pairs = [(_likeness(one, other), -i, -j) for i, one in enumerate(gone) for j, other in enumerate(come)]
    left: dict[int, int] = {}
    for likeness, i, j in sorted(pairs, reverse=True):
        if likeness >= ALIKE and -i not in left and -j not in left.values():
            left[-i] = -j
    removed = tuple(passage for i, passage in enumerate(gone) if i not in left)
    added = tuple(passage for j, passage in enumerate(come) if j not in left.values())
    return removed, added, tuple((gone[i], come[j]) for i, j in sorted(left.items()))


def _beside(some: Iterable[Passage], others: Iterable[Passage]) -> Iterator[Passage]:
    """Those of some passages that the others do not hold, each as often as it stands more often."""
    held = Counter(_said(passage) for passage in others)
    for passage in some:
        said = _said(passage)
        if held[said]:
            held[said] -= 1
        else:
            yield passage


def _said(passage: Passage) -> tuple[object, ...]:
    return passage.heading, passage.label, passage.text, passage.corrections


def _likeness(one: Passage, other: Passage) -> float:
    return float(fuzz.ratio(one.text, other.text))


def _disputed(store: Store) -> list[str]:
    """Names of the topics on which leaflets disagree."""
    differences = Differences(store)
    topics = (topic for topic in bundled_topics() if not topic.beside)
    return [topic.name for topic in topics if differences.disagreements([topic], "", lambda *_: None)]
