"""Whatever stands in a file that a person or an installer may have spoilt, the warnings and the crisis card stand."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edubot.answering import opened
from edubot.assistant import Assistant
from edubot.errors import PolicyInvalid
from edubot.guardrail.builtin import BUILTIN_POLICY
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.triage import read_triage
from edubot.guardrail.wording import read_wording
from edubot.model import AlertKind, Outcome
from edubot.policy import read_policy
from edubot.preferences import MOTIONS, THEMES, read_preferences
from edubot.settings import POLICY_FILE, TRIAGE_FOLDER, WORDING_FILE
from tests.commands import Terminal, one_sentence
from tests.commands import assert_warned as assert_warned_object
from tests.guarded import assert_warned
from tests.odd_files import DEEP, odd_bytes_within, one_value_odd

CRISIS = "I want to die"
DEEP_TOML = b"a = " + b"[" * DEEP
POLICY = POLICY_FILE.read_text(encoding="utf-8")
RULES = {path.name: path.read_text(encoding="utf-8") for path in sorted(TRIAGE_FOLDER.iterdir())}
WORDING = json.loads(WORDING_FILE.read_text(encoding="utf-8"))
SETTINGS = 'theme = "light"\ncountry = "UK"\nmotion = "reduced"\n[keys]\nsave = "ctrl+s"\n'

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def _assert_helped(guardrail: Guardrail) -> None:
    """Somebody in danger is told whom to call, in words, under both warnings."""
    for answer in (guardrail.answer(CRISIS), guardrail.unavailable(CRISIS, "The index is gone.")):
        assert_warned(answer)
        assert AlertKind.CRISIS in [alert.kind for alert in answer.alerts]
        told = (*(alert.text for alert in answer.alerts), *(warning.line for warning in answer.warnings))
        assert all(any(map(str.isalnum, text)) for text in told)


def _with_most_days(value: str) -> bytes:
    return POLICY.replace("most_days = 365", f"most_days = {value}").encode()


@in_one_folder
@given(content=one_value_odd(POLICY) | odd_bytes_within(POLICY))
@example(content=_with_most_days("inf"))
@example(content=_with_most_days("nan"))
@example(content=DEEP_TOML)
def test_no_policy_keeps_help_away(tmp_path: Path, content: bytes) -> None:
    """One that says something else says it with both warnings; one that cannot be used leaves those of the code."""
    file = tmp_path / "policy.toml"
    file.write_bytes(content)
    _assert_helped(Guardrail.load(path=file))


@pytest.mark.parametrize("value", ["inf", "nan", "0", "-1", "365.5", "true", '"365"', "[]", "1e3", "2026-01-01"])
def test_an_age_is_a_number_of_days(tmp_path: Path, value: str) -> None:
    """Nothing is ever too old by an age that is none."""
    file = tmp_path / "policy.toml"
    file.write_bytes(_with_most_days(value))
    with pytest.raises(PolicyInvalid, match="most_days"):
        read_policy(file)


@pytest.mark.parametrize("name", RULES)
@settings(in_one_folder, max_examples=25)
@given(data=st.data())
def test_no_triage_rules_keep_help_away(tmp_path: Path, name: str, data: st.DataObject) -> None:
    """Rules that hear less than they should are refused; where they are refused the card stands with every message."""
    for rules, text in RULES.items():
        (tmp_path / rules).write_text(text, encoding="utf-8")
    (tmp_path / name).write_bytes(data.draw(one_value_odd(RULES[name]) | odd_bytes_within(RULES[name])))
    read_triage.cache_clear()
    _assert_helped(Guardrail.load(rules=tmp_path))


def test_rules_inside_one_another_are_refused(tmp_path: Path) -> None:
    """In the file's own brackets, and in those of a pattern."""
    in_a_pattern = RULES["words.toml"].replace("asks_beside = [", f'asks_beside = ["{"(a|" * DEEP}",')
    for content in (DEEP_TOML, in_a_pattern.encode()):
        (tmp_path / "words.toml").write_bytes(content)
        with pytest.raises(PolicyInvalid, match=r"words\.toml"):
            read_triage(tmp_path)


@pytest.mark.parametrize("figure", ["unit", "bias", "fires_from"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None, "", [], {}, "1e999"])
def test_a_figure_that_is_none_makes_no_model_of_words(tmp_path: Path, figure: str, value: object) -> None:
    """It would hear nothing, or a crisis in everything, and nobody would be told."""
    _assert_refused(tmp_path, json.dumps(WORDING | {"crisis": WORDING["crisis"] | {figure: value}}))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "5", "[" * 10**5, "\x00", json.dumps({"crisis": WORDING["crisis"]}), '{"crisis": []}'],
    ids=["empty", "list", "table", "number", "deep", "nul", "crisis-alone", "no-table"],
)
def test_what_is_no_model_of_words_is_refused(tmp_path: Path, content: str) -> None:
    """Also one that listens for some alerts alone."""
    _assert_refused(tmp_path, content)


def _assert_refused(folder: Path, wording: str) -> None:
    file = folder / "wording.json"
    file.write_text(wording, encoding="utf-8")
    with pytest.raises(PolicyInvalid, match="holds no model of words"):
        read_wording(file)
    guardrail = Guardrail.load(words=file)
    assert guardrail.problem
    _assert_helped(guardrail)


@in_one_folder
@given(content=one_value_odd(SETTINGS) | odd_bytes_within(SETTINGS))
@example(content=DEEP_TOML)
def test_no_settings_keep_the_chat_shut(tmp_path: Path, content: bytes) -> None:
    """What of them can be used is used, and the rest is told."""
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    preferences, notice = read_preferences(file, lambda: frozenset({"save"}))
    assert isinstance(notice, str)
    assert preferences.theme in THEMES
    assert preferences.motion in MOTIONS
    assert isinstance(preferences.country, str | None)


@pytest.mark.parametrize("content", [_with_most_days("inf"), DEEP_TOML], ids=["inf", "deep"])
def test_a_crisis_is_helped_whatever_the_policy_file_holds(tmp_path: Path, content: bytes) -> None:
    """The command shows the card and both warnings, says what is wrong with the file, and ends as a refusal does."""
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    nowhere = tmp_path / "nowhere"
    here = {"EDUBOT_POLICY": str(file), "EDUBOT_INDEX": str(nowhere)}
    told = Terminal(tmp_path, nowhere).run("ask", "--json", CRISIS, **here)
    assert told.status == 3
    assert str(file) in one_sentence(told.err)
    assert told.object["outcome"] == "unavailable"
    assert [alert["kind"] for alert in told.object["alerts"]] == ["crisis"]
    assert_warned_object(told.object, BUILTIN_POLICY)


@pytest.mark.parametrize("fault", [RuntimeError("torn"), RecursionError(), MemoryError()], ids=repr)
@pytest.mark.parametrize("index", ["nowhere", "\x00"])
def test_a_desk_needs_no_guardrail_to_warn(tmp_path: Path, fault: Exception, index: str) -> None:
    """Where not even the warnings' own files can be had, those of the code stand, whatever else is wrong."""

    def torn() -> Guardrail:
        raise fault

    answer = opened(torn, lambda: Assistant.open(tmp_path / index, torn)).ask(CRISIS)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert answer.warnings == BUILTIN_POLICY.warnings
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]
