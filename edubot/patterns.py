"""Phrases that a clinician can read, matched against a message word by word: how rules and topics are written.

A pattern is lower-case words parted by blanks, without apostrophes ("dont"):

- `tattoo*` is any word that begins so; `*` alone is any word, `#` any number;
- `(pill|two words)` is one of these; `{symptom}` is one of the list of that name; `?` after either: or nothing;
- `..` lets up to three other words stand between, `...` up to six;
- nothing matches across the end of a sentence.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeAlias

STOP = "."
"""Stands among the words of a message where a sentence ends."""
NUMBER = "#"
ANY = "*"
_OPEN, _LIST, _OPTIONAL = "(", "{", "?"
_GAPS = {"..": 3, "...": 6}
_SEQUENCE_ENDS = frozenset("|)}")
_LETTERS = 3
"""By how many letters the beginnings of words are looked up."""
_QUOTES = re.compile(r"['’‘`´ʼ]")
_CJK = "぀-ヿ㐀-鿿"
_STOPS = frozenset(".!?;:\n…।。！？؟")
_SIGNS = "\U0001f300-\U0001faff☀-➿"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[^\W_{_CJK}]+|[{_CJK}{_SIGNS}]|[.!?;:\n…।。！？؟]+")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_UNIT = re.compile(r"(\d)(mgs?|kgs?|kilos?|lbs?|st|ml|yo|yrs?|x|days?|wks?|weeks?|months?|hrs?|hours?|mins?)\b")
_SIMPLE = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"\([^(){}?.]*\)|\.{2,3}|[(){}|?]|[^\s(){}|?]+")
"""A choice of plain words is one token: most are, and it is read at once."""


def plain_words(text: str) -> list[str]:
    """A text as patterns see it: lower case, no accents or apostrophes, "soooo" as "so", `STOP` between sentences."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    folded = _QUOTES.sub("", "".join(mark for mark in folded if not unicodedata.combining(mark)))
    found = _WORD.findall(_UNIT.sub(r"\1 \2", _STRETCHED.sub(r"\1", folded)))
    return [STOP if word[0] in _STOPS else word for word in found]


@cache
def _plain(written: str) -> tuple[str, ...]:
    if _SIMPLE.fullmatch(written) and not _STRETCHED.search(written):
        return (written,)
    return tuple(plain_words(written))


class Spelling(dict[str, tuple[str, ...]]):
    """A written word → the words of messages that it stands for, each looked up once.

    A script without blanks becomes several.
    """

    def __init__(self, spelt: Callable[[Iterable[str]], list[str]] = list) -> None:
        """A spelling in which the words of messages are written out like this before they are matched."""
        super().__init__()
        self._spelt = spelt
        self._choices: dict[str, _Choice] = {}

    def __missing__(self, token: str) -> tuple[str, ...]:
        self[token] = found = tuple(self._written_out(token))
        return found

    def choice(self, written: str) -> "_Choice":
        """A choice of plain words, brackets included; the same one wherever it is written.

        Raises:
            ValueError: one of the options is empty.
        """
        found = self._choices.get(written)
        if found is None:
            found = self._choices[written] = _Choice(tuple(map(self._option, written[1:-1].split("|"))))
        return found

    def _option(self, written: str) -> "_Steps":
        tokens = written.split()
        steps = self[tokens[0]] if len(tokens) == 1 else tuple(word for token in tokens for word in self[token])
        if not steps:
            raise ValueError(written)
        return steps

    def _written_out(self, token: str) -> Sequence[str]:
        if token in (NUMBER, ANY):
            return (token,)
        if not token.endswith("*"):
            return self._spelt(_plain(token))
        words = _plain(token[:-1])
        return (*words[:-1], words[-1] + "*")


