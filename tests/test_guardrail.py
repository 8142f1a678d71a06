"""Every way out shows both warnings, and a greeting is not taken for a question."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edubot.assistant import Assistant
from edubot.errors import CorrectionMissing, EdubotError, IndexDamaged
from edubot.guardrail.builtin import BUILTIN_POLICY
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.outcome import is_question
from edubot.model import AlertKind, Answer, Confidence, Hit, Outcome, Passage, Source, Topic
from edubot.policy import BESIDE_CRISIS, OTHER_MEDICINE, read_policy
from edubot.retriever import Retriever
from edubot.settings import GENERAL_POLICY_FILE, POLICY_FILE, POLICY_VARIABLE

SOURCE = Source("leaf", "A leaflet", "leaf.md", "a" * 64, "b" * 64, drug="isotretinoin")
HIT = Hit(Passage(SOURCE, (), 0, 15, "Avoid alcohol.\n"), 0.5)
OTHER_HIT = Hit(replace(HIT.passage, source=replace(SOURCE, id="other", drug="ibuprofen")), 0.5)
SURE = Confidence(1.0, 0.7, 0.3)
BARE = (Outcome.NOT_IN_LEAFLETS, Outcome.NOT_A_QUESTION, Outcome.UNAVAILABLE)
BOTH = read_policy(POLICY_FILE).warnings_for(None)
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


class TornRetriever:
    """Fails at every step, as retrieval might, whatever it is asked for."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault
        self.asked: list[tuple[str, int]] = []

    def search(self, question: str, limit: int) -> list[Hit]:
        """Never found."""
        self.asked.append((question, limit))
        raise self.fault

    def expansions(self, question: str) -> list[str]:
        """No words are added."""
        return [word for word in question.split() if word == "added"]


def _torn(fault: Exception, guardrail: Guardrail) -> Assistant:
    return Assistant(cast(Retriever, TornRetriever(fault)), guardrail)


def _assert_warned(answer: Answer) -> None:
    assert [warning.topic for warning in answer.warnings] == list(Topic)
    assert all(warning.line and warning.text and warning.sources for warning in answer.warnings)
    assert answer.message
    assert not (answer.hits and answer.outcome in BARE)


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
    _assert_warned(answer)
    assert answer.question == text
    assert answer.warnings == BOTH


@given(text=ANY_TEXT, found=st.booleans(), value=st.floats(0, 1))
def test_however_a_question_comes_out_it_has_both_warnings(text: str, found: bool, value: float) -> None:
    """Answered, mentioned, not found or no question: the guardrail adds the warnings to each."""
    answer = Guardrail.load().answer(text, Findings((HIT,) if found else (), Confidence(value, 0.7, 0.3)))
    _assert_warned(answer)
    assert answer.warnings == BOTH


@given(text=ANY_TEXT, problem=st.text(max_size=50))
def test_an_unavailable_index_still_warns(text: str, problem: str) -> None:
    """Why nothing can be searched stands beside the warnings."""
    answer = Guardrail.load().unavailable(text, problem)
    _assert_warned(answer)
    assert (answer.outcome, answer.problem, answer.question) == (Outcome.UNAVAILABLE, problem, text)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_inside_retrieval_is_an_answer_with_both_warnings(fault: Exception) -> None:
    """Nothing that retrieval raises reaches the person as anything but a sentence."""
    answer = _torn(fault, Guardrail.load()).ask("Can I drink alcohol?")
    _assert_warned(answer)
    assert answer.outcome is Outcome.UNAVAILABLE
    expected = str(fault) if isinstance(fault, EdubotError) else type(fault).__name__
    assert answer.problem is not None
    assert expected in answer.problem


def test_after_a_fault_the_next_question_is_still_answered() -> None:
    """A failed question does not keep the turn of the next one."""
    torn = _torn(ValueError("once"), Guardrail.load())
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
        _torn(ValueError("never reached"), guardrail).ask(text),
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
    _assert_warned(Guardrail.load(path=path).answer("alcohol?", Findings((HIT,))))


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (0.0, Outcome.NOT_IN_LEAFLETS),
        (0.29, Outcome.NOT_IN_LEAFLETS),
        (0.3, Outcome.MENTIONED),
        (0.69, Outcome.MENTIONED),
        (0.7, Outcome.ANSWERED),
        (1.0, Outcome.ANSWERED),
    ],
)
def test_the_outcome_follows_from_the_confidence_alone(value: float, outcome: Outcome) -> None:
    """Each mark belongs to the better side; under the lower one no passage is shown; the value is passed on."""
    guardrail = Guardrail.load()
    found = Findings((HIT,), Confidence(value, answered_from=0.7, mentioned_from=0.3))
    answer = guardrail.answer("Can I drink alcohol?", found)
    assert (answer.outcome, answer.confidence) == (outcome, value)
    assert answer.hits == (() if outcome is Outcome.NOT_IN_LEAFLETS else (HIT,))
    assert answer.message == guardrail.policy.messages[outcome].text


