"""One alert's own rules: what keeps it calm, and the groups of patterns that call for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edubot.guardrail.shared_words import Lists, SharedWords, refuse_unknown
from edubot.patterns.named import NamedPatterns
from edubot.patterns.patterns import Patterns
from edubot.patterns.text import Words

_KEYS = frozenset({"calm", "settled", "lists", "group"})
_GROUP_KEYS = frozenset({"id", "fires", "unless", "with", "about"})
_SHORT = 14
"""Words of a message that can be one plain question; a longer one may hold more than the question that is known."""
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
    """One of these must match somewhere in what is left of the message."""
    about: Patterns | None
    """One of these must match somewhere in the message, calm phrases included."""

    def stands(self, sentence: Sequence[str], left: Sequence[str], message: Sequence[str]) -> bool:
        """Whether a sentence in which it fires calls for the alert.

        Args:
            left: the words of the message, with calm phrases struck out.
            message: all of them.
        """
        if self.unless.found_in(sentence):
            return False
        demanded = ((self.with_, left), (self.about, message))
        return all(patterns is None or patterns.found_in(words) for patterns, words in demanded)


class AlertRules:
    """The rules of an alert."""

    def __init__(self, fields: Mapping[str, Any], shared: SharedWords) -> None:
        """The rules of a parsed file.

        Raises:
            ValueError: no group, two of one name, a key that is not known, or a pattern that cannot be read.
        """
        refuse_unknown(fields, _KEYS)
        ids = [row["id"] for row in fields["group"]]
        if not ids:
            raise ValueError("no group calls for the alert")
        if len(set(ids)) < len(ids):
            raise ValueError("two groups have one name")
        lists = shared.lists.with_own(fields["lists"])
        self._calm = lists.patterns(fields["calm"])
        self._settled = lists.patterns(fields.get("settled", ()))
        self.groups = tuple(_group(row, lists) for row in fields["group"])
        self._fires = NamedPatterns((group.id, group.fires) for group in self.groups)

    def struck(self, words: Words) -> Words:
        """The words of a message with calm phrases struck out."""
        calm = list(self._calm.matches(words))
        if not calm:
            return words
        left = [*words]
        for start, end in calm:
            left[start:end] = [_STRUCK] * (end - start)
        return Words(left)

    def settle(self, words: Words) -> bool:
        """Whether a message is a short question that is known to call for no alert, however like one that does."""
        return len(words) <= _SHORT and self._settled.found_in(words)

    def fired(self, left: Words, message: Words) -> tuple[str, ...]:
        """The groups by which a message calls for the alert.

        Args:
            left: its words, with calm phrases struck out.
            message: all of them.
        """
        called = {id for groups in self.called(left, message) for id in groups}
        return tuple(group.id for group in self.groups if group.id in called)

    def called(self, left: Words, message: Words) -> list[list[str]]:
        """The same for each of its sentences."""
        return [self._called_by(sentence, left, message) for sentence in left.sentences]

    def _called_by(self, sentence: Words, left: Words, message: Words) -> list[str]:
        fires = self._fires.found_in(sentence)
        return [group.id for group in self.groups if group.id in fires and group.stands(sentence, left, message)]


def _group(row: Mapping[str, Any], lists: Lists) -> Group:
    refuse_unknown(row, _GROUP_KEYS)
    for key in ("fires", "with", "about"):
        if key in row and not row[key]:
            raise ValueError(f"the group {row['id']!r} never fires: {key!r} holds no pattern")
    return Group(
        id=row["id"],
        fires=lists.patterns(row["fires"]),
        unless=lists.patterns(row.get("unless", ())),
        with_=lists.patterns(row["with"]) if "with" in row else None,
        about=lists.patterns(row["about"]) if "about" in row else None,
    )
