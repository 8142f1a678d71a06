"""What becomes of a question: answered, mentioned, not found, the prescriber's, or none at all."""

from collections.abc import Sequence

import pytest

from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.outcome import is_question
from edubot.model import AlertKind, Confidence, Hit, Outcome
from edubot.policy import BESIDE_CRISIS, OTHER_MEDICINE
from edubot.rendering.answer_line import answer_line
from tests.guarded import HIT, SURE, assert_warned


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


BARE_CRISES: Sequence[str] = ("i want to die", "I want to kill myself.", "hi, i want to die!!")


@pytest.mark.parametrize("text", BARE_CRISES)
def test_who_says_only_that_they_are_in_danger_gets_help_and_no_leaflet(text: str) -> None:
    """It is more than a greeting, yet asks nothing that leaflets hold: the crisis card stands alone."""
    assert is_question(text)
    guardrail = Guardrail.load()
    assert not guardrail.takes(text)
    answer = guardrail.answer(text, Findings((HIT,), SURE))
    assert_warned(answer)
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


@pytest.mark.parametrize("text", ["my 4 year old swallowed one of my tablets", "my lips swell and i cannot breathe"])
def test_in_an_emergency_nothing_is_called_the_answer(text: str) -> None:
    """How to swallow a tablet is no answer to who must be helped now, however sure the scorer is."""
    answer = Guardrail.load().answer(text, Findings((HIT,), SURE))
    assert (answer.outcome, answer.hits) == (Outcome.MENTIONED, (HIT,))
    assert [alert.kind for alert in answer.alerts] == [AlertKind.EMERGENCY]
    assert answer_line(answer) is None


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


@pytest.mark.parametrize("text", ["hello", "I want to die", "Can I drink alcohol?"])
def test_an_answer_says_what_was_asked(text: str) -> None:
    """Whatever comes of it: faces and saved sittings show the question above its answer."""
    guardrail = Guardrail.load()
    assert guardrail.answer(text, Findings((HIT,), SURE)).question == text
    assert guardrail.unavailable(text, "No index.").question == text
