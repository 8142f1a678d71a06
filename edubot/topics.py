"""What patients ask about: topics, and the words by which questions and leaflets speak of each."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from edubot.patterns import Patterns, plain_words
from edubot.settings import TOPICS_FILE

_QUESTION = re.compile(r"[^.!?\n]+\?")


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

    @cached_property
    def _asked(self) -> Patterns:
        return Patterns(self.asked)

    @cached_property
    def _said(self) -> Patterns:
        return Patterns(self.said)

    def is_asked(self, words: Sequence[str]) -> bool:
        """Whether a question in plain words is about this."""
        return self._asked.found_in(words)

    def is_said(self, texts: Iterable[Sequence[str]]) -> bool:
        """Whether any of these texts in plain words says something on it."""
        return any(self._said.found_in(text) for text in texts)


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
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["topic"]
        found = cls(
            Topic(row["id"], row["name"], tuple(row["asked"]), tuple(row["said"]), row.get("dimension", ""))
            for row in rows
        )
        if len(found._topics) != len(rows):
            raise ValueError(f"an id stands twice in {path}")
        return found

    def asked(self, question: str) -> list[Topic]:
        """The topics that a message asks about: those of its questions, else of all it says."""
        asking = [plain_words(part) for part in _questions(question)]
        return self._in(asking) or self._in([plain_words(question)])

    def _in(self, texts: Sequence[Sequence[str]]) -> list[Topic]:
        return [topic for topic in self._topics.values() if any(topic.is_asked(words) for words in texts)]

    def __getitem__(self, id: str) -> Topic:
        return self._topics[id]

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._topics.values())


def _questions(message: str) -> list[str]:
    """The sentences of a message that end in a question mark."""
    return [found.group() for found in _QUESTION.finditer(message)]


@cache
def bundled_topics() -> Topics:
    """The topics that come with edubot."""
    return Topics.from_file(TOPICS_FILE)
