"""The policy file: every sentence that edubot says of its own accord, read and checked before anything else loads.

Only the standard library is needed here: what warns must work when nothing else does.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from edubot.errors import PolicyInvalid
from edubot.model import Outcome, SafetyWarning, Topic

SCHEMA = 1
GENERAL = "general"
LINE_COLUMNS = 76
LINE_ROWS = 2


@dataclass(frozen=True)
class Policy:
    """A drug's warnings in every form, and the sentence for each outcome."""

    drug: str
    warnings: tuple[SafetyWarning, ...]
    messages: Mapping[Outcome, str]
    suggestions: tuple[str, ...]
    """Questions offered to a person who has not asked one."""
    unreviewed_notice: str
    """Stands with the warnings until a clinician has signed them."""

    def __post_init__(self) -> None:
        for topic in Topic:
            if not any(form.topic is topic and form.jurisdiction == GENERAL for form in self.warnings):
                raise ValueError(f"a policy needs a general warning on {topic}")
        for outcome in Outcome:
            if not self.messages.get(outcome):
                raise ValueError(f"a policy needs a message for {outcome}")

    def warnings_for(self, country: str | None) -> tuple[SafetyWarning, ...]:
        """One warning a topic: the country's form where there is one, else the general form."""
        return tuple(self._form(topic, country) for topic in Topic)

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries that have a form of their own."""
        return tuple(sorted({form.jurisdiction for form in self.warnings} - {GENERAL}))

    def _form(self, topic: Topic, country: str | None) -> SafetyWarning:
        forms = {form.jurisdiction: form for form in self.warnings if form.topic is topic}
        return forms.get((country or GENERAL).upper(), forms[GENERAL])


def read_policy(path: Path) -> Policy:
    """The policy in a TOML file.

    Raises:
        PolicyInvalid: unreadable, or without both required warnings, each with line, text, source and date.
    """
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        if fields["schema"] != SCHEMA:
            raise ValueError(f"schema {fields['schema']} is not {SCHEMA}")
        return Policy(
            drug=_words(fields["drug"]),
            warnings=tuple(_warning(form, _truth(fields["reviewed"])) for form in fields["warning"]),
            messages={Outcome(name): _words(text) for name, text in fields["message"].items()},
            suggestions=tuple(_words(question) for question in fields["suggestions"]["questions"]),
            unreviewed_notice=_words(fields["unreviewed_notice"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PolicyInvalid(
            f"The policy {path} cannot be used ({_told(error)})", "Mend the file or take back its last change"
        ) from error


def _warning(form: Mapping[str, Any], reviewed: bool) -> SafetyWarning:
    if type(form["checked"]) is not date:
        raise ValueError("checked must be a date")
    if not isinstance(form["sources"], list):
        raise ValueError("sources must be a list")
    return SafetyWarning(
        topic=Topic(form["topic"]),
        line=_words(form["line"]),
        text=_words(form["text"]),
        sources=tuple(_words(source) for source in form["sources"]),
        jurisdiction=_jurisdiction(form["jurisdiction"]),
        checked=form["checked"],
        reviewed=reviewed,
    )


def _jurisdiction(value: object) -> str:
    words = _words(value)
    return words if words == GENERAL else words.upper()


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} should be true or false")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} should be words")
    return " ".join(value.split())


def _told(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else " ".join(str(error).split())
