"""What patients ask about: topics, and the words by which questions and leaflets speak of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import rtoml

from edubot.clauses import questions
from edubot.patterns.patterns import Patterns
from edubot.patterns.text import Words, plain_words
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

    def is_asked(self, words: Sequence[str]) -> bool:
        """Whether a question in plain words is about this."""
        return self.asked_in.found_in(words)

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
        whole = [Words(plain_words(question))]
        asking = [Words(plain_words(part)) for part in questions(question)]
        mentioned = self._in(whole)
        asked = [topic for topic in self._in(asking) if not topic.beside]
        return [
            *(asked or [topic for topic in mentioned if not topic.beside]),
            *(topic for topic in mentioned if topic.beside),
        ]

    def said(self, words: Sequence[str]) -> list[Topic]:
        """The topics that a text in plain words says something on."""
        held, text = self._by_said.possible(words), Words(words)
        return [topic for topic in self if topic.id in held and topic.is_said([text])]

    def _in(self, texts: Sequence[Sequence[str]]) -> list[Topic]:
        held = {id for words in texts for id in self._by_asked.possible(words)}
        return [topic for topic in self if topic.id in held and any(topic.is_asked(words) for words in texts)]

    @cached_property
    def _by_asked(self) -> "_Beginnings":
        return _Beginnings((topic.id, topic.asked_in) for topic in self)

    @cached_property
    def _by_said(self) -> "_Beginnings":
        return _Beginnings((topic.id, topic.said_in) for topic in self)

    def __getitem__(self, id: str) -> Topic:
        return self._topics[id]

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._topics.values())


class _Beginnings:
    """Which topics a text may be about, by the words it holds: few of all are then looked at closely."""

    def __init__(self, patterns: Iterable[tuple[str, Patterns]]) -> None:
        self._by_word: dict[str, list[str]] = {}
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        self._always: set[str] = set()
        for id, held in patterns:
            for begin in held.begins():
                self._add(id, begin)

    def _add(self, id: str, begin: str) -> None:
        if not begin:
            self._always.add(id)
        elif begin.endswith("*"):
            self._by_start.setdefault(begin[:1], []).append((begin[:-1], id))
        else:
            self._by_word.setdefault(begin, []).append(id)

    def possible(self, words: Sequence[str]) -> set[str]:
        """Ids of the topics of which a pattern can begin at one of these words."""
        found = set(self._always)
        for word in set(words):
            found.update(self._by_word.get(word, ()))
            found.update(id for start, id in self._by_start.get(word[:1], ()) if word.startswith(start))
        return found


@cache
def bundled_topics() -> Topics:
    """The topics that come with edubot."""
    return Topics.from_file(TOPICS_FILE)


@lru_cache(maxsize=8)
def topics_asked(question: str) -> tuple[Topic, ...]:
    """The bundled topics that a message asks about; several rooms ask for those of one message."""
    return tuple(bundled_topics().asked(question))
