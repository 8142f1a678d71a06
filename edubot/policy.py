"""The policy file: every sentence that edubot says of its own accord, read and checked before anything else loads.

Only the standard library is needed here: what warns must work when nothing else does.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from edubot.errors import PolicyInvalid, told
from edubot.model import AlertKind, Authored, Outcome, SafetyWarning, WarningTopic

SCHEMA = 2
GENERAL = "general"
LINE_COLUMNS = 76
UNREVIEWED, DISAGREEMENT = "unreviewed", "disagreement"
OTHER_MEDICINE, BESIDE_CRISIS, OTHER_LANGUAGE = "other-medicine", "beside-crisis", "other-language"
PHRASES = (UNREVIEWED, DISAGREEMENT, OTHER_MEDICINE, BESIDE_CRISIS, OTHER_LANGUAGE)
"""Ids of the phrases that a policy must hold."""

_Form = TypeVar("_Form", SafetyWarning, Authored)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Policy:
    """All that is said over the leaflets of one drug."""

    drug: str
    """Empty for the policy that holds for any drug."""
    warnings: tuple[SafetyWarning, ...]
    alerts: Mapping[AlertKind, tuple[Authored, ...]]
    messages: Mapping[Outcome, Authored]
    corrections: Mapping[str, Authored]
    phrases: Mapping[str, Authored]
    suggestions: tuple[str, ...]
    """Questions offered to a person who has not asked one."""
    most_days: int = 365
    """Age in days at which a string counts as too old."""
    advice: Mapping[str, tuple[Authored, ...]] = field(default_factory=dict)
    """By the group of `triage/advice.toml` that calls for it; a policy may have none for some."""

    def __post_init__(self) -> None:
        for topic in WarningTopic:
            if not any(form.topic is topic and form.jurisdiction == GENERAL for form in self.warnings):
                raise ValueError(f"a policy needs a general warning on {topic}")
        for kind in AlertKind:
            if not any(form.jurisdiction == GENERAL for form in self.alerts.get(kind, ())):
                raise ValueError(f"a policy needs a general alert for {kind}")
        for called, forms in self.advice.items():
            if not any(form.jurisdiction == GENERAL for form in forms):
                raise ValueError(f"a policy needs a general form of its advice {called!r}")
        for outcome in Outcome:
            if outcome not in self.messages:
                raise ValueError(f"a policy needs a message for {outcome}")
        for phrase in PHRASES:
            if phrase not in self.phrases:
                raise ValueError(f"a policy needs the phrase {phrase!r}")
        if self.most_days < 1:
            raise ValueError(f"most_days should be one or more, not {self.most_days}")

    def warnings_for(self, country: str | None) -> tuple[SafetyWarning, ...]:
        """One warning a topic: the country's form where there is one, else the general form."""
        return tuple(_form([form for form in self.warnings if form.topic is topic], country) for topic in WarningTopic)

    def alert_for(self, kind: AlertKind, country: str | None) -> Authored:
        """The alert of a kind: the country's form where there is one, else the general form."""
        return _form(self.alerts[kind], country)

    def advice_for(self, called: str, country: str | None) -> Authored | None:
        """The advice that is called for: the country's form where there is one, else the general form, if any."""
        forms = self.advice.get(called)
        return _form(forms, country) if forms else None

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries that have a form of their own."""
        return tuple(sorted({form.jurisdiction for form in self.warnings} - {GENERAL}))

    @property
    def unreviewed_notice(self) -> str:
        """Stands with the warnings until a clinician has signed them."""
        return self.phrases[UNREVIEWED].text

    def notice_beside(self, warnings: Sequence[SafetyWarning]) -> str:
        """What stands with some warnings while a clinician has not signed each of them; empty from then on."""
        return "" if all(warning.reviewed for warning in warnings) else self.unreviewed_notice

    def strings(self) -> Iterator[Authored]:
        """Every authored string with what is known of it; a warning gives two, its line and its text."""
        for warning in self.warnings:
            facts = (warning.sources, warning.jurisdiction, warning.checked, warning.reviewed)
            yield Authored(f"{warning.id}.line", warning.line, *facts)
            yield Authored(f"{warning.id}.text", warning.text, *facts)
        for forms in (*self.alerts.values(), *self.advice.values()):
            yield from forms
        yield from self.corrections.values()
        yield from self.phrases.values()
        yield from self.messages.values()


def _form(forms: Sequence[_Form], country: str | None) -> _Form:
    by_place = {form.jurisdiction: form for form in forms}
    return by_place.get((country or GENERAL).upper(), by_place[GENERAL])


def read_policy(path: Path) -> Policy:
    """The policy in a TOML file.

    Raises:
        PolicyInvalid: unreadable, without both required warnings, or with a string that lacks its source or date.
    """
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        if fields["schema"] != SCHEMA:
            raise ValueError(f"schema {fields['schema']} is not {SCHEMA}")
        return _policy(fields, _truth(fields["reviewed"]))
    except Exception as error:  # what a file can hold is not to be counted, and one that is refused costs no warning
        raise PolicyInvalid(
            f"The policy {path} cannot be used ({told(error)})", "Mend the file or take back its last change"
        ) from error


def _policy(fields: Mapping[str, Any], reviewed: bool) -> Policy:
    alerts: dict[AlertKind, tuple[Authored, ...]] = {}
    for kind, alert in _each(fields, "alert", lambda form: (AlertKind(form["kind"]), _authored(form, reviewed))):
        alerts[kind] = (*alerts.get(kind, ()), alert)
    advice: dict[str, tuple[Authored, ...]] = {}
    for called, said in _each(
        fields, "advice", lambda form: (_words(form["on"]), _authored(form, reviewed)), needed=False
    ):
        advice[called] = (*advice.get(called, ()), said)
    messages = _each(fields, "message", lambda form: (Outcome(form["outcome"]), _authored(form, reviewed)))
    corrections = _each(fields, "correction", lambda form: _authored(form, reviewed), needed=False)
    phrases = _each(fields, "phrase", lambda form: _authored(form, reviewed))
    policy = Policy(
        drug=fields["drug"].strip().lower(),
        warnings=tuple(_each(fields, "warning", lambda form: _warning(form, reviewed))),
        alerts=alerts,
        advice=advice,
        messages=dict(messages),
        corrections={form.id: form for form in corrections},
        phrases={form.id: form for form in phrases},
        suggestions=tuple(_words(question) for question in _list(fields["suggestions"]["questions"])),
        most_days=_days(fields["most_days"]),
    )
    ids = [string.id for string in policy.strings()]
    twice = next((id for id in ids if ids.count(id) > 1), None)
    if twice:
        raise ValueError(f"the id {twice!r} stands twice")
    return policy


def _each(
    fields: Mapping[str, Any], table: str, read: Callable[[Mapping[str, Any]], _T], needed: bool = True
) -> list[_T]:
    """What the entries of a table say; whatever is wrong with one is told with its number and its id."""
    found = []
    for number, form in enumerate(_list(fields[table] if needed else fields.get(table, [])), start=1):
        try:
            found.append(read(form))
        except Exception as error:  # as where the file is read
            id = form.get("id") if isinstance(form, dict) else None
            named = f", {id!r}" if isinstance(id, str) else ""
            raise ValueError(f"[[{table}]] {number}{named}: {told(error)}") from error
    return found


def _warning(form: Mapping[str, Any], reviewed: bool) -> SafetyWarning:
    said = _authored(form, reviewed)
    return SafetyWarning(
        id=said.id,
        topic=WarningTopic(form["topic"]),
        line=_words(form["line"]),
        text=said.text,
        sources=said.sources,
        jurisdiction=said.jurisdiction,
        checked=said.checked,
        reviewed=said.reviewed,
    )


def _authored(form: Mapping[str, Any], reviewed: bool) -> Authored:
    if type(form["checked"]) is not date:
        raise ValueError("checked must be a date")
    if not _list(form["sources"]):
        raise ValueError("sources must be a list of at least one")
    return Authored(
        id=_words(form["id"]),
        text=_words(form["text"]),
        sources=tuple(_words(source) for source in form["sources"]),
        jurisdiction=_jurisdiction(form.get("jurisdiction", GENERAL)),
        checked=form["checked"],
        reviewed=_truth(form.get("reviewed", reviewed)),
    )


def _jurisdiction(value: object) -> str:
    words = _words(value)
    return words if words == GENERAL else words.upper()


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} should be true or false")
    return value


def _days(value: object) -> int:
    if type(value) is not int:
        raise ValueError(f"most_days should be a whole number, not {value!r}")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} should be a list")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str) or not any(map(str.isalnum, value)):
        raise ValueError(f"{value!r} should be words")
    return " ".join(value.split())
