"""Question in, answer out: the core that every face stands on."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from edubot.errors import EdubotError
from edubot.excerpts import ExcerptSettings, excerpts
from edubot.guardrail.guardrail import Guardrail
from edubot.index.search_index import SearchIndex
from edubot.model import Answer, Hit, Source
from edubot.retriever import Retriever
from edubot.settings import LONGEST_QUESTION

CANDIDATES = 30
"""Hits taken from retrieval, of which the best few are shown."""


@dataclass(frozen=True)
class Assistant:
    """An open index behind a guardrail. `ask` may be called from any thread, one question at a time."""

    retriever: Retriever
    guardrail: Guardrail
    shown: ExcerptSettings = field(default_factory=ExcerptSettings)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def open(cls, index_dir: Path, guardrail: Guardrail | None = None) -> "Assistant":
        """An assistant over the index in a folder.

        Raises:
            IndexUnusable: missing, damaged, or made for another scorer or encoder.
        """
        return cls(Retriever(SearchIndex.open(index_dir)), guardrail or Guardrail.load())

    @property
    def sources(self) -> list[Source]:
        """The leaflets that answers are drawn from."""
        return self.retriever.sources

    def ask(self, question: str) -> Answer:
        """The answer to a question; whatever goes wrong is an answer too, with both warnings."""
        try:
            with self._turn:
                return self._answered(question)
        except EdubotError as problem:
            return self.guardrail.unavailable(question, str(problem))
        except Exception as error:  # the last net: the person must still see the warnings
            return self.guardrail.unavailable(question, f"edubot failed inside ({type(error).__name__}: {error})")

    def text_of(self, leaflet: str) -> str | None:
        """A leaflet's whole text by its id."""
        return self.retriever.text_of(leaflet)

    def found(self, question: str) -> tuple[Hit, ...]:
        """The passages that would be shown if every question were taken to be answered: what retrieval is judged by."""
        added = self.retriever.expansions(question)
        return excerpts(question, added, self.retriever.search(question, CANDIDATES), self.shown)

    def _answered(self, question: str) -> Answer:
        if not self.guardrail.takes(question):
            return self.guardrail.answer(question, (), None)
        question, asked = question[:LONGEST_QUESTION], question
        added = self.retriever.expansions(question)
        ranked = self.retriever.search(question, CANDIDATES)
        confidence = self.retriever.confidence(ranked, added)
        return self.guardrail.answer(asked, excerpts(question, added, ranked, self.shown), confidence)