class Words(list[str]):
    """Words that many patterns are matched against: what was found to stand at a place is not looked for again.

    They must not be changed once a pattern was matched against them.
    """

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(words)
        self.ends: dict[tuple[int, int], set[int]] = {}
        """Where a choice of patterns can end that begins at a word, by the choice's identity and the word."""

    @cached_property
    def sentences(self) -> "Sequence[Words]":
        """The words of each sentence, without its end."""
        parts: list[list[str]] = [[]]
        for word in self:
            if word == STOP:
                parts.append([])
            else:
                parts[-1].append(word)
        return [Words(part) for part in parts if part]

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each word stands, and where words stand that begin with these few letters ("sui*")."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self):
            for key in (word, *(f"{word[:letters]}*" for letters in range(1, min(_LETTERS, len(word)) + 1))):
                found.setdefault(key, []).append(place)
        return found

    def starts(self, choice: "_Choice") -> Sequence[int]:
        """Where a choice of patterns may begin, in order: most begin nowhere, which is told by one look."""
        held = choice.by_beginning
        if held.others:
            return range(len(self))
        met = held.keys & self.places.keys()
        return sorted({place for key in met for place in self.places[key]})


@dataclass(frozen=True)
class _Gap:
    most: int


@dataclass(frozen=True)
class _Choice:
    """Sequences of which any may match; sorted by how they begin when one is first looked for."""

    options: "tuple[_Steps, ...]"

    @cached_property
    def begins(self) -> frozenset[str]:
        """The words and word beginnings that it can begin with; an empty one where it can be any."""
        return frozenset(begin for option in self.options for begin in _begins(option))

    @cached_property
    def by_beginning(self) -> "_Sorted":
        """The options by how they begin."""
        return _Sorted.of(self.options)


@dataclass(frozen=True)
class _Sorted:
    by_first: "Mapping[str, tuple[_Steps, ...]]"
    """Options by the plain words that they can begin with."""
    by_letters: "Mapping[str, tuple[_Steps, ...]]"
    """Options by the first few letters of the word beginnings ("suicid*") that they can begin with."""
    others: "tuple[_Steps, ...]"

    @cached_property
    def keys(self) -> frozenset[str]:
        """What the others begin with, as `Words.places` calls it."""
        return frozenset((*self.by_first, *(f"{letters}*" for letters in self.by_letters)))

    @classmethod
    def of(cls, options: "Iterable[_Steps]") -> "_Sorted":
        """Options by how they begin, each list in their order."""
        firsts: dict[str, list[_Steps]] = {}
        letters: dict[str, list[_Steps]] = {}
        others = []
        for option in options:
            begins = set(_begins(option))
            if "" in begins:
                others.append(option)
                continue
            for first in begins:
                index, key = (letters, first[:-1][:_LETTERS]) if first[-1] == "*" else (firsts, first)
                held = index.setdefault(key, [])
                if not held or held[-1] is not option:
                    held.append(option)
        return cls(_frozen(firsts), _frozen(letters), tuple(others))


@dataclass(frozen=True)
class _Maybe:
    step: "_Step"