def test_what_is_not_calibrated_is_never_called_an_answer() -> None:
    """Without a confidence passages are a mention, and no number is made up."""
    answer = Guardrail.load().answer("Can I drink alcohol?", Findings((HIT,)))
    assert (answer.outcome, answer.confidence, answer.hits) == (Outcome.MENTIONED, None, (HIT,))


@pytest.mark.parametrize("confidence", [None, SURE])
def test_nothing_found_is_not_in_the_leaflets(confidence: Confidence | None) -> None:
    """Without a passage there is no answer, however sure the scorer is."""
    assert Guardrail.load().answer("Can I drink alcohol?", Findings((), confidence)).outcome is Outcome.NOT_IN_LEAFLETS


def test_passages_keep_their_order() -> None:
    """The guardrail decides whether passages are shown, never which comes first."""
    hits = tuple(Hit(HIT.passage, score) for score in (0.1, 0.9, 0.5))
    assert Guardrail.load().answer("Can I drink alcohol?", Findings(hits)).hits == hits


@pytest.mark.parametrize(
    ("country", "form"),
    [("US", "US"), ("us", "US"), ("UK", "UK"), ("eu", "EU"), ("FR", "general"), (None, "general")],
)
@pytest.mark.parametrize("question", ["Can I drink alcohol?", "hello", "", "I want to die"])
def test_every_answer_carries_the_countrys_form(country: str | None, form: str, question: str) -> None:
    """Found, not found, no question, unavailable: the warnings are those of the person's country."""
    guardrail = Guardrail.load(country)
    answers = [
        guardrail.answer(question, Findings((HIT,))),
        guardrail.answer(question),
        guardrail.unavailable(question, "No index."),
    ]
    assert {warning.jurisdiction for answer in answers for warning in answer.warnings} == {form}
    assert {warning.jurisdiction for warning in guardrail.warnings} == {form}


NO_QUESTION: Sequence[str] = (
    *("", " ", "\n\t\n", "?", "???", "...", "!!", "🙂", "—", "* * *", "(){}[]", '"'),
    *("1", "42", "3.14", "1, 2, 3", "½", "٣"),
    *("hi", "Hi!", "HELLO", "hello there", "good morning", "Hey, good evening!", "thanks", "Thank you so much!", "ok"),
    *("yes please", "bye", "good night", "hola", "Bonjour", "how are you?", "who are you?", "test", "help", "start"),
)
QUESTIONS: Sequence[str] = (
    *("alcohol?", "purging", "ipledge", "iPLEDGE", "Accutane", "pregnancy", "acne", "dry lips", "20mg", "mood"),
    *("Can I drink alcohol?", "hi, can I drink?", "Hello! Is it safe with vitamin A", "thanks. and sunlight?"),
    *(
        "my son is so sad",
        "is it true that some people die",
        "help, I am bleeding",
        "blood test",
        "depresion",
        "роаккутан",
        "痤疮",
    ),
    *("how long does it take", "can i stop", "is it on the pill", "forgot yesterday, take 2?", "why does it peel"),
)
SHORT_QUESTIONS: Sequence[str] = (
    *("what is it for?", "what does it do?", "when should I start?", "can I start it?", "how many a day?"),
    *("morning or night?", "will it help?", "does it help", "do I need a test?", "Do I need testing?"),
)


@pytest.mark.parametrize("text", NO_QUESTION)
def test_a_greeting_a_blank_or_a_number_is_no_question(text: str) -> None:
    """Nothing is looked up for it, and the answer says how to ask."""
    assert not is_question(text)
    assert Guardrail.load().answer(text, Findings((HIT,))).outcome is Outcome.NOT_A_QUESTION


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_terse_question_is_a_question(text: str) -> None:
    """One telling word is enough, in any spelling or script, also after a greeting."""
    assert is_question(text)
    assert Guardrail.load().answer(text, Findings((HIT,))).outcome is not Outcome.NOT_A_QUESTION


