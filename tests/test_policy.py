"""The bundled policy says what it must, in words a patient can read; a broken one is refused in a sentence."""

import re
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import textstat

from edubot.errors import PolicyInvalid
from edubot.guardrail.builtin import BUILTIN_POLICY
from edubot.model import AlertKind, Authored, Outcome, SafetyWarning, WarningTopic
from edubot.policy import GENERAL, OTHER_MEDICINE, PHRASES, Policy, read_policy
from edubot.settings import POLICY_FILE

POLICY = read_policy(POLICY_FILE)
SOURCE_TEXT = POLICY_FILE.read_text(encoding="utf-8")
FORMS = [pytest.param(form, id=f"{form.topic}-{form.jurisdiction}") for form in POLICY.warnings]
MOST_GRADE = 8

WHERE = ("general", "US", "UK", "EU")
STRINGS = [pytest.param(string, id=string.id) for string in POLICY.strings()]

AUTHORED = {
    **{string.id: string.text for string in POLICY.strings()},
    **{f"suggestion-{number}": words for number, words in enumerate(POLICY.suggestions, start=1)},
}

NOT_CONFIRMED = ("findahelpline", "14416", "Tele-MANAS", "iCall", "Vandrevala", "AASRA", "8 days", "eight days")
VOLATILE = ("19 day", "19-day", "two prescribers", "second prescriber", "30-day", "1-866", "1-800", "CLIA")

PREGNANCY = {
    "never in pregnancy": r"do not take isotretinoin if you are pregnant",
    "harm": r"harm an unborn baby.*even after a short time",
    "miscarriage": r"miscarriage",
    "birth control": r"birth control",
    "before, during and after": r"1 month before, during,? and 1 month after",
    "tests": r"you need [^.]*pregnancy tests",
    "mini-pill": r"do not rely on the mini-pill",
    "emergency birth control": r"today about emergency birth control",
    "stop, then call": r"if you may be pregnant, stop taking it and call your (prescriber|doctor) right away",
    "breastfeeding": r"do not breastfeed, and ask when it is safe again",
    "blood": r"do not give blood until 1 month after your last dose",
    "sharing": r"do not share",
}
MENTAL_HEALTH = {
    "mood": r"felt very low, had mood changes, or thought about suicide",
    "stop, then call": r"stop taking it and call your (prescriber|doctor) right away",
    "others watch": r"family or friends to watch",
    "emergency": r"might hurt yourself, call",
    "otherwise do not stop": r"unless a warning here tells you to stop, do not stop or change your dose",
}
LOCAL = {
    (WarningTopic.PREGNANCY, "US"): (r"if you can get pregnant, you need two forms", r"pregnancy tests", r"ipledge"),
    (WarningTopic.PREGNANCY, "UK"): (
        r"if you can get pregnant, you need pregnancy tests",
        r"one kind that works very well \(a coil or an implant, or the injection if it is given on time\)",
        r"or two kinds that work in different ways",
    ),
    (WarningTopic.PREGNANCY, "EU"): (
        r"if you can get pregnant, you need pregnancy tests",
        r"one kind that works very well \(such as a coil or an implant\)",
        r"or two kinds that work in different ways",
    ),
    (WarningTopic.MENTAL_HEALTH, "US"): (r"call or text 988", r"call 911"),
    (WarningTopic.MENTAL_HEALTH, "UK"): (r"call 116 123", r"call 999"),
    (WarningTopic.MENTAL_HEALTH, "EU"): (r"call 112",),
    (WarningTopic.MENTAL_HEALTH, "general"): (
        r"988 in the us",
        r"116 123 in the uk and ireland",
        r"911",
        r"999",
        r"112",
    ),
}


def _form(topic: WarningTopic, jurisdiction: str) -> SafetyWarning:
    (form,) = [form for form in POLICY.warnings if (form.topic, form.jurisdiction) == (topic, jurisdiction)]
    return form


def test_the_bundled_policy_has_every_form_and_every_message() -> None:
    """Both topics come in a general, a US, a UK and an EU form, once each; every outcome and alert has its words."""
    forms = sorted((str(form.topic), form.jurisdiction) for form in POLICY.warnings)
    assert forms == sorted((str(topic), where) for topic in WarningTopic for where in WHERE)
    assert POLICY.countries == ("EU", "UK", "US")
    assert set(POLICY.messages) == set(Outcome)
    assert set(POLICY.alerts) == set(AlertKind)
    assert set(POLICY.phrases) == set(PHRASES)
    assert POLICY.drug == "isotretinoin"


