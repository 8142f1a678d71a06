"""Where the leaflets of a small library disagree on what is asked, and which of them say nothing on it.

Leaflets on different medicines do not disagree: only those on one are held against one another.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from edubot.index.passages import plain
from edubot.index.store import Store
from edubot.leaflets.leaning import disowns
from edubot.leaflets.lifting import parts_of, side_of
from edubot.leaflets.sentences import whole_sentences
from edubot.model import Disagreement, Passage, Side, Silence, Span
from edubot.patterns.patterns import Patterns
from edubot.patterns.text import Words, plain_words
from edubot.topics import Topic

if TYPE_CHECKING:
    from edubot.quantities import Quantity

MOST_LEAFLETS = 12
"""In a larger library nobody reads the names of all that are silent."""
MOST_TOPICS = 3
"""Topics looked at for one question; a long message may touch on more."""

Notes = Callable[[Sequence[str], str | None], str | None]
"""The text of some corrections, by their ids and the drug of the leaflet beside which they stand."""


class Differences:
    """Compares what leaflets say on a topic. What a leaflet says is read once and kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._drugs = drugs = {source.id: source.drug for source in store.leaflets()}
        self._by_drug = [{id for id, drug in drugs.items() if drug == each} for each in dict.fromkeys(drugs.values())]
        """Leaflets on the same medicine, and those that name none."""
        self._leaflets = list(drugs) if len(drugs) <= MOST_LEAFLETS else []
        self._said: dict[str, list[Passage]] = {}
        self._silent: dict[str, tuple[str, ...]] = {}
        self._speechless: dict[str, tuple[str, ...]] = {}

    def covers(self, topic: Topic) -> bool | None:
        """Whether any leaflet says something on a topic; None where the library is too large to tell."""
        return len(self._silent_on(topic)) < len(self._leaflets) if self._leaflets else None

    def leave_unsaid(self, id: str, topics: Sequence[Topic]) -> bool:
        """Whether a topic is asked of, and leaflets say nothing on it nor on any other that is."""
        asked = [topic for topic in topics if not topic.beside]
        return any(topic.id == id for topic in asked) and not any(self.covers(topic) is not False for topic in asked)

    def mention(self, names: Iterable[str]) -> bool:
        """Whether any leaflet uses one of these names, or an educator says that patients use it for one of its words.

        Taken for granted where the library is too large to tell.
        """
        wanted = Patterns(name.replace("'", "") for name in names)
        return not self._leaflets or any(map(wanted.found_in, self._words))

    def silences(self, topics: Sequence[Topic]) -> tuple[Silence, ...]:
        """The leaflets that say nothing on a topic asked, and use none of the words by which it is asked of."""
        asked = [topic for topic in topics if not topic.beside][:MOST_TOPICS]
        found = ((topic.name, self._speechless_on(topic)) for topic in asked)
        return tuple(Silence(name, leaflets) for name, leaflets in found if leaflets)

    def disagreements(self, topics: Sequence[Topic], advice: str, notes: Notes) -> tuple[Disagreement, ...]:
        """What the leaflets say on topics asked on which they differ: as an educator marked it, else by their figures.

        Args:
            advice: stands under the sides.
            notes: gives the correction that must stand beside a side.
        """
        found = (
            (topic, self._marked(topic, leaflets, notes) or self._by_figures(topic, leaflets, notes))
            for topic in topics[:MOST_TOPICS]
            for leaflets in self._by_drug
        )
        return tuple(Disagreement(topic.name, sides, advice) for topic, sides in found if len(sides) > 1)

    def _marked(self, topic: Topic, leaflets: Set[str], notes: Notes) -> tuple[Side, ...]:
        held = ((side, ids) for side, ids in self._store.sides(topic.id) if side.leaflet in leaflets)
        return tuple(replace(side, note=notes(ids, self._drugs[side.leaflet])) for side, ids in held)

    def _by_figures(self, topic: Topic, leaflets: Set[str], notes: Notes) -> tuple[Side, ...]:
        """Sentences on the topic whose figures are not the same in every leaflet that gives any.

        Two that are quoted in the same words are one side. A figure that a leaflet disowns is none of its own.
        """
        if not topic.dimension:
            return ()
        from edubot.quantities import quantities  # few questions are about figures

        sides: dict[tuple[str, object], Side] = {}
        by_leaflet: dict[str, frozenset[Quantity]] = {}
        for leaflet in filter(leaflets.__contains__, self._leaflets):
            for passage in self._passages(leaflet):
                for span in _sentences(passage):
                    words = " ".join(span.of(passage.text).split())
                    figures = frozenset(quantities(words, topic.dimension))
                    if figures and not disowns(words) and topic.is_said([plain_words(words)]):
                        place = Span(passage.start + span.start, passage.start + span.end)
                        note = notes(passage.corrections, passage.source.drug)
                        side = replace(side_of(passage, place), note=note)
                        sides.setdefault((leaflet, side.quote.pieces if side.quote else place), side)
                        by_leaflet[leaflet] = by_leaflet.get(leaflet, frozenset()) | figures
        return tuple(sides.values()) if len(set(by_leaflet.values())) > 1 else ()

    def _silent_on(self, topic: Topic) -> tuple[str, ...]:
        if topic.id not in self._silent:
            speaking = self._store.leaflets_on(topic.id)
            self._silent[topic.id] = tuple(leaflet for leaflet in self._leaflets if leaflet not in speaking)
        return self._silent[topic.id]

    def _speechless_on(self, topic: Topic) -> tuple[str, ...]:
        """Those of the silent leaflets of which no reader of theirs could say that they speak of it."""
        if topic.id not in self._speechless:
            silent = self._silent_on(topic)
            words = dict(zip(self._leaflets, self._words, strict=True)) if silent else {}
            self._speechless[topic.id] = tuple(each for each in silent if not topic.asked_in.found_in(words[each]))
        return self._speechless[topic.id]

    @cached_property
    def _words(self) -> list[Words]:
        """Every word of each leaflet, headings and cues of its passages among them."""
        return [Words(plain_words(". ".join(map(_words_of, self._passages(leaflet))))) for leaflet in self._leaflets]

    def _passages(self, leaflet: str) -> list[Passage]:
        if leaflet not in self._said:
            self._said[leaflet] = self._store.passages_of(leaflet)
        return self._said[leaflet]


def _words_of(passage: Passage) -> str:
    return ". ".join((*passage.heading, passage.label, plain(passage.text), *passage.found_by))


def _sentences(passage: Passage) -> Iterator[Span]:
    return (span for part in parts_of(passage) for span in whole_sentences(passage.text, part))
