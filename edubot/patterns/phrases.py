"""Whole patterns, and the words that each cannot do without: most are dismissed before they are looked for."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from edubot.patterns.steps import Choice, Gap, Keys, Maybe, Step, Steps, begins_of, keys_of
from edubot.patterns.text import Words


class Phrase:
    """A whole pattern."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps

    @cached_property
    def keys(self) -> Keys:
        """What it can begin with."""
        first = self.steps[0]
        return first.keys if isinstance(first, Choice) else keys_of(begins_of(self.steps))

    @cached_property
    def needs(self) -> tuple[Keys, ...]:
        """What a text must hold one of, for each step that must stand somewhere and can not be any word."""
        return tuple(keys for step in self.steps if (keys := _needed(step)))


class Phrases:
    """Phrases by how they begin."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        alike: dict[Keys, list[Phrase]] = {}
        for phrase in phrases:
            alike.setdefault(phrase.keys, []).append(phrase)
        self._others = alike.pop(frozenset(), [])
        self._by_key: dict[str, list[list[Phrase]]] = {}
        for keys, held in alike.items():
            for begin in keys:
                self._by_key.setdefault(begin, []).append(held)

    def possible(self, words: Words) -> Iterator[Phrase]:
        """The phrases of which every part may stand somewhere among these words."""
        held = words.keys
        begun = (phrase for key in self._by_key.keys() & held for alike in self._by_key[key] for phrase in alike)
        for phrase in dict.fromkeys((*begun, *self._others)):
            if not any(need.isdisjoint(held) for need in phrase.needs):
                yield phrase


def _needed(step: Step) -> Keys:
    if isinstance(step, Gap | Maybe):
        return frozenset()
    return step.keys if isinstance(step, Choice) else keys_of(begins_of((step,)))
