"""Which alerts a message calls for, by rules alone: no model, no index, and files that a clinician can read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import rtoml

from edubot.errors import PolicyInvalid, told
from edubot.guardrail.alert_rules import AlertRules
from edubot.guardrail.shared_words import SharedWords
from edubot.model import AlertKind
from edubot.patterns.text import Words
from edubot.remembered import remembered
from edubot.settings import TRIAGE_FOLDER

_OPENING = 8
"""Words of a sentence in which a question shows itself."""
LATEST = 6
"""Messages that are remembered as they were heard: the one at hand, how else it can be read, the one before it, both
joined."""
_Held = TypeVar("_Held")


@dataclass(frozen=True)
class _Heard:
    """A message as the rules hear it."""

    words: Words
    left: Mapping[AlertKind, Words]
    """Those words with the calm phrases of each alert struck out."""
    advised: Words
    """The same for advice."""


@dataclass(frozen=True)
class Fired:
    """An alert that a message calls for, and the groups that said so."""

    kind: AlertKind
    groups: tuple[str, ...]


class Triage:
    """The rules of all alerts, and of advice for what calls for none."""

    def __init__(self, shared: SharedWords, rules: Mapping[AlertKind, AlertRules], advice: AlertRules) -> None:
        self._shared = shared
        self._advice = advice
        self.rules = {kind: rules[kind] for kind in AlertKind}
        """Most urgent first."""
        self._heard = remembered(LATEST)(self._read)
        self._fired = remembered(LATEST)(self._called_for)

    def __call__(self, message: str) -> tuple[Fired, ...]:
        """The alerts that a message calls for, most urgent first."""
        return self._fired(message)

    def settles(self, message: str, kind: AlertKind) -> bool:
        """Whether a message is a short question that is known to call for no alert; groups that fire know better."""
        return self.rules[kind].settle(self._heard(message).words)

    def advice(self, message: str) -> tuple[str, ...]:
        """What a message calls for advice on, in the order of the file."""
        heard = self._heard(message)
        return self._advice.fired(heard.advised, heard.words)

    def is_bare(self, message: str, kind: AlertKind) -> bool:
        """Whether a message calls for an alert and asks nothing besides in a sentence of its own."""
        heard = self._heard(message)
        left = heard.left[kind]
        calls = [bool(groups) for groups in self.rules[kind].called(left, heard.words)]
        beside = (each for each, called in zip(left.sentences, calls, strict=True) if not called)
        return any(calls) and not any(self._shared.asks.found_in(each[:_OPENING]) for each in beside)

    def words(self, message: str) -> Sequence[str]:
        """The words of a message as the rules see them: misspelt ones mended, short forms written out."""
        return self._heard(message).words

    def _called_for(self, message: str) -> tuple[Fired, ...]:
        heard = self._heard(message)
        found = ((kind, rules.fired(heard.left[kind], heard.words)) for kind, rules in self.rules.items())
        return tuple(Fired(kind, groups) for kind, groups in found if groups)

    def _read(self, message: str) -> _Heard:
        words = Words(self._shared.heard(message))
        left = {kind: rules.struck(words) for kind, rules in self.rules.items()}
        return _Heard(words, left, self._advice.struck(words))


@cache
def read_triage(folder: Path = TRIAGE_FOLDER) -> Triage:
    """The rules in a folder: the words that all alerts share, and a TOML file for each alert and for advice.

    Raises:
        PolicyInvalid: one of the files is missing or cannot be used; it is named.
    """
    shared = _read(folder / "words.toml", SharedWords)
    return Triage(
        shared,
        {kind: _read(folder / f"{kind}.toml", lambda fields: AlertRules(fields, shared)) for kind in AlertKind},
        _read(folder / "advice.toml", lambda fields: AlertRules(fields, shared)),
    )


def _read(path: Path, made: Callable[[Mapping[str, Any]], _Held]) -> _Held:
    try:
        return made(rtoml.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise PolicyInvalid(
            f"The triage rules {path} are missing", "Put the file back or install edubot again"
        ) from error
    except Exception as error:  # what a file can hold is not to be counted, and one that is refused costs no warning
        raise PolicyInvalid(
            f"The triage rules {path} cannot be used ({told(error)})", "Mend the file or take back its last change"
        ) from error
