"""How patients speak → the words leaflets use: added to a question, never put in place of its own."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

import rtoml

from edubot.settings import VOCABULARY_FILE
from edubot.words import stems

LONGEST_PHRASE = 6
"""Words in the longest phrase that is looked for."""


class Vocabulary:
    """Phrases by their stems, so that a plural or an ending does not hide one."""

    def __init__(self, means: Mapping[tuple[str, ...], tuple[str, ...]]) -> None:
        self._means = means

    @classmethod
    def from_file(cls, path: Path) -> "Vocabulary":
        """The vocabulary in a TOML file of groups `{topic, say, means}`."""
        groups = rtoml.loads(path.read_text(encoding="utf-8"))["group"]
        means: dict[tuple[str, ...], tuple[str, ...]] = {}
        for group in groups:
            for phrase in group["say"]:
                place = tuple(stems(phrase))
                means[place] = means.get(place, ()) + tuple(group["means"])
        return cls(means)

    def expansions(self, question: str) -> list[str]:
        """What leaflets would call the things that a question names, each once."""
        words = stems(question)
        found: dict[str, None] = {}
        start = 0
        while start < len(words):
            length = self._longest(words[start : start + LONGEST_PHRASE])
            found |= dict.fromkeys(self._means.get(tuple(words[start : start + length]), ()))
            start += max(length, 1)
        return list(found)

    def has_word(self, word: str) -> bool:
        """Whether a word, whatever its ending, is part of any phrase."""
        return not self._stems.isdisjoint(stems(word))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem for phrase in self._means for stem in phrase)

    def _longest(self, words: list[str]) -> int:
        """Length of the longest known phrase that begins here: "cod liver oil" is not about the liver."""
        lengths = range(len(words), 0, -1)
        return next((length for length in lengths if tuple(words[:length]) in self._means), 0)


@cache
def bundled_vocabulary() -> Vocabulary:
    """The vocabulary that comes with edubot; part of the scorer."""
    return Vocabulary.from_file(VOCABULARY_FILE)
