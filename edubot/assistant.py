"""Question in, answer out: the core that every face stands on."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from edubot.address import Place
from edubot.bearing import Bearing
from edubot.clauses import clauses, ends_of
from edubot.differences import Differences
from edubot.errors import AllWithdrawn, in_a_sentence
from edubot.excerpts import ExcerptSettings, excerpts
from edubot.follow_up import leans_on_the_question_before
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.meaning import Vector
from edubot.index.search_index import SearchIndex
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawals
from edubot.leaflet_view import leaflet_view, stretches
from edubot.likeness import likeness_for
from edubot.model import Answer, Hit, LeafletView, Outcome, Source, Stretch
from edubot.retriever import Retriever
from edubot.settings import LONGEST_QUESTION
from edubot.signals import signals
from edubot.tokens import not_asked_yet
from edubot.topics import topics_asked

OVERDOSE = "overdose"
"""Id of the topic of having taken too much."""
CANDIDATES = 30
"""Hits taken from retrieval, of which the best few are shown."""


@dataclass(frozen=True)
class Assistant:
    """An open index behind a guardrail. `ask` may be called from any thread, one question at a time."""

    retriever: Retriever
    guardrail: Guardrail
    shown: ExcerptSettings = field(default_factory=ExcerptSettings)
    withdrawals: Withdrawals | None = None
    """Which leaflets are out of use, looked up at every question; None where nobody can take one out."""
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _later: dict[frozenset[str], "Assistant"] = field(default_factory=dict, init=False, repr=False)
    """By the leaflets out of use, where those are others than when this was opened; the latest alone is kept."""

    @classmethod
    def open(cls, index_dir: Place, guardrail: Callable[[], Guardrail] = Guardrail.load) -> "Assistant":
        """An assistant over the index at a place, under the policy of the drug that its leaflets are about.

        Args:
            guardrail: gives the one to answer behind; called when the index is open, so that the rules may be read
                beside.

        Raises:
            AllWithdrawn: every leaflet is out of use; it holds the assistant that answers when one is restored.
            IndexUnusable: missing, damaged, or made for another scorer or encoder.
        """
        retriever = Retriever(SearchIndex.open(index_dir))
        withdrawals = IndexFolder.at(index_dir).withdrawals
        whole = cls(retriever, guardrail(), withdrawals=withdrawals)
        return replace(whole._without(withdrawals.ids()), withdrawals=withdrawals)

    def now(self) -> "Assistant":
        """Itself, or what it has become since leaflets were taken out of use or put back.

        Raises:
            AllWithdrawn: every leaflet is out of use.
            IndexUnusable: nobody can tell which are.
        """
        if self.withdrawals is None:
            return self
        out_of_use = self.withdrawals.ids()
        if out_of_use == self.retriever.hidden:
            return self
        found = self._later.get(out_of_use)
        if found is None:
            found = self._without(out_of_use)
            self._later.clear()
            self._later[out_of_use] = found
        return found

    def _without(self, leaflets: frozenset[str]) -> "Assistant":
        retriever = self.retriever.without(leaflets) if leaflets != self.retriever.hidden else self.retriever
        if not retriever.sources:
            problem = AllWithdrawn("Every leaflet is out of use", "Restore one, or build an index of others")
            problem.opened = self
            raise problem
        drugs = {source.drug for source in retriever.sources}
        guardrail = self.guardrail.over(drugs, lambda: likeness_for(retriever.encoder))
        return Assistant(retriever, guardrail, self.shown)

    @property
    def sources(self) -> list[Source]:
        """The leaflets that answers are drawn from."""
        return self.now().retriever.sources

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to a question; whatever goes wrong is an answer too, with both warnings.

        Args:
            history: the person's earlier messages, the latest last; a question that leans on the latest is
                understood with it.
        """
        try:
            with self._turn:
                return self.now()._answered(question, history)
        except Exception as error:  # the last net: the person must still see the warnings
            return self.guardrail.unavailable(question, in_a_sentence(error), history)

    def readable(self, leaflet: str) -> tuple[Stretch, ...]:
        """What a patient may read of a leaflet, by its id, with its gaps; nothing where there is none of that id."""
        return stretches(self.now().retriever.store, leaflet)

    def leaflet(self, id: str) -> LeafletView | None:
        """A leaflet as a patient may read it, by its id; None where there is none of that id.

        Raises:
            EdubotError: its text is not the one that was stored, or a correction that it needs is missing.
        """
        with self._turn:
            return leaflet_view(self.now().retriever.store, id, self.guardrail.notes)

    def has_answer(self, question: str) -> bool:
        """Whether these leaflets answer a question; where nobody can tell how surely, whether they touch on it."""
        answer = self.ask(question)
        return answer.outcome is Outcome.ANSWERED or (answer.confidence is None and answer.outcome.shows_passages)

    def found(self, question: str) -> tuple[Hit, ...]:
        """The passages that would be shown if every question were taken to be answered: what retrieval is judged by."""
        return self._excerpts(question, self.retriever.search(question, CANDIDATES))

    def signals(self, question: str, ranked: Sequence[Hit] | None = None) -> Mapping[str, float]:
        """What the confidence of a question is made from."""
        ranked = self.retriever.search(question, CANDIDATES) if ranked is None else ranked
        asked = self._bearing.asked(question, self.retriever.expansions(question))
        return signals(ranked, asked)

    def _answered(self, question: str, history: Sequence[str]) -> Answer:
        before = history[-1] if history and self._leans(question) else None
        about = before if before and self.guardrail.takes(before) else None
        searched = f"{about} {question}"[:LONGEST_QUESTION] if about else question[:LONGEST_QUESTION]
        takes = self.guardrail.takes(question)
        vectors = self._vectors(question, searched if takes else "") if self.guardrail.meaning else ()
        if not takes:
            return self.guardrail.answer(question, Findings(vectors=vectors), history)
        try:
            findings = self._findings(searched, vectors, about)
            return self.guardrail.answer(question, findings, history)
        except Exception as error:  # what only the vectors heard must not be lost with the search
            return self.guardrail.unavailable(question, in_a_sentence(error), history, vectors)

    def _leans(self, question: str) -> bool:
        """Whether a message needs the one before it; a question that is offered says all that it asks."""
        is_offered = not not_asked_yet([question], self.guardrail.policy.suggestions)
        return not is_offered and leans_on_the_question_before(ends_of(question))

    def _findings(self, searched: str, vectors: Sequence[Vector], about: str | None) -> Findings:
        ranked = self.retriever.search(searched, CANDIDATES)
        topics = topics_asked(searched)
        return Findings(
            hits=self._excerpts(searched, ranked),
            confidence=self.retriever.confidence(searched, self.signals(searched, ranked)),
            foreign=self._bearing.is_foreign(searched),
            unsaid=self._differences.leave_unsaid(OVERDOSE, topics),
            disagreements=self._differences.disagreements(topics, self.guardrail.advice(), self.guardrail.notes),
            silences=self._differences.silences(topics),
            vectors=vectors,
            about=about,
        )

    def _vectors(self, question: str, searched: str) -> Sequence[Vector]:
        """Of a message and its parts, for the guardrail; what will be searched for is encoded in the same run."""
        heard = clauses(ends_of(question))
        beside = self.retriever.encoded(searched) if searched else []
        return self.retriever.vectors([*heard, *beside])[: len(heard)]

    def _excerpts(self, question: str, ranked: Sequence[Hit]) -> tuple[Hit, ...]:
        return excerpts(self.retriever.wanted(question), ranked, self.shown)

    @cached_property
    def _bearing(self) -> Bearing:
        return Bearing(self.retriever.sources, self._differences)

    @cached_property
    def _differences(self) -> Differences:
        return Differences(self.retriever.store)
