"""What the rules of every alert draw on: how words are spelt, and lists that more than one alert uses."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from edubot.patterns.patterns import Patterns
from edubot.patterns.spelling import Spelling
from edubot.patterns.text import plain_words

SCHEMA = 1
_KEYS = frozenset({"schema", "asks_beside", "misspelt", "same", "lists"})
_FEWEST_LETTERS = 6
"""A shorter word is one letter away from too many others."""
_LONG = 8
"""Letters above which a misspelt word may have two slips."""


@dataclass(frozen=True)
class Lists:
    """Lists that patterns may name, and how the words of patterns are spelt."""

    spelling: Spelling
    named: Mapping[str, Patterns] = field(default_factory=dict)

    def with_own(self, written: Mapping[str, Iterable[str]]) -> "Lists":
        """These lists and further ones, which may name those above them.

        Raises:
            ValueError: two have one name, or a pattern cannot be read.
        """
        named = dict(self.named)
        lists = Lists(self.spelling, named)
        for name, patterns in written.items():
            if name in named:
                raise ValueError(f"the list {name!r} stands among the shared words too")
            named[name] = lists.patterns(patterns)
        return lists

    def patterns(self, written: Iterable[str]) -> Patterns:
        """Patterns that draw on these lists."""
        return Patterns(written, self.named, self.spelling)


class SharedWords:
    """Words as the rules hear them, and the lists that all rules may name."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        """The words of a parsed file.

        Raises:
            ValueError: another schema, a key that is not known, or a pattern that cannot be read.
        """
        if fields.get("schema") != SCHEMA:
            raise ValueError(f"the triage rules must be of schema {SCHEMA}")
        refuse_unknown(fields, _KEYS)
        self._same = {word: tuple(said.split()) for word, said in fields["same"].items()}
        if not all(self._same.values()):
            raise ValueError("a word under [same] is written out as nothing")
        self._misspelt: tuple[str, ...] = tuple(fields["misspelt"])
        self._known = set(self._misspelt)
        self.lists = Lists(Spelling(self._spelt)).with_own(fields["lists"])
        self.asks = self.lists.patterns(fields["asks_beside"])
        """What makes a sentence ask something."""

    def heard(self, message: str) -> list[str]:
        """The words of a message: misspelt ones mended, short forms written out."""
        return self._spelt(self._mended(word) for word in plain_words(message))

    def _spelt(self, words: Iterable[str]) -> list[str]:
        return [each for word in words for each in self._same.get(word, (word,))]

    def _mended(self, word: str) -> str:
        """The listed word that this one misspells; the word itself where there is none."""
        if len(word) < _FEWEST_LETTERS or word in self._known or word in self._same:
            return word
        likely = (
            right for right in self._misspelt if right[0] == word[0] and abs(len(right) - len(word)) <= _most(right)
        )
        return next((right for right in likely if _is_slip_of(right, word)), word)


def _most(right: str) -> int:
    """Slips that are forgiven in a word."""
    return 2 if len(right) > _LONG else 1


def _is_slip_of(right: str, word: str) -> bool:
    from rapidfuzz.distance import OSA  # the warnings stand before a word is compared

    return OSA.distance(word, right, score_cutoff=_most(right)) <= _most(right)


def refuse_unknown(fields: Mapping[str, Any], known: Set[str]) -> None:
    """See that no key stands there which nobody would read.

    Raises:
        ValueError: one does.
    """
    unknown = sorted(fields.keys() - known)
    if unknown:
        raise ValueError(f"the key {unknown[0]!r} is none of {', '.join(sorted(known))}")
