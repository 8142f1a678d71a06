"""Every way out shows both warnings, whatever is typed and whatever fails."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edubot.assistant import Assistant
from edubot.errors import EdubotError, IndexDamaged
from edubot.guardrail.builtin import BUILTIN_POLICY
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.model import AlertKind, Confidence, Outcome
from edubot.settings import POLICY_FILE, POLICY_VARIABLE
from tests.guarded import BOTH, HIT, SURE, assert_warned, torn_by

ANY_TEXT = st.text(max_size=200)
FAULTS: tuple[Exception, ...] = (
    ValueError("a shape does not fit"),
    KeyError("row"),
    RuntimeError(""),
    MemoryError(),
    RecursionError(),
    OSError(5, "the disk failed"),
    IndexDamaged("The store is torn", "Build the index again"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
)


@pytest.fixture
def broken_policy(tmp_path: Path) -> Path:
    """A policy file that lost its mental-health warning."""
    path = tmp_path / "policy.toml"
    path.write_text(POLICY_FILE.read_text(encoding="utf-8").replace("mental_health", "mood"), encoding="utf-8")
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=ANY_TEXT)
@example("")
@example("hello")
@example("I want to die")
@example("Can I drink alcohol?")
@example("\x00")
@example("\ud800")
@example('"alcohol" AND NOT (*')
@example("alcohol " * 2000)
def test_whatever_is_typed_the_answer_has_both_warnings(assistant: Assistant, text: str) -> None:
    """Over the real index, any text comes back with its own words, a sentence and the general warnings."""
    answer = assistant.ask(text)
    assert_warned(answer)
    assert answer.question == text
    assert answer.warnings == BOTH


@given(text=ANY_TEXT, found=st.booleans(), value=st.floats(0, 1))
def test_however_a_question_comes_out_it_has_both_warnings(text: str, found: bool, value: float) -> None:
    """Answered, mentioned, not found or no question: the guardrail adds the warnings to each."""
    answer = Guardrail.load().answer(text, Findings((HIT,) if found else (), Confidence(value, 0.7, 0.3)))
    assert_warned(answer)
    assert answer.warnings == BOTH


@given(text=ANY_TEXT, problem=st.text(max_size=50))
def test_an_unavailable_index_still_warns(text: str, problem: str) -> None:
    """Why nothing can be searched stands beside the warnings."""
    answer = Guardrail.load().unavailable(text, problem)
    assert_warned(answer)
    assert (answer.outcome, answer.problem, answer.question) == (Outcome.UNAVAILABLE, problem, text)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_inside_retrieval_is_an_answer_with_both_warnings(fault: Exception) -> None:
    """Nothing that retrieval raises reaches the person as anything but a sentence."""
    answer = torn_by(fault, Guardrail.load()).ask("Can I drink alcohol?")
    assert_warned(answer)
    assert answer.outcome is Outcome.UNAVAILABLE
    expected = str(fault) if isinstance(fault, EdubotError) else type(fault).__name__
    assert answer.problem is not None
    assert expected in answer.problem


def test_after_a_fault_the_next_question_is_still_answered() -> None:
    """A failed question does not keep the turn of the next one."""
    torn = torn_by(ValueError("once"), Guardrail.load())
    answers = [torn.ask("Can I drink alcohol?") for _ in range(3)]
    assert [answer.outcome for answer in answers] == [Outcome.UNAVAILABLE] * 3
    assert torn.ask("hello").outcome is Outcome.NOT_A_QUESTION


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT)
@example("Can I drink alcohol?")
@example("hello")
def test_under_a_broken_policy_nothing_is_answered(broken_policy: Path, text: str) -> None:
    """The built-in warnings stand, the sentence says what is wrong, and no passage is shown for anything typed."""
    guardrail = Guardrail.load(path=broken_policy)
    for answer in (
        guardrail.answer(text, Findings((HIT,), SURE)),
        guardrail.unavailable(text, "The index is gone."),
        torn_by(ValueError("never reached"), guardrail).ask(text),
    ):
        assert answer.outcome is Outcome.UNAVAILABLE
        assert answer.warnings == BUILTIN_POLICY.warnings
        assert answer.hits == ()
        assert answer.problem is not None
        assert str(broken_policy) in answer.problem
        assert "mend the file" in answer.problem


def test_a_broken_policy_keeps_the_real_leaflets_shut(assistant: Assistant, broken_policy: Path) -> None:
    """Even with a whole index behind it, a guardrail without its policy answers nothing."""
    answer = Assistant(assistant.retriever, Guardrail.load(path=broken_policy)).ask("Can I drink alcohol?")
    assert (answer.outcome, answer.hits) == (Outcome.UNAVAILABLE, ())
    assert answer.warnings == BUILTIN_POLICY.warnings


@pytest.mark.parametrize("country", [None, "US", "UK", "FR"])
def test_a_missing_policy_file_leaves_the_builtin_warnings(country: str | None, tmp_path: Path) -> None:
    """Loading never raises; whatever the country, the general warnings stand."""
    guardrail = Guardrail.load(country, tmp_path / "nowhere.toml")
    answer = guardrail.answer("Can I drink alcohol?", Findings((HIT,)))
    assert guardrail.warnings == answer.warnings == BUILTIN_POLICY.warnings
    assert (answer.outcome, answer.hits) == (Outcome.UNAVAILABLE, ())
    assert str(tmp_path / "nowhere.toml") in (answer.problem or "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_no_content_of_a_policy_file_keeps_the_warnings_away(tmp_path: Path, content: bytes) -> None:
    """Any bytes at all in the place of the policy: loading does not raise and both topics are there."""
    path = tmp_path / "policy.toml"
    path.write_bytes(content)
    assert_warned(Guardrail.load(path=path).answer("alcohol?", Findings((HIT,))))


def test_nobody_is_sure_of_what_was_not_searched(broken_policy: Path) -> None:
    """A greeting is surely not answered; where nothing can be searched nobody knows, whatever was typed."""
    guardrail, broken = Guardrail.load(), Guardrail.load(path=broken_policy)
    for text in ("hello", "I want to die"):
        assert guardrail.answer(text, Findings((HIT,), SURE)).confidence == 0.0
        assert guardrail.unavailable(text, "The index is gone.").confidence is None
        assert broken.answer(text, Findings((HIT,), SURE)).confidence is None


@pytest.mark.parametrize("country", [None, "US", "UK", "EU"])
def test_help_needs_no_leaflets_and_no_policy(country: str | None, broken_policy: Path) -> None:
    """A fault inside retrieval, an index that is gone, a policy that is broken: the crisis card is there still."""
    text = "I want to die. What about alcohol?"
    whole, broken = Guardrail.load(country), Guardrail.load(country, broken_policy)
    for guardrail, answer in (
        (whole, torn_by(ValueError("torn"), whole).ask(text)),
        (whole, whole.unavailable(text, "The index is gone.")),
        (broken, torn_by(ValueError("torn"), broken).ask(text)),
    ):
        assert_warned(answer)
        assert answer.outcome is Outcome.UNAVAILABLE
        expected = guardrail.policy.alert_for(AlertKind.CRISIS, country)
        assert [(alert.kind, alert.text, alert.policy_id) for alert in answer.alerts] == [
            (AlertKind.CRISIS, expected.text, expected.id)
        ]


def test_rules_that_cannot_be_read_leave_the_builtin_warnings(tmp_path: Path) -> None:
    """Without its triage rules nothing is answered, and the crisis card stands: nobody can tell who needs it."""
    (tmp_path / "words.toml").write_text("schema = 1\n", encoding="utf-8")
    for rules in (tmp_path, tmp_path / "nowhere"):
        answer = Guardrail.load(rules=rules).answer("I want to die", Findings((HIT,), SURE))
        assert (answer.outcome, answer.hits) == (Outcome.UNAVAILABLE, ())
        assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]
        assert answer.warnings == BUILTIN_POLICY.warnings
        assert str(rules / "words.toml") in (answer.problem or "")


def test_the_environment_names_another_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs edubot may bring their own wording; one that cannot be read is not passed over."""
    own = tmp_path / "own.toml"
    text = POLICY_FILE.read_text(encoding="utf-8")
    own.write_text(text.replace("Pregnancy: never take", "Pregnancy: do never take"), encoding="utf-8")
    monkeypatch.setenv(POLICY_VARIABLE, str(own))
    assert Guardrail.load().warnings[0].line.startswith("Pregnancy: do never take")
    monkeypatch.setenv(POLICY_VARIABLE, str(tmp_path / "nowhere.toml"))
    assert str(tmp_path / "nowhere.toml") in (Guardrail.load().problem or "")
    assert Guardrail.load().warnings == BUILTIN_POLICY.warnings
