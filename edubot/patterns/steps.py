"""What a pattern is once it was read: steps that follow one another, and how they can begin."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from edubot.patterns.text import LETTERS

NUMBER = "#"
ANY = "*"
Keys: TypeAlias = frozenset[str]
"""Words and beginnings of words, as `Words.places` calls them; empty where it can be any word."""


@dataclass(frozen=True)
class Gap:
    """A few words that are not looked at."""

    most: int


class Choice:
    """Sequences of which any may match; sorted by how they begin when one is first looked for."""

    options: "tuple[Steps, ...]"

    def __init__(self, options: "Iterable[Steps]") -> None:
        self.options = tuple(options)

    @cached_property
    def begins(self) -> frozenset[str]:
        """The words and word beginnings that it can begin with; an empty one where it can be any."""
        return frozenset(begin for option in self.options for begin in begins_of(option))

    @cached_property
    def keys(self) -> Keys:
        """What it can begin with."""
        return keys_of(self.begins)

    @cached_property
    def by_beginning(self) -> "ByBeginning":
        """The options by how they begin."""
        return ByBeginning.of(self.options)


@dataclass(frozen=True)
class ByBeginning:
    """Options by the word that they begin with, so that most are never looked at."""

    by_first: "Mapping[str, tuple[Steps, ...]]"
    """Options by the plain words that they can begin with."""
    by_letters: "Mapping[str, tuple[Steps, ...]]"
    """Options by the first few letters of the word beginnings ("suicid*") that they can begin with."""
    others: "tuple[Steps, ...]"

    @classmethod
    def of(cls, options: "Iterable[Steps]") -> "ByBeginning":
        """Options by how they begin, each list in their order."""
        firsts: dict[str, list[Steps]] = {}
        letters: dict[str, list[Steps]] = {}
        others = []
        for option in options:
            begins = set(begins_of(option))
            if "" in begins:
                others.append(option)
                continue
            for first in begins:
                index, key = (letters, first[:-1][:LETTERS]) if first[-1] == "*" else (firsts, first)
                held = index.setdefault(key, [])
                if not held or held[-1] is not option:
                    held.append(option)
        return cls(_frozen(firsts), _frozen(letters), tuple(others))


@dataclass(frozen=True)
class Maybe:
    """A step, or nothing."""

    step: "Step"


Step: TypeAlias = "str | Gap | Choice | Maybe"
Steps: TypeAlias = "tuple[Step, ...]"


def begins_of(option: Steps) -> Iterator[str]:
    """The words and word beginnings that an option can begin with; an empty one where it can be any."""
    first = option[0]
    if isinstance(first, str):
        yield "" if first in (NUMBER, ANY) else first
        return
    for step in option:
        inner = step.step if isinstance(step, Maybe) else step
        if isinstance(inner, Choice):
            yield from inner.begins
        elif isinstance(inner, str) and inner not in (NUMBER, ANY):
            yield inner
        else:
            yield ""
        if not isinstance(step, Maybe):
            return
    yield ""


def keys_of(begins: Iterable[str]) -> Keys:
    """What can begin with one of these words and beginnings of words."""
    held = frozenset(begins)
    return frozenset() if "" in held else frozenset(map(key, held))


def key(begin: str) -> str:
    """A word or the beginning of one as `Words.places` calls it."""
    return f"{begin[:-1][:LETTERS]}*" if begin.endswith("*") else begin


def _frozen(index: "Mapping[str, list[Steps]]") -> "dict[str, tuple[Steps, ...]]":
    return {key: tuple(options) for key, options in index.items()}
