"""Patterns: read as they are written, and matched."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from edubot.patterns.matching import places_of
from edubot.patterns.phrases import Phrase, Phrases
from edubot.patterns.spelling import Spelling
from edubot.patterns.steps import Choice, Gap, Maybe, Step, Steps
from edubot.patterns.text import Words

_OPEN, _LIST, _OPTIONAL = "(", "{", "?"
_SEQUENCE_ENDS = frozenset("|)}")
_NESTED = frozenset("(){}|?")
_TOKEN = re.compile(r"\([^(){}?.]*\)|\{\w+\}|\.{2,3}|[(){}|?]|[^\s(){}|?]+")
"""A choice of plain words is one token, as a list is: most patterns are a row of such tokens, and read at once."""
_AS_WRITTEN = Spelling()


class Patterns:
    """Patterns of which any may match, with the named lists they draw on."""

    def __init__(
        self,
        patterns: Iterable[str],
        lists: Mapping[str, "Patterns"] | None = None,
        spelling: Spelling | None = None,
    ) -> None:
        """Read the patterns.

        Args:
            lists: what a name in braces stands for.
            spelling: how words of messages are written out before they are matched; done to the patterns' words too.

        Raises:
            ValueError: a bracket that does not close, a list that is not there, or no words at all.
        """
        if isinstance(patterns, str | Mapping):
            raise ValueError(f"{patterns!r} should be a list of patterns")
        self.written = tuple(patterns)
        spelling = _AS_WRITTEN if spelling is None else spelling
        self._any = Choice(_Reader(pattern, lists or {}, spelling).steps() for pattern in self.written)

    def matches(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The longest match that begins at each word, as a half-open range of words."""
        longest: dict[int, int] = {}
        for start, end in self._found(words):
            longest[start] = max(end, longest.get(start, end))
        yield from sorted(longest.items())

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Each of the patterns."""
        return tuple(map(Phrase, self._any.options))

    def found_in(self, words: Sequence[str]) -> bool:
        """Whether any pattern matches anywhere."""
        return next(self._found(words), None) is not None

    def _found(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        held = words if isinstance(words, Words) else Words(words)
        for phrase in self._sorted.possible(held):
            yield from places_of(phrase, held)

    @cached_property
    def _sorted(self) -> Phrases:
        return Phrases(self.phrases)


class _Reader:
    """Reads one written pattern."""

    def __init__(self, pattern: str, lists: Mapping[str, Patterns], spelling: Spelling) -> None:
        self._pattern, self._lists, self._spelling = pattern, lists, spelling
        self._tokens: list[str] = _TOKEN.findall(pattern)
        self._at = 0

    def steps(self) -> Steps:
        """The whole pattern."""
        if _NESTED.isdisjoint(self._tokens):
            return self._begun([step for token in self._tokens for step in self._stands_for(token)])
        steps = self._sequence(())
        if self._at < len(self._tokens):
            raise ValueError(f"the pattern {self._pattern!r} has a bracket too many")
        return steps

    def _sequence(self, ends: tuple[str, ...]) -> Steps:
        steps: list[Step] = []
        while self._at < len(self._tokens) and (token := self._tokens[self._at]) not in _SEQUENCE_ENDS:
            self._at += 1
            if token == _LIST:
                raise self._does_not_close()
            if token == _OPEN:
                steps.append(Choice(self._options()))
            elif token == _OPTIONAL and steps:
                steps.append(Maybe(steps.pop()))
            else:
                steps += self._stands_for(token)
        if ends and (self._at >= len(self._tokens) or self._tokens[self._at] not in ends):
            raise self._does_not_close()
        return self._begun(steps)

    def _stands_for(self, token: str) -> Steps:
        try:
            return (self._lists[token[1:-1]]._any,) if token[0] == _LIST else self._spelling[token]
        except KeyError:
            raise ValueError(f"the pattern {self._pattern!r} names a list that is not there") from None
        except ValueError:
            raise self._must_begin() from None

    def _begun(self, steps: list[Step]) -> Steps:
        if not steps or isinstance(steps[0], Gap):
            raise self._must_begin()
        return tuple(steps)

    def _options(self) -> Iterator[Steps]:
        while True:
            yield self._sequence(("|", ")"))
            self._at += 1
            if self._tokens[self._at - 1] == ")":
                return

    def _must_begin(self) -> ValueError:
        return ValueError(f"the pattern {self._pattern!r} must begin with a word")

    def _does_not_close(self) -> ValueError:
        return ValueError(f"the pattern {self._pattern!r} has a bracket that does not close")
