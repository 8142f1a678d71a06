"""Which alerts a message calls for, by rules alone: no model, no index, and a file that a clinician can read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import rtoml

from edubot.errors import PolicyInvalid
from edubot.model import AlertKind
from edubot.patterns.named import NamedPatterns
from edubot.patterns.patterns import Patterns
from edubot.patterns.spelling import Spelling
from edubot.patterns.text import Words, plain_words
from edubot.settings import TRIAGE_FILE

SCHEMA = 1
_OPENING = 8
"""Words of a sentence in which a question shows itself."""
_FEWEST_LETTERS = 6
"""A shorter word is one letter away from too many others."""
_LONG = 8
"""Letters above which a misspelt word may have two slips."""
LATEST = 4
"""Messages that are remembered as they were heard: the one at hand, the one before it, both joined."""
_STRUCK = "_"
"""Stands in the place of a word that a calm phrase took."""


@dataclass(frozen=True)
class Group:
    """Patterns for one way in which a message calls for an alert."""

    id: str
    fires: Patterns
    unless: Patterns
    """Keep the group silent for the sentence in which they match."""
    with_: Patterns | None
    """One of these must match somewhere in the message."""

    def stands(self, sentence: Sequence[str], message: Sequence[str]) -> bool:
        """Whether a sentence in which it fires calls for the alert."""
        if self.unless.found_in(sentence):
            return False
        return self.with_ is None or self.with_.found_in(message)


@dataclass(frozen=True)
class _Heard:
    """A message as the rules hear it."""

    words: Words
    left: Mapping[AlertKind, Words]
    """Those words with the calm phrases of each alert struck out."""


@dataclass(frozen=True)
class Fired:
    """An alert that a message calls for, and the groups that said so."""

    kind: AlertKind
    groups: tuple[str, ...]


class Triage:
    """The rules of all alerts."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        """The rules of a parsed file.

        Raises:
            ValueError: an alert without rules, or a pattern that cannot be read.
        """
        if fields.get("schema") != SCHEMA:
            raise ValueError(f"the triage rules must be of schema {SCHEMA}")
        self._same = {word: tuple(said.split()) for word, said in fields["same"].items()}
        if not all(self._same.values()):
            raise ValueError("a word under [same] is written out as nothing")
        lists: dict[str, Patterns] = {}
        spelling = Spelling(self.spelt)
        for name, patterns in fields["lists"].items():
            lists[name] = Patterns(patterns, lists, spelling)
        self._calm = {kind: Patterns(fields[kind]["calm"], lists, spelling) for kind in AlertKind}
        self._groups = {kind: _groups(fields[kind]["group"], lists, spelling) for kind in AlertKind}
        self._fires = {
            kind: NamedPatterns((group.id, group.fires) for group in groups) for kind, groups in self._groups.items()
        }
        self._asks = Patterns(fields["asks_beside"], lists, spelling)
        self._misspelt: tuple[str, ...] = tuple(fields["misspelt"])
        self._known = set(self._misspelt)
        self._heard = lru_cache(maxsize=LATEST)(self._read)

    def __call__(self, message: str) -> tuple[Fired, ...]:
        """The alerts that a message calls for, most urgent first."""
        heard = self._heard(message)
        found = ((kind, self._fired(kind, heard.left[kind])) for kind in AlertKind)
        return tuple(Fired(kind, groups) for kind, groups in found if groups)

    def is_bare(self, message: str, kind: AlertKind) -> bool:
        """Whether a message calls for an alert and asks nothing besides in a sentence of its own."""
        left = self._heard(message).left[kind]
        calls = [bool(groups) for groups in self._called(kind, left)]
        beside = (each for each, called in zip(left.sentences, calls, strict=True) if not called)
        return any(calls) and not any(self._asks.found_in(each[:_OPENING]) for each in beside)

    def words(self, message: str) -> Sequence[str]:
        """The words of a message as the rules see them: misspelt ones mended, short forms written out."""
        return self._heard(message).words

    def _read(self, message: str) -> "_Heard":
        words = Words(self._written_out(message))
        return _Heard(words, {kind: self._struck(kind, words) for kind in AlertKind})

    def _written_out(self, message: str) -> list[str]:
        return self.spelt([self._mended(word) for word in plain_words(message)])

    def spelt(self, words: Iterable[str]) -> list[str]:
        """Words with other spellings and short forms written out."""
        return [each for word in words for each in self._same.get(word, (word,))]

    def _fired(self, kind: AlertKind, left: Words) -> tuple[str, ...]:
        called = {id for groups in self._called(kind, left) for id in groups}
        return tuple(group.id for group in self._groups[kind] if group.id in called)

    def _called(self, kind: AlertKind, left: Words) -> list[list[str]]:
        """For each sentence of a message, the groups by which it calls for an alert."""
        groups, fires = self._groups[kind], self._fires[kind]
        return [
            [group.id for group in groups if group.id in fires.found_in(sentence) and group.stands(sentence, left)]
            for sentence in left.sentences
        ]

    def _struck(self, kind: AlertKind, words: Words) -> Words:
        """The words with calm phrases struck out."""
        calm = list(self._calm[kind].matches(words))
        if not calm:
            return words
        left = [*words]
        for start, end in calm:
            left[start:end] = [_STRUCK] * (end - start)
        return Words(left)

    def _mended(self, word: str) -> str:
        """The listed word that this one misspells; the word itself where there is none."""
        if len(word) < _FEWEST_LETTERS or word in self._known or word in self._same:
            return word
        from rapidfuzz.distance import OSA  # the warnings stand before a word is compared

        for right in self._misspelt:
            slips = 2 if len(right) > _LONG else 1
            if right[0] == word[0] and OSA.distance(word, right, score_cutoff=slips) <= slips:
                return right
        return word


@cache
def read_triage(path: Path = TRIAGE_FILE) -> Triage:
    """The rules in a TOML file.

    Raises:
        PolicyInvalid: unreadable, or without the rules of every alert.
    """
    try:
        return Triage(rtoml.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        told = f"{error} is missing" if isinstance(error, KeyError) else " ".join(str(error).split())
        raise PolicyInvalid(
            f"The triage rules {path} cannot be used ({told})", "Mend the file or take back its last change"
        ) from error


def _groups(rows: Iterable[Mapping[str, Any]], lists: Mapping[str, Patterns], spelling: Spelling) -> tuple[Group, ...]:
    return tuple(
        Group(
            id=row["id"],
            fires=Patterns(row["fires"], lists, spelling),
            unless=Patterns(row.get("unless", ()), lists, spelling),
            with_=Patterns(row["with"], lists, spelling) if "with" in row else None,
        )
        for row in rows
    )
