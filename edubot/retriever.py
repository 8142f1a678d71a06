"""A question → ranked hits, each with the scores that ranked it."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from edubot.calibration import Calibration
from edubot.index.search_index import SearchIndex
from edubot.index.store import Store
from edubot.model import Confidence, Hit, Source
from edubot.settings import FusionSettings
from edubot.tokens import telling_words
from edubot.vocabulary import Vocabulary, bundled_vocabulary


class Retriever:
    """Fuses the cosine and BM25 of a question's passages in one convex combination.

    Both sides are scaled to [0, 1] within the question's candidates (cosine by its range, BM25 by its maximum) and
    weighted; see Bruch et al., arXiv 2210.11934, on why not by reciprocal ranks.
    """

    def __init__(
        self, index: SearchIndex, fusion: FusionSettings | None = None, vocabulary: Vocabulary | None = None
    ) -> None:
        self._index = index
        self._fusion = fusion or FusionSettings()
        stored = index.manifest.calibration
        self._calibration = Calibration.from_json(stored) if stored else None
        self._vocabulary = vocabulary or bundled_vocabulary()

    def search(self, question: str, limit: int) -> list[Hit]:
        """The best passages for a question, best first.

        `components` of each hit holds `dense`, a cosine, and `lexical`, the BM25 of the question's own words plus
        that of the words added to it, at their weight. Equal scores stand in the order of the index.
        """
        lexical = self._lexical(question)
        dense = self._dense(question, lexical)
        scores = self._fused(dense, lexical)
        ranked = sorted(scores, key=lambda row: (-scores[row], row))[:limit]
        passages = self._index.store.passages(ranked)
        return [
            Hit(passages[row], scores[row], {"dense": dense[row], "lexical": lexical.get(row, 0.0)}) for row in ranked
        ]

    def expansions(self, question: str) -> list[str]:
        """The words that are added to a question."""
        return self._vocabulary.expansions(question)

    def confidence(self, signals: Mapping[str, float]) -> Confidence | None:
        """The calibrated confidence that leaflets answer; None where this scorer was never calibrated."""
        return self._calibration.confidence(signals) if self._calibration else None

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        """Unit vectors of some texts."""
        return [[float(value) for value in vector] for vector in self._index.encoder.encode(list(texts))]

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

    @property
    def sources(self) -> list[Source]:
        """The leaflets that are searched."""
        return self._index.store.leaflets()

    def text_of(self, leaflet: str) -> str | None:
        """A leaflet's whole text by its id."""
        return self._index.store.text(leaflet)

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

    def _dense(self, question: str, candidates: Iterable[int]) -> dict[int, float]:
        """Cosines of the nearest passages and of all the candidates that the other side brought."""
        vector = self._index.encoder.encode([question])
        rows, cosines = self._index.vectors.nearest(vector, self._fusion.depth)
        found = {int(row): float(cosine) for row, cosine in zip(rows[0], cosines[0], strict=True)}
        missing = [row for row in candidates if row not in found]
        if missing:
            others = self._index.vectors.rows(missing) @ vector[0]
            found |= {row: float(cosine) for row, cosine in zip(missing, others, strict=True)}
        return {row: float(np.clip(cosine, -1, 1)) for row, cosine in found.items()}

    def _fused(self, dense: Mapping[int, float], lexical: Mapping[int, float]) -> dict[int, float]:
        low, high = min(dense.values()), max(dense.values())
        top = max(lexical.values(), default=0.0)
        weight = self._fusion.dense_weight
        return {
            row: weight * (cosine - low) / ((high - low) or 1.0) + (1 - weight) * lexical.get(row, 0.0) / (top or 1.0)
            for row, cosine in dense.items()
        }
