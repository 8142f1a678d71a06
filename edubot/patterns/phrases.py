"""Whole patterns, and the words that each cannot do without: most are dismissed before they are looked for."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from edubot.patterns.steps import Choice, Gap, Maybe, Step, Steps, begins_of, key
from edubot.patterns.text import Words


class Phrase:
    """A whole pattern."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps

    @cached_property
    def keys(self) -> frozenset[str]:
        """What it can begin with, as `Words.places` calls it; empty where it can be any word."""
        begins = frozenset(begins_of(self.steps))
        return frozenset() if "" in begins else frozenset(map(key, begins))

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """What a text must hold one of, for each step that must stand somewhere and can not be any word."""
        return tuple(keys for step in self.steps if (keys := _keys(step)))


class Phrases:
    """Phrases by how they begin."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_key: dict[str, list[Phrase]] = {}
        self._others: list[Phrase] = []
        for phrase in phrases:
            for begin in phrase.keys:
                self._by_key.setdefault(begin, []).append(phrase)
            if not phrase.keys:
                self._others.append(phrase)

    def possible(self, words: Words) -> Iterator[Phrase]:
        """The phrases of which every part may stand somewhere among these words."""
        held = words.keys
        begun = (phrase for begin in self._by_key.keys() & held for phrase in self._by_key[begin])
        for phrase in dict.fromkeys((*begun, *self._others)):
            if not any(need.isdisjoint(held) for need in phrase.needs):
                yield phrase


def _keys(step: Step) -> frozenset[str]:
    if isinstance(step, Gap | Maybe):
        return frozenset()
    return step.keys if isinstance(step, Choice) else frozenset(map(key, begins_of((step,)))) - {""}