def test_nobody_is_sure_of_what_was_not_searched(broken_policy: Path) -> None:
    """A greeting is surely not answered; where nothing can be searched nobody knows, whatever was typed."""
    guardrail, broken = Guardrail.load(), Guardrail.load(path=broken_policy)
    for text in ("hello", "I want to die"):
        assert guardrail.answer(text, Findings((HIT,), SURE)).confidence == 0.0
        assert guardrail.unavailable(text, "The index is gone.").confidence is None
        assert broken.answer(text, Findings((HIT,), SURE)).confidence is None


BARE_CRISES: Sequence[str] = ("i want to die", "I want to kill myself.", "hi, i want to die!!")


@pytest.mark.parametrize("text", BARE_CRISES)
def test_who_says_only_that_they_are_in_danger_gets_help_and_no_leaflet(text: str) -> None:
    """It is more than a greeting, yet asks nothing that leaflets hold: the crisis card stands alone."""
    assert is_question(text)
    guardrail = Guardrail.load()
    assert not guardrail.takes(text)
    answer = guardrail.answer(text, Findings((HIT,), SURE))
    _assert_warned(answer)
    assert (answer.outcome, answer.hits) == (Outcome.NOT_A_QUESTION, ())
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]
    assert answer.message == guardrail.policy.phrases[BESIDE_CRISIS].text


@pytest.mark.parametrize("beside", ["What about alcohol?", "Can I drink alcohol with it?", "How long does it last?"])
def test_who_is_in_danger_and_asks_gets_help_and_the_leaflets(beside: str) -> None:
    """The question in a sentence of its own is answered beneath the card."""
    text = f"I want to die. {beside}"
    answer = Guardrail.load().answer(text, Findings((HIT,), SURE))
    assert (answer.outcome, answer.hits) == (Outcome.ANSWERED, (HIT,))
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]


@pytest.mark.parametrize("country", [None, "US", "UK", "EU"])
def test_help_needs_no_leaflets_and_no_policy(country: str | None, broken_policy: Path) -> None:
    """A fault inside retrieval, an index that is gone, a policy that is broken: the crisis card is there still."""
    text = "I want to die. What about alcohol?"
    whole, broken = Guardrail.load(country), Guardrail.load(country, broken_policy)
    for guardrail, answer in (
        (whole, _torn(ValueError("torn"), whole).ask(text)),
        (whole, whole.unavailable(text, "The index is gone.")),
        (broken, _torn(ValueError("torn"), broken).ask(text)),
    ):
        _assert_warned(answer)
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


def test_what_only_the_prescriber_decides_is_said_so() -> None:
    """A question on the person's own dose has the alert on dosing, and the leaflets only in general."""
    guardrail = Guardrail.load()
    answer = guardrail.answer("can i stop", Findings((HIT,), SURE))
    assert (answer.outcome, answer.hits) == (Outcome.ASK_PRESCRIBER, (HIT,))
    assert [alert.kind for alert in answer.alerts] == [AlertKind.DOSING]
    assert answer.message == guardrail.policy.messages[Outcome.ASK_PRESCRIBER].text


@pytest.mark.parametrize(
    ("hits", "confidence", "outcome"),
    [
        ((HIT,), SURE, Outcome.MENTIONED),
        ((HIT,), None, Outcome.MENTIONED),
        ((HIT,), Confidence(0.1, 0.7, 0.3), Outcome.NOT_IN_LEAFLETS),
        ((), SURE, Outcome.NOT_IN_LEAFLETS),
    ],
)
def test_another_medicine_is_never_answered_for(
    hits: tuple[Hit, ...], confidence: Confidence | None, outcome: Outcome
) -> None:
    """A question on another drug only is at most a mention, and says whose leaflets these are."""
    guardrail = Guardrail.load()
    answer = guardrail.answer("Can I drink on ibuprofen?", Findings(hits, confidence, foreign=True))
    assert answer.outcome is outcome
    assert answer.message == guardrail.policy.phrases[OTHER_MEDICINE].text