_Step: TypeAlias = "str | _Gap | _Choice | _Maybe"
_Steps: TypeAlias = "tuple[_Step, ...]"


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
        if isinstance(patterns, str):
            raise ValueError(f"{patterns!r} should be a list of patterns")
        self.written = tuple(patterns)
        spelling = _AS_WRITTEN if spelling is None else spelling
        self._any = _Choice(tuple(_Reader(pattern, lists or {}, spelling).steps() for pattern in self.written))

    def matches(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The longest match that begins at each word, as a half-open range of words."""
        held = words if isinstance(words, Words) else Words(words)
        for start in held.starts(self._any):
            end = max(_looked_up(self._any, held, start), default=start)
            if end > start:
                yield start, end

    def begins(self) -> frozenset[str]:
        """What a match can begin with: words, word beginnings ("tattoo*"), and "" where it can be anything."""
        return self._any.begins

    def found_in(self, words: Sequence[str]) -> bool:
        """Whether any pattern matches anywhere."""
        return next(self.matches(words), None) is not None


def _frozen(index: "Mapping[str, list[_Steps]]") -> "dict[str, tuple[_Steps, ...]]":
    return {key: tuple(options) for key, options in index.items()}


def _begins(option: _Steps) -> Iterator[str]:
    """The words and word beginnings that an option can begin with; an empty one where it can be any."""
    first = option[0]
    if isinstance(first, str):
        yield "" if first in (NUMBER, ANY) else first
        return
    for step in option:
        inner = step.step if isinstance(step, _Maybe) else step
        if isinstance(inner, _Choice):
            yield from inner.begins
        elif isinstance(inner, str) and inner not in (NUMBER, ANY):
            yield inner
        else:
            yield ""
        if not isinstance(step, _Maybe):
            return
    yield ""


def _ends(step: _Choice, words: Words, start: int) -> set[int]:
    """Where a choice can end that begins at `start`."""
    if start >= len(words):
        return set()
    held = words.ends.get((id(step), start))
    if held is None:
        held = words.ends[id(step), start] = _looked_up(step, words, start)
    return held


def _looked_up(step: _Choice, words: Words, start: int) -> set[int]:
    found: set[int] = set()
    for option in _options(step, words[start]):
        places = {start}
        for each in option:
            if isinstance(each, str):
                places = {place + 1 for place in places if _stands(each, words, place)}
            else:
                places = {end for place in places for end in _after(each, words, place)}
            if not places:
                break
        found |= places
    return found


def _options(step: _Choice, word: str) -> "Sequence[_Steps]":
    """The options that a word may begin."""
    held = step.by_beginning
    options = held.by_first.get(word, ())
    if held.by_letters:
        for letters in range(1, _LETTERS + 1):
            options += held.by_letters.get(word[:letters], ())
    return options + held.others if held.others else options


def _after(step: _Step, words: Words, place: int) -> Iterable[int]:
    """Where one step can end that begins at `place`."""
    if isinstance(step, _Choice):
        return _ends(step, words, place)
    if isinstance(step, _Maybe):
        return {place, *_after(step.step, words, place)}
    if isinstance(step, _Gap):
        ends = [place]
        while len(ends) <= step.most and ends[-1] < len(words) and words[ends[-1]] != STOP:
            ends.append(ends[-1] + 1)
        return ends
    return (place + 1,) if _stands(step, words, place) else ()


def _stands(step: str, words: Words, place: int) -> bool:
    """Whether a word that fits stands at `place`."""
    return place < len(words) and words[place] != STOP and _fits(step, words[place])


def _fits(step: str, word: str) -> bool:
    if step == NUMBER:
        return word[0].isdigit() and word[-1].isdigit()
    return word == step or (step[-1] == "*" and word.startswith(step[:-1]))


class _Reader:
    """Reads one written pattern."""

    def __init__(self, pattern: str, lists: Mapping[str, Patterns], spelling: Spelling) -> None:
        self._pattern, self._lists, self._spelling = pattern, lists, spelling
        self._tokens: list[str] = _TOKEN.findall(pattern)
        self._at = 0

    def steps(self) -> _Steps:
        """The whole pattern."""
        steps = self._sequence(())
        if self._at < len(self._tokens):
            raise ValueError(f"the pattern {self._pattern!r} has a bracket too many")
        return steps

    def _sequence(self, ends: tuple[str, ...]) -> _Steps:
        steps: list[_Step] = []
        while self._at < len(self._tokens) and (token := self._tokens[self._at]) not in _SEQUENCE_ENDS:
            self._at += 1
            if token in _GAPS:
                steps.append(_Gap(_GAPS[token]))
            elif token == _OPEN:
                steps.append(_Choice(tuple(self._options())))
            elif token[0] == _OPEN:
                steps.append(self._plain_choice(token))
            elif token == _LIST:
                steps.append(self._list())
            elif token == _OPTIONAL and steps:
                steps.append(_Maybe(steps.pop()))
            else:
                steps.extend(self._spelling[token])
        if not steps or isinstance(steps[0], _Gap):
            raise self._must_begin()
        if ends and (self._at >= len(self._tokens) or self._tokens[self._at] not in ends):
            raise ValueError(f"the pattern {self._pattern!r} has a bracket that does not close")
        return tuple(steps)

    def _options(self) -> Iterator[_Steps]:
        while True:
            yield self._sequence(("|", ")"))
            if self._next() == ")":
                return

    def _plain_choice(self, token: str) -> _Choice:
        try:
            return self._spelling.choice(token)
        except ValueError:
            raise self._must_begin() from None

    def _list(self) -> _Choice:
        name, close = self._next(), self._next()
        if close != "}" or name not in self._lists:
            raise ValueError(f"the pattern {self._pattern!r} names a list that is not there")
        return self._lists[name]._any

    def _must_begin(self) -> ValueError:
        return ValueError(f"the pattern {self._pattern!r} must begin with a word")

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise ValueError(f"the pattern {self._pattern!r} has a bracket that does not close")
        self._at += 1
        return self._tokens[self._at - 1]