@pytest.mark.parametrize("form", POLICY.warnings, ids=lambda form: f"{form.topic}-{form.jurisdiction}")
def test_a_line_fits_two_rows_of_76_columns(form: SafetyWarning) -> None:
    """A warning's short form never pushes the answer off a small screen."""
    assert len(textwrap.wrap(form.line, 76)) <= 2


@pytest.mark.parametrize("name", AUTHORED)
def test_every_authored_string_reads_at_grade_8_or_below(name: str) -> None:
    """Flesch-Kincaid grade, counted by textstat."""
    grade = textstat.flesch_kincaid_grade(AUTHORED[name])
    assert grade <= MOST_GRADE, f"{name} reads at grade {grade:.1f}: {AUTHORED[name]}"


@pytest.mark.parametrize("string", STRINGS)
def test_a_string_says_where_and_when_its_facts_were_read(string: Authored) -> None:
    """Each names its sources, whom it is for, and a day on which it was checked that has come."""
    assert all(source.strip() for source in string.sources)
    assert string.sources
    assert string.jurisdiction in WHERE
    assert type(string.checked) is date
    assert date(2026, 1, 22) <= string.checked <= date.today()


@pytest.mark.parametrize("fact", [*NOT_CONFIRMED, *VOLATILE])
def test_no_unconfirmed_or_volatile_fact_is_told(fact: str) -> None:
    """What was not confirmed, and what changes, stands nowhere in the policy nor in the built-in warnings."""
    told = [*AUTHORED.values(), *(string.text for string in BUILTIN_POLICY.strings())]
    sources = [source for policy in (POLICY, BUILTIN_POLICY) for form in policy.strings() for source in form.sources]
    assert not [words for words in [*told, *sources] if fact.casefold() in words.casefold()]


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("point", PREGNANCY)
def test_the_pregnancy_text_says_all_that_it_must(where: str, point: str) -> None:
    """Harm, birth control before, during and after, stop and call, breastfeeding, blood: in every form."""
    assert re.search(PREGNANCY[point], _form(WarningTopic.PREGNANCY, where).text, re.IGNORECASE)


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("point", MENTAL_HEALTH)
def test_the_mental_health_text_says_all_that_it_must(where: str, point: str) -> None:
    """Mood, stop and call, emergency help, and that nothing else is a reason to stop: in every form."""
    assert re.search(MENTAL_HEALTH[point], _form(WarningTopic.MENTAL_HEALTH, where).text, re.IGNORECASE)