def test_a_correction_stands_beside_its_passage() -> None:
    """A passage that must not stand alone brings the policy's words; an unknown correction is a fault, not silence."""
    guardrail = Guardrail.load()
    held = replace(HIT, passage=replace(HIT.passage, corrections=("stop-rule", "blood-level")))
    (shown,) = guardrail.answer("Can I drink alcohol?", Findings((held,), SURE)).hits
    corrections = guardrail.policy.corrections
    assert shown.note == f"{corrections['stop-rule'].text} {corrections['blood-level'].text}"
    assert shown.passage == held.passage
    assert guardrail.notes(()) is None
    with pytest.raises(CorrectionMissing, match="no-such-correction"):
        guardrail.notes(("no-such-correction",))


def test_a_correction_stands_beside_its_passage_in_a_mixed_library() -> None:
    """Leaflets of another drug beside them take no correction away from isotretinoin's."""
    guardrail = Guardrail.load().over({"isotretinoin", "ibuprofen"})
    held = replace(HIT, passage=replace(HIT.passage, corrections=("stop-rule",)))
    answer = guardrail.answer("Can I drink alcohol?", Findings((held, OTHER_HIT)))
    assert [hit.note for hit in answer.hits] == [read_policy(POLICY_FILE).corrections["stop-rule"].text, None]


@pytest.mark.parametrize("drugs", [{"ibuprofen"}, {None}, set(), {"isotretinoin", "ibuprofen"}, {"isotretinoin", None}])
def test_a_library_of_another_drug_or_of_several_stands_under_the_policy_for_any(drugs: set[str | None]) -> None:
    """Its warnings name no drug; over leaflets of isotretinoin alone they are isotretinoin's."""
    guardrail = Guardrail.load("UK")
    general = read_policy(GENERAL_POLICY_FILE)
    assert guardrail.over(drugs).warnings == general.warnings_for("UK")
    assert guardrail.over({"isotretinoin"}).warnings == read_policy(POLICY_FILE).warnings_for("UK")


def test_the_warnings_are_those_of_every_drug_that_is_shown() -> None:
    """Passages of two drugs bring the warnings of both, each once, whatever the library stands under."""
    guardrail = Guardrail.load().over({"isotretinoin", "ibuprofen"})
    general = read_policy(GENERAL_POLICY_FILE).warnings_for(None)
    asked = "Can I drink alcohol?"
    assert guardrail.answer(asked, Findings((HIT, HIT))).warnings == BOTH
    assert guardrail.answer(asked, Findings((OTHER_HIT,))).warnings == general
    assert guardrail.answer(asked, Findings((HIT, OTHER_HIT, HIT))).warnings == (*BOTH, *general)
    assert guardrail.answer(asked).warnings == general


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


@pytest.mark.parametrize("text", ["hello", "I want to die", "Can I drink alcohol?"])
def test_an_answer_says_what_was_asked(text: str) -> None:
    """Whatever comes of it: faces and saved sittings show the question above its answer."""
    guardrail = Guardrail.load()
    assert guardrail.answer(text, Findings((HIT,), SURE)).question == text
    assert guardrail.unavailable(text, "No index.").question == text


@pytest.mark.parametrize("text", SHORT_QUESTIONS)
def test_a_question_of_everyday_words_is_a_question(text: str) -> None:
    """Words such as start, day, night, help and test greet nobody in the middle of a question."""
    assert is_question(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(padding=st.text(alphabet=" \t\n?!.,-…", max_size=10))
@pytest.mark.parametrize("text", ["hello", "42", "alcohol"])
def test_space_and_stops_around_a_message_do_not_matter(text: str, padding: str) -> None:
    """Punctuation neither makes a question nor hides one."""
    assert is_question(padding + text + padding) is is_question(text)


@pytest.mark.parametrize("text", NO_QUESTION[:16])
def test_what_is_no_question_is_not_looked_up(text: str) -> None:
    """Retrieval is not even asked: an assistant whose retrieval always fails answers a greeting."""
    answer = _torn(ValueError("retrieval was asked"), Guardrail.load()).ask(text)
    assert (answer.outcome, answer.problem) == (Outcome.NOT_A_QUESTION, None)


def _hit_fields(answer: Answer) -> list[Any]:
    return [(hit.passage.text, hit.score) for hit in answer.hits]


def test_the_same_question_has_the_same_answer_in_every_country(assistant: Assistant) -> None:
    """A country changes the warnings and nothing that the leaflets say."""
    asked = [
        Assistant(assistant.retriever, Guardrail.load(country)).ask("Can I drink alcohol?") for country in ("US", "UK")
    ]
    assert _hit_fields(asked[0]) == _hit_fields(asked[1]) != []
    assert asked[0].warnings != asked[1].warnings
