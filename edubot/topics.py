"""What patients ask about: topics, and the words by which questions and leaflets speak of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import rtoml

from edubot.clauses import questions
from edubot.patterns.named import NamedPatterns
from edubot.patterns.patterns import Patterns
from edubot.patterns.text import Words, plain_words
from edubot.remembered import remembered
from edubot.settings import TOPICS_FILE


@dataclass(frozen=True)
class Topic:
    """Something that leaflets may say or leave unsaid."""

    id: str
    name: str
    """Reads well after "Nothing on"."""
    asked: tuple[str, ...]
    """Patterns of a question about it."""
    said: tuple[str, ...]
    """Patterns of a sentence that says something on it."""
    dimension: str = ""
    """Of the figures by which leaflets can be compared on it: see `quantities`; empty where there are none."""
    beside: bool = False
    """Whether it is worth showing beside what was asked, and says nothing of whether that is answered: what to do about
    a side effect, where somebody tells of a rash."""

    @cached_property
    def asked_in(self) -> Patterns:
        """`asked`, ready to be looked for."""
        return Patterns(self.asked)

    @cached_property
    def said_in(self) -> Patterns:
        """`said`, ready to be looked for."""
        return Patterns(self.said)

    def is_said(self, texts: Iterable[Sequence[str]]) -> bool:
        """Whether any of these texts in plain words says something on it."""
        return any(self.said_in.found_in(text) for text in texts)


class Topics:
    """All topics, in the order of their file."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = {topic.id: topic for topic in topics}

    @classmethod
    def from_file(cls, path: Path) -> "Topics":
        """The topics in a TOML file.

        Raises:
            ValueError: a pattern that cannot be read, or an id that stands twice.
        """
        rows = rtoml.loads(path.read_text(encoding="utf-8"))["topic"]
        found = cls(
            Topic(
                row["id"],
                row["name"],
                tuple(row["asked"]),
                tuple(row["said"]),
                row.get("dimension", ""),
                row.get("beside", False),
            )
            for row in rows
        )
        if len(found._topics) != len(rows):
            raise ValueError(f"an id stands twice in {path}")
        return found

    def asked(self, question: str) -> list[Topic]:
        """The topics that a message asks about: those of its questions, else of all it says; then what goes beside."""
        whole = Words(plain_words(question))
        asking = [whole if part == question else Words(plain_words(part)) for part in questions(question)]
        mentioned = self._in([whole])
        asked = [topic for topic in self._in(asking) if not topic.beside]
        return [
            *(asked or [topic for topic in mentioned if not topic.beside]),
            *(topic for topic in mentioned if topic.beside),
        ]

    def said(self, words: Sequence[str]) -> list[Topic]:
        """The topics that a text in plain words says something on."""
        said = self._said.found_in(words)
        return [topic for topic in self if topic.id in said]

    def _in(self, texts: Sequence[Words]) -> list[Topic]:
        asked = {id for words in texts for id in self._asked.found_in(words)}
        return [topic for topic in self if topic.id in asked]

    @cached_property
    def _asked(self) -> NamedPatterns:
        return NamedPatterns((topic.id, topic.asked_in) for topic in self)

    @cached_property
    def _said(self) -> NamedPatterns:
        return NamedPatterns((topic.id, topic.said_in) for topic in self)

    def __getitem__(self, id: str) -> Topic:
        return self._topics[id]

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._topics.values())


@cache
def bundled_topics() -> Topics:
    """The topics that come with edubot."""
    return Topics.from_file(TOPICS_FILE)


@remembered(8)
def topics_asked(question: str) -> tuple[Topic, ...]:
    """The bundled topics that a message asks about; several rooms ask for those of one message."""
    return tuple(bundled_topics().asked(question))
