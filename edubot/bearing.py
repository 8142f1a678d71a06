"""How a question bears on the leaflets at hand: what it names, what they speak of, what it says beside that."""

from collections.abc import Sequence
from functools import cached_property

from edubot.differences import Differences
from edubot.left_over import left_over
from edubot.medicines import Medicine, bundled_medicines, medicines_named
from edubot.model import Source
from edubot.patterns.patterns import Patterns
from edubot.patterns.text import plain_words
from edubot.signals import Asked
from edubot.topics import bundled_topics, topics_asked
from edubot.unknown_names import unknown_names

POINTS_AT_A_TREATMENT = Patterns(
    ("it", "this", "them", "they", "(capsule*|tablet*|pill|pills|treatment|course|medicine|medication|meds|drug|round)")
)
"""How people speak of their medicine without its name."""
ASKS_WHETHER_IT_MAY_BE = Patterns(
    (
        "(can|could|may|should|shall|must) (i|we|you|one|he|she)",
        "(is|are|am) ... (ok|okay|safe|alright|fine|allowed)",
        "(ok|okay|fine|safe|alright) (with|to)",
        "(too|together|as well|alongside|at the same time)",
    )
)
"""How people ask whether something goes with the medicine that they take."""


class Bearing:
    """Looks a question up in a library's leaflets."""

    def __init__(self, sources: Sequence[Source], differences: Differences) -> None:
        self._sources = sources
        self._differences = differences

    def asked(self, question: str, added: Sequence[str]) -> Asked:
        """What is known of a question beside its search.

        Args:
            added: the words that the vocabulary gave.
        """
        topics = [topic for topic in topics_asked(question) if not topic.beside]
        covers = [self._differences.covers(topic) for topic in topics]
        others, unknown = self._others(question), self._unknown(question)
        accounted = self._accounts_for(question)
        foreign = self.is_foreign(question)
        return Asked(
            added=added,
            refers=self._refers(question),
            foreign=foreign,
            unmentioned=bool(unknown) or any(not self._mentions(medicine) for medicine in others),
            topics=covers.count(False) + covers.count(True),
            silent=covers.count(False),
            plain=accounted and not foreign,
        )

    def is_foreign(self, question: str) -> bool:
        """Whether a question is about other medicines, known or not, and not the leaflets' own.

        "Is it ok with doxycycline" names another one and is about the leaflets' own, if they speak of all it asks.
        """
        if self._unknown(question):
            return True
        return self._names_others_only(question) and not (self._asks_of_both(question) and self._accounts_for(question))

    def _accounts_for(self, question: str) -> bool:
        """Whether the leaflets speak of all that a question asks."""
        topics = [topic for topic in topics_asked(question) if not topic.beside]
        is_covered = bool(topics) and all(map(self._differences.covers, topics))
        return is_covered and not self._unknown(question) and not self._left_over(question)

    def _names_others_only(self, question: str) -> bool:
        others = self._others(question)
        return self._is_of_known_drugs and bool(others) and len(others) == len(medicines_named(question))

    def _asks_of_both(self, question: str) -> bool:
        """Whether the only thing asked of another medicine is whether it may be taken: "can I take doxycycline too"."""
        rest = bundled_topics().asked(bundled_medicines().without(question))
        return ASKS_WHETHER_IT_MAY_BE.found_in(plain_words(question)) and all(topic.beside for topic in rest)

    def _refers(self, question: str) -> bool:
        return self._names_own(question) or POINTS_AT_A_TREATMENT.found_in(plain_words(question))

    def _names_own(self, question: str) -> bool:
        return any(medicine.name in self._drugs for medicine in medicines_named(question))

    def _others(self, question: str) -> list[Medicine]:
        return [medicine for medicine in medicines_named(question) if medicine.name not in self._drugs]

    def _mentions(self, medicine: Medicine) -> bool:
        return self._differences.mention(medicine.called())

    def _unknown(self, question: str) -> list[str]:
        """Names of medicines that nobody knows, where the leaflets' own is not named beside them."""
        if self._names_own(question) or not self._is_of_known_drugs:
            return []
        found = unknown_names(question, self._names)
        return [name for name in found if not self._differences.mention([name])]

    def _left_over(self, question: str) -> list[str]:
        return left_over(question, filter(self._differences.covers, topics_asked(question)), self._words_of_names)

    @cached_property
    def _is_of_known_drugs(self) -> bool:
        return all(source.drug for source in self._sources)

    @cached_property
    def _drugs(self) -> frozenset[str]:
        """What the leaflets are about, by the names that the medicines have."""
        written = {source.drug.lower() for source in self._sources if source.drug}
        return frozenset(written | {found.name for drug in written for found in bundled_medicines().named(drug)})

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Every name of what the leaflets are about."""
        known = {
            name
            for drug in self._drugs
            for found in bundled_medicines().named(drug)
            for name in (found.name, *found.also)
        }
        return tuple(sorted(known | self._drugs))

    @cached_property
    def _words_of_names(self) -> frozenset[str]:
        return frozenset(word for name in self._names for word in plain_words(name))
