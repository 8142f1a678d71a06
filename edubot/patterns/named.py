"""Many patterns under their names, looked for all at once: a message is about few of all that are known."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from edubot.patterns.matching import places_of
from edubot.patterns.patterns import Patterns
from edubot.patterns.phrases import Phrase, Phrases
from edubot.patterns.text import Words


class NamedPatterns:
    """Patterns by their names."""

    def __init__(self, patterns: Iterable[tuple[str, Patterns]]) -> None:
        self._patterns = tuple(patterns)

    def found_in(self, words: Sequence[str]) -> frozenset[str]:
        """The names of the patterns that match anywhere among some words."""
        held = words if isinstance(words, Words) else Words(words)
        known = held.found.get(self)
        if known is None:
            known = held.found[self] = frozenset(self._looked_up(held))
        return known

    @cached_property
    def _names(self) -> Mapping[Phrase, str]:
        return {phrase: name for name, held in self._patterns for phrase in held.phrases}

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self._names)

    def _looked_up(self, words: Words) -> set[str]:
        found: set[str] = set()
        for phrase in self._phrases.possible(words):
            name = self._names[phrase]
            if name not in found and any(places_of(phrase, words)):
                found.add(name)
        return found