@pytest.mark.parametrize(("topic", "where"), LOCAL)
def test_a_form_says_what_holds_in_its_country(topic: WarningTopic, where: str) -> None:
    """Numbers and rules are those of the country that the form is for."""
    text = _form(topic, where).text
    assert [point for point in LOCAL[topic, where] if not re.search(point, text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    ("where", "foreign"),
    [
        ("US", ("116 123", "999", "112")),
        ("UK", ("988", "911", "112", "iPLEDGE")),
        ("EU", ("988", "911", "116 123", "999", "iPLEDGE")),
    ],
)
def test_a_countrys_form_gives_no_other_countrys_numbers(where: str, foreign: tuple[str, ...]) -> None:
    """A person in distress is not left to sort numbers."""
    told = " ".join(string.text for string in POLICY.strings() if string.jurisdiction == where)
    assert [number for number in foreign if number in told] == []


@pytest.mark.parametrize("form", FORMS)
def test_the_line_alone_says_what_to_do(form: SafetyWarning) -> None:
    """Who reads two rows only still reads: stop, and whom to call."""
    assert "stop" in form.line
    if form.topic is WarningTopic.PREGNANCY:
        assert "never take isotretinoin" in form.line
        assert "call your prescriber" in form.line
    else:
        numbers = {"US": ("988", "911"), "UK": ("116 123", "999"), "EU": ("112",), "general": ("988", "116 123")}
        assert all(number in form.line for number in numbers[form.jurisdiction])


def test_every_suggestion_and_notice_stays_until_a_clinician_has_signed() -> None:
    """No string is signed yet, and the notice says so."""
    assert not any(string.reviewed for string in POLICY.strings())
    assert "not yet reviewed by a clinician" in POLICY.unreviewed_notice


def test_the_builtin_warnings_and_alerts_are_the_bundled_general_forms() -> None:
    """What stands in the code cannot drift from the policy file: equal field by field."""
    assert BUILTIN_POLICY.warnings_for(None) == POLICY.warnings_for(None)
    assert BUILTIN_POLICY.warnings == tuple(_form(topic, "general") for topic in WarningTopic)
    assert BUILTIN_POLICY.messages[Outcome.UNAVAILABLE] == POLICY.messages[Outcome.UNAVAILABLE]
    for kind in AlertKind:
        assert BUILTIN_POLICY.alerts[kind] == (POLICY.alert_for(kind, None),)
        assert BUILTIN_POLICY.alert_for(kind, None).jurisdiction == GENERAL
    for phrase in set(PHRASES) - {OTHER_MEDICINE}:
        assert BUILTIN_POLICY.phrases[phrase] == POLICY.phrases[phrase]
    assert BUILTIN_POLICY.phrases[OTHER_MEDICINE].text == POLICY.messages[Outcome.UNAVAILABLE].text
    assert BUILTIN_POLICY.unreviewed_notice == POLICY.unreviewed_notice
    assert BUILTIN_POLICY.drug == POLICY.drug


@pytest.mark.parametrize(
    ("country", "jurisdiction"),
    [(None, "general"), ("", "general"), ("FR", "general"), ("US", "US"), ("us", "US"), ("Uk", "UK"), ("eu", "EU")],
)
def test_a_country_gets_its_own_form_and_any_other_the_general_one(country: str | None, jurisdiction: str) -> None:
    """One warning a topic, whoever asks, in the order pregnancy, mental health."""
    shown = POLICY.warnings_for(country)
    assert [(form.topic, form.jurisdiction) for form in shown] == [(topic, jurisdiction) for topic in WarningTopic]
    for kind in AlertKind:
        own = {form.jurisdiction for form in POLICY.alerts[kind]} & {jurisdiction}
        assert POLICY.alert_for(kind, country).jurisdiction == (jurisdiction if own else GENERAL)


def _without(pattern: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, "", text, flags=re.DOTALL | re.MULTILINE)


def _with(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def _put(pattern: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, new, text, flags=re.DOTALL | re.MULTILINE)


def _table(kind: str, line: str) -> str:
    """Pattern of every table of a kind in which a line stands."""
    return rf"^\[\[{kind}\]\]\n(?:(?!^\[)[^\n]*\n)*?{line}\n(?:(?!^\[)[^\n]*\n)*"


WARNINGS = r"^\[\[warning\]\].*?(?=^\[\[alert\]\])"
ALERTS = r"^\[\[alert\]\].*?(?=^\[\[correction\]\])"
PHRASES_AND_MESSAGES = r"^\[\[phrase\]\].*?(?=^\[\[message\]\])", r"^\[\[message\]\].*?(?=^\[suggestions\])"
TEXT = r'^text = """.*?"""$'
SOURCES = r"^sources = \[.*?\]$"

BROKEN: dict[str, Callable[[str], str]] = {
    "empty file": lambda _: "",
    "not TOML": lambda text: text + "\n[[[",
    "wrong schema": _with("schema = 2", "schema = 1"),
    "no schema": _without(r"^schema = 2$"),
    "no drug": _without(r"^drug = .*?$"),
    "no age": _without(r"^most_days = .*?$"),
    "no warnings": _without(WARNINGS),
    "warnings are no tables": lambda text: 'warning = "none"\n' + _without(WARNINGS)(text),
    "no pregnancy warning": _without(_table("warning", 'topic = "pregnancy"')),
    "no mental-health warning": _without(_table("warning", 'topic = "mental_health"')),
    "no general form": _with('jurisdiction = "general"', 'jurisdiction = "US"'),
    "no general pregnancy warning": _without(_table("warning", 'id = "pregnancy.general"')),
    "no general mental-health warning": _without(_table("warning", 'id = "mental.general"')),
    "unknown topic": _with('topic = "mental_health"', 'topic = "mood"'),
    "no alerts": _without(ALERTS),
    "alerts are no tables": lambda text: 'alert = "none"\n' + _without(ALERTS)(text),
    **{f"no {kind} alert": _without(_table("alert", f'kind = "{kind}"')) for kind in AlertKind},
    "no general crisis alert": _without(_table("alert", 'id = "crisis.general"')),
    "unknown alert": _with('kind = "dosing"', 'kind = "dose"'),
    "no id": _without(r"^id = .*?$"),
    "empty id": _with('id = "crisis.us"', 'id = ""'),
    "an id twice": _with('id = "crisis.us"', 'id = "crisis.uk"'),
    "an id of a warning and of an alert": _with('id = "crisis.us"', 'id = "mental.us.text"'),
    "no source": _without(SOURCES),
    "empty sources": _put(SOURCES, "sources = []"),
    "blank source": _with('"Samaritans"', '" "'),
    "no line": _without(r"^line = .*?$"),
    "empty line": _put(r"^line = .*?$", 'line = ""'),
    "no text": _without(TEXT),
    "empty text": _put(TEXT, 'text = ""'),
    "number for text": _put(TEXT, "text = 7"),
    "no date": _without(r"^checked = .*?$"),
    "date as words": _put(r"^checked = (.*?)$", r'checked = "\1"'),
    "no phrases": _without(PHRASES_AND_MESSAGES[0]),
    **{f"no phrase {phrase}": _without(_table("phrase", f'id = "{phrase}"')) for phrase in PHRASES},
    "no messages": _without(PHRASES_AND_MESSAGES[1]),
    **{f"no message for {each}": _without(_table("message", f'outcome = "{each}"')) for each in Outcome},
    "a message empty": _with('text = "I cannot search', 'text = ""\nfirst = "I cannot search'),
    "unknown outcome": _with('outcome = "unavailable"', 'outcome = "gone"'),
    "no suggestions": _without(r"^\[suggestions\].*"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_policy_is_refused_in_one_sentence(how: str, tmp_path: Path) -> None:
    """The sentence names the file and the mend, on one line, whatever is wrong with it."""
    broken = BROKEN[how](SOURCE_TEXT)
    assert broken != SOURCE_TEXT
    with pytest.raises(PolicyInvalid) as refused:
        _read(tmp_path, broken)
    sentence = str(refused.value)
    assert str(tmp_path / "policy.toml") in sentence
    assert sentence.endswith("mend the file or take back its last change.")
    assert "\n" not in sentence


SLACK: dict[str, Callable[[str], str]] = {
    "reviewed in words": _with("reviewed = false", 'reviewed = "false"'),
    "one string reviewed in words": _with('id = "crisis.us"', 'id = "crisis.us"\nreviewed = "true"'),
    "sources in one string": _put(SOURCES, 'sources = "NHS"'),
    "date with a time": _put(r"^checked = (.*?)$", r"checked = \1T00:00:00"),
}


@pytest.mark.parametrize("how", SLACK)
def test_a_value_of_another_kind_is_not_guessed_at(how: str, tmp_path: Path) -> None:
    """`reviewed = "false"` signs nothing, "NHS" is not the sources N, H and S, a moment is not a day."""
    with pytest.raises(PolicyInvalid):
        _read(tmp_path, SLACK[how](SOURCE_TEXT))


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_a_policy_that_cannot_be_read_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    """A missing file and a folder are told like any other fault."""
    with pytest.raises(PolicyInvalid, match="mend the file"):
        read_policy(tmp_path / name)


def test_a_policy_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """Bytes that are no text are told like any other fault."""
    (tmp_path / "policy.toml").write_bytes(SOURCE_TEXT.encode("utf-16"))
    with pytest.raises(PolicyInvalid, match="mend the file"):
        read_policy(tmp_path / "policy.toml")


def test_a_signed_policy_signs_every_string(tmp_path: Path) -> None:
    """`reviewed = true` is what a clinician's signature becomes; one string can say so for itself."""
    signed = _read(tmp_path, SOURCE_TEXT.replace("reviewed = false", "reviewed = true"))
    assert all(string.reviewed for string in signed.strings())
    assert all(form.reviewed for form in signed.warnings)
    one = _read(tmp_path, SOURCE_TEXT.replace('id = "crisis.us"', 'id = "crisis.us"\nreviewed = true'))
    assert [string.id for string in one.strings() if string.reviewed] == ["crisis.us"]


def _read(folder: Path, text: str) -> Policy:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path)
