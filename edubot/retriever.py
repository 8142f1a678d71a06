"""A question → ranked hits, each with the scores that ranked it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from edubot.adapter import Adapter
from edubot.calibration import Calibration
from edubot.clauses import asking
from edubot.highlights import Wanted
from edubot.index.encoder import Vectors
from edubot.index.remembering import RememberingEncoder
from edubot.index.search_index import SearchIndex
from edubot.index.store import Store
from edubot.model import Confidence, Hit, Source
from edubot.settings import FusionSettings
from edubot.tokens import telling_words
from edubot.topics import Topic, topics_asked
from edubot.vocabulary import Vocabulary, bundled_vocabulary

MOST_TOPICS = 3
"""Topics of one question that are looked for; a long message may touch on more."""

FEW_LEAFLETS = 12
"""Leaflets that topics may rank among whatever drugs they are of."""


class Retriever:
    """Fuses the cosine and BM25 of a question's passages in one convex combination, and adds what speaks of its topic.

    Both sides are scaled to [0, 1] within the question's candidates (cosine by its range, BM25 by its maximum) and
    weighted; see Bruch et al., arXiv 2210.11934, on why not by reciprocal ranks. Topics know what neither side does:
    that "is this purging?" is about acne that worsens first, whatever words a leaflet has for it. Where an adapter was
    trained for the leaflets' medicine, the vector that it turns towards answers takes half of the cosine's place.
    """

    def __init__(
        self,
        index: SearchIndex,
        fusion: FusionSettings | None = None,
        vocabulary: Vocabulary | None = None,
        adapter: Adapter | None = None,
    ) -> None:
        """A retriever over an index.

        Args:
            adapter: stands in for the bundled one, whatever the leaflets are of.
        """
        self._index = index
        self._given = adapter
        self._encoder = RememberingEncoder(index.encoder)
        self._fusion = fusion or FusionSettings()
        stored = index.manifest.calibration
        self._calibration = Calibration.from_json(stored) if stored else None
        self._vocabulary = vocabulary or bundled_vocabulary()

    def without(self, leaflets: Collection[str]) -> "Retriever":
        """The same retriever, which finds nothing of these leaflets; of any hidden before, it finds all."""
        return Retriever(self._index.without(leaflets), self._fusion, self._vocabulary, self._given)

    def search(self, question: str, limit: int) -> list[Hit]:
        """The best passages for a question, best first.

        `components` of each hit holds `dense`, a cosine; `lexical`, the BM25 of the question's own words plus that of
        the words added to it, at their weight; `topic`, from 0 to 1: whether the passage speaks of what is asked;
        where an adapter is in use `learned`, the cosine of the turned vector; and among many subjects `neighbours`,
        the cosine of the passage taken together with those around it. Equal scores stand in the order of the index.
        """
        lexical = self._lexical(question)
        on_topic = self._on_topic(question)
        vector = self.searched_with(question)
        turned = self._adapter.turned(vector) if self._adapter else None
        likely = () if turned is None else self._nearest(turned)
        dense = self._dense(vector, (*lexical, *on_topic, *likely))
        learned = {} if turned is None else self._cosines(turned, list(dense))
        neighbours = self._together(vector, list(dense))
        scores = self._fused(dense, lexical, on_topic, learned, neighbours)
        ranked = sorted(scores, key=lambda row: (-scores[row], row))[:limit]
        passages = self._index.store.passages(ranked)
        components = {
            row: {"dense": dense[row], "lexical": lexical.get(row, 0.0), "topic": on_topic.get(row, 0.0)}
            | ({"learned": learned[row]} if learned else {})
            | ({"neighbours": neighbours[row]} if neighbours else {})
            for row in ranked
        }
        return [Hit(passages[row], scores[row], components[row]) for row in ranked]

    def expansions(self, question: str) -> list[str]:
        """The words that are added to a question; none among many subjects, of most of which they were not drawn."""
        return self._vocabulary.expansions(question) if self._is_of_one_subject else []

    def wanted(self, question: str) -> Wanted:
        """What the words that answer a question would hold."""
        return Wanted.by(question, self.expansions(question), topics_asked(question), self._index.store.rarity)

    def confidence(self, question: str, signals: Mapping[str, float]) -> Confidence | None:
        """The calibrated confidence that leaflets answer; None where this scorer was never calibrated."""
        return self._calibration.confidence(signals, self.vectors([question])[0]) if self._calibration else None

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """Unit vectors of some texts."""
        found: list[list[float]] = self._encoder.encode(list(texts)).tolist()
        return found

    @property
    def hidden(self) -> frozenset[str]:
        """Ids of the leaflets of which nothing is found."""
        return self._index.store.hidden

    @property
    def store(self) -> Store:
        """The leaflets' words."""
        return self._index.store

    @property
    def encoder(self) -> str:
        """Fingerprint of the encoder."""
        return self._index.manifest.encoder

    @property
    def scorer(self) -> str:
        """Fingerprint of the scorer that ranks here."""
        return self._index.manifest.scorer

    @cached_property
    def sources(self) -> list[Source]:
        """The leaflets that are searched."""
        return self._index.store.leaflets()

    def _lexical(self, question: str) -> Mapping[int, float]:
        fusion = self._fusion
        store = self._index.store
        found: dict[int, float] = {}
        for words, weight in (
            (telling_words(question), 1.0),
            (self.expansions(question), fusion.expansion_weight),
        ):
            for row, score in store.lexical(words, fusion.field_weights, fusion.depth).items():
                found[row] = found.get(row, 0.0) + weight * score
        return found

    def _on_topic(self, question: str) -> dict[int, float]:
        """Passages that speak of the topics asked, 1, or of what goes beside them, less."""
        asked = topics_asked(question)
        beside = self._speaking([topic for topic in asked if topic.beside])
        about = self._speaking([topic for topic in asked if not topic.beside])
        return dict.fromkeys(beside, self._fusion.beside_share) | dict.fromkeys(about, 1.0)

    def _speaking(self, topics: Sequence[Topic]) -> list[int]:
        """Passages that speak of some topics; none where they are so many that the topics say nothing."""
        ids = [topic.id for topic in topics[:MOST_TOPICS]]
        rows = self._index.store.rows_on(ids) if ids and self._fusion.topic_weight and self._is_of_one_subject else []
        return rows if len(rows) <= self._fusion.depth else []

    @cached_property
    def _is_of_one_subject(self) -> bool:
        """Whether the leaflets are of one drug, or few: among many drugs, who speaks of alcohol is of another one.

        What knows how patients ask about one medicine, topics and added words, is of use only there.
        """
        drugs = {source.drug for source in self.sources}
        return len(self.sources) <= FEW_LEAFLETS or (len(drugs) == 1 and None not in drugs)

    @cached_property
    def _adapter(self) -> Adapter | None:
        """What turns a question's vector towards its answers; None where none is known for these leaflets."""
        if not self._fusion.learned_weight:
            return None
        return self._given or Adapter.bundled(self.encoder, {source.drug for source in self.sources})

    def _dense(self, vector: Vectors, candidates: Iterable[int]) -> dict[int, float]:
        """Cosines of the nearest passages and of all the candidates that the other sides brought."""
        found = self._nearest(vector)
        missing = list(dict.fromkeys(row for row in candidates if row not in found))
        return found | self._cosines(vector, missing)

    def _nearest(self, vector: Vectors) -> dict[int, float]:
        rows, cosines = self._index.vectors.nearest(vector, self._fusion.depth)
        return dict(zip(rows[0].tolist(), _in_range(cosines[0]), strict=True))

    def _cosines(self, vector: Vectors, rows: Sequence[int]) -> dict[int, float]:
        return dict(zip(rows, _in_range(self._index.vectors.rows(rows) @ vector[0]), strict=True)) if rows else {}

    def _together(self, vector: Vectors, candidates: Sequence[int]) -> dict[int, float]:
        """Cosines of each candidate and its neighbours taken together: whether more than one passage is about it."""
        if not candidates or not self._fusion.neighbour_weight or self._is_of_one_subject:
            return {}
        around = self._index.store.around(candidates, self._fusion.reach)
        rows = sorted({row for found in around.values() for row in found})
        place = {row: number for number, row in enumerate(rows)}
        summed = np.vstack([np.zeros_like(vector), np.cumsum(self._index.vectors.rows(rows), axis=0, dtype=np.float64)])
        together = {row: summed[place[found[-1]] + 1] - summed[place[found[0]]] for row, found in around.items()}
        return {row: float(whole @ vector[0] / np.linalg.norm(whole)) for row, whole in together.items()}

    def searched_with(self, question: str) -> Vectors:
        """The unit vector that is searched with: of the message, drawn towards the sentences that ask."""
        whole, *parts = self._encoder.encode(self.encoded(question))
        if not parts:
            return np.array([whole])
        drawn: Vectors = np.array([whole + self._fusion.asking_weight * parts[0]], dtype=np.float32)
        return drawn / np.linalg.norm(drawn)

    def encoded(self, question: str) -> list[str]:
        """The texts whose vectors a search takes; whoever wants others too has them encoded together, in less time."""
        asked = asking(question)
        return [question] if asked == question or not self._fusion.asking_weight else [question, asked]

    def _fused(
        self,
        dense: Mapping[int, float],
        lexical: Mapping[int, float],
        on_topic: Mapping[int, float],
        learned: Mapping[int, float],
        neighbours: Mapping[int, float],
    ) -> dict[int, float]:
        fusion = self._fusion
        top = max(lexical.values(), default=0.0)
        near, likely, together = _scaled(dense), _scaled(learned), _scaled(neighbours)
        near_weight = fusion.dense_weight * (fusion.plain_share if learned else 1.0)
        return {
            row: near_weight * near[row]
            + fusion.learned_weight * likely.get(row, 0.0)
            + (1 - fusion.dense_weight) * lexical.get(row, 0.0) / (top or 1.0)
            + fusion.topic_weight * on_topic.get(row, 0.0)
            + fusion.neighbour_weight * together.get(row, 0.0)
            for row in dense
        }


def _scaled(cosines: Mapping[int, float]) -> dict[int, float]:
    """Cosines by their range, from 0 to 1."""
    low, high = min(cosines.values(), default=0.0), max(cosines.values(), default=0.0)
    return {row: (cosine - low) / ((high - low) or 1.0) for row, cosine in cosines.items()}


def _in_range(cosines: Vectors) -> list[float]:
    held: list[float] = np.clip(cosines, -1, 1).tolist()
    return held
