"""What calls for no alert and yet for a word before the answer: who is depressed must not first read "do not stop"."""

from dataclasses import replace
from pathlib import Path

import pytest
import rtoml

from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.model import AlertKind, Answer, Confidence, Hit, Outcome, Passage, Source
from edubot.plain.spoken import opening_of
from edubot.policy import GENERAL
from edubot.rendering.as_json import answer_as_json
from edubot.rendering.as_text import answer_as_text
from edubot.rendering.document import document
from edubot.settings import TRIAGE_FOLDER
from tests.fakes import SURE, triage_of

CRISIS, EMERGENCY, PREGNANCY, DOSING, PROCUREMENT = AlertKind
SOURCE = Source("leaf", "A leaflet", "leaf.md", "a" * 64, "b" * 64, drug="isotretinoin")
HIT = Hit(Passage(SOURCE, (), 0, 15, "Avoid alcohol.\n"), 0.5)
UNLIKELY = Confidence(0.1, answered_from=0.7, mentioned_from=0.3)

LOW = (
    "I feel depressed should I stop taking it",
    "I feel depressed since starting, should I stop taking it?",
    "I've been crying every day since accutane should I stop",
    "i am depressed on it do i quit",
    "i feel depressed",
    "feeling so depressed lately",
    "My depression is back since the second month",
    "my son is very depressed since he started isotretinoin",
    "My daughter has become depressed. Should she skip a few days?",
    "she cries every night since roaccutane",
    "my mood has crashed, can i halve my dose",
    "I feel really low on accutane",
    "estoy deprimida desde que tomo roacutan",
    "i feel sad all the time since i started",
    "i feel nothing anymore",
    "nothing makes me happy anymore",
    "my son is moody and withdrawn since starting it",
    "im not myself, snapping at everyone and crying",
    "my son stays in his room all day since accutane",
)
NOT_LOW = (
    "does it cause depression?",
    "does everyone get depressed on it",
    "I'm scared of getting depressed, should I start it?",
    "what should I do if I get depressed on it?",
    "I was depressed as a teen, fine now",
    "I was diagnosed with depression and take my tablets. Should I double up my dose?",
    "do I have to tell my doctor I felt a bit grumpy yesterday",
    "this depresses me",
    "it's depressing how much sunscreen costs",
    "I'm depressed that my team lost",
    "I am depressed about my acne scars",
    "I'm not depressed, just tired",
    "my dad died in April and I've been crying a lot since",
    "I was crying laughing at my nose",
    "how common is low mood",
    "how common is feeling low on it",
    "why does the nurse keep asking if i feel sad",
    "my fingertips feel numb in the cold since starting",
    "can it make me feel sad all the time",
)
BEFORE = (
    "I have depression, can I take it?",
    "I had depression in the past, is it safe?",
    "i used to be suicidal ten years ago, can I take isotretinoin",
    "My daughter has bipolar. Can she start isotretinoin?",
)
NOT_BEFORE = (
    "my mum had depression, does family history matter?",
    "Is past depression mentioned anywhere?",
    "I have dry lips, can I take it?",
    "who has to know that I had acne before?",
)
HEARING = ("RINGING IN MY EARS", "tinnitus since accutane", "my ears keep buzzing")
NIGHT = (
    "i cant see at night when driving",
    "I CANT SEE AT NIGHT ANYMORE SINCE ACCUTANE",
    "cant see for toffee driving in the dark",
    "it's harder to see in the dark lately",
)
BLOOD = (
    "I gave blood on Monday and take roaccutane",
    "donated plasma last week, am I in trouble?",
    "went to a blood drive yesterday while on claravis",
)
NEITHER = (
    "they gave me a blood test",
    "gave blood for my monthly test today",
    "when can I give blood again?",
    "I donated blood years ago",
    "is hearing loss a side effect?",
    "does it affect night vision?",
    "they keep ringing me from the clinic",
    "I can't see any difference at night cream",
    "the doctor is hard to get hold of at night",
)


def _ids(message: str, country: str | None = None) -> list[str]:
    return [told.policy_id for told in Guardrail.load(country).answer(message).advice]


@pytest.mark.parametrize(
    ("message", "called"),
    [
        *((message, "low-mood.general") for message in LOW),
        *((message, "depression-before.general") for message in BEFORE),
        *((message, "hearing.general") for message in HEARING),
        *((message, "night-sight.general") for message in NIGHT),
        *((message, "blood-given.general") for message in BLOOD),
    ],
)
def test_a_complaint_is_advised_on(message: str, called: str) -> None:
    """In small letters and in capitals, and with a sentence before it."""
    assert _ids(message) == _ids(message.upper()) == _ids(f"Hello there. {message}") == [called]


@pytest.mark.parametrize("message", [*NOT_LOW, *NOT_BEFORE, *NEITHER])
def test_what_only_sounds_so_is_not(message: str) -> None:
    """Information, what is denied or past, grief, idioms."""
    assert "low-mood.general" not in _ids(message)
    assert message in NOT_LOW or not _ids(message)


@pytest.mark.parametrize("message", LOW)
@pytest.mark.parametrize("country", [None, "US", "UK", "EU"])
def test_who_is_low_reads_first_to_stop_and_call(message: str, country: str | None) -> None:
    """Before any word on not stopping, in every face; and whom to call in an emergency."""
    guardrail = Guardrail.load(country)
    answer = guardrail.answer(message, Findings((HIT,), SURE))
    first = answer.first[0].text
    assert "stop taking it and call the" in first
    assert ("988" if country == "US" else "112" if country == "EU" else "116 123") in first
    assert "do not stop" not in first.lower()
    faces = (
        answer_as_text(answer, guardrail.policy),
        next(iter(opening_of(answer, guardrail.policy, {}, False))),
    )
    assert all(face.removeprefix("HELP FIRST\n").startswith(first) for face in faces)
    saved = [part.text for part in document([answer], guardrail.policy)]
    assert saved[saved.index(message) + 1] == first
    assert answer_as_json(answer)["advice"] == [{"text": first, "policy_id": answer.advice[0].policy_id}]


def test_advice_stands_between_what_stops_and_what_goes_on() -> None:
    """Whom to call and pregnancy before it, doses and buying after it."""
    rules = {str(kind): {"group": [{"id": str(kind), "fires": [str(kind)]}]} for kind in AlertKind if kind != CRISIS}
    triage = triage_of(**rules, advice={"group": [{"id": "low-mood", "fires": ["low"]}]})
    guardrail = replace(Guardrail.load(), triage=triage, wording=None)
    answer = guardrail.answer("procurement dosing low pregnancy emergency")
    assert [told.policy_id.split(".")[0] for told in answer.first] == [
        "emergency",
        "exposure",
        "low-mood",
        "dosing",
        "procurement",
    ]


def test_a_crisis_card_says_it_all() -> None:
    """Nobody in danger reads the same twice."""
    answer = Guardrail.load().answer("I am so depressed that I want to die. Should I stop taking it?")
    assert answer.alerts[0].kind is CRISIS
    assert answer.advice == ()


@pytest.mark.parametrize("message", [*LOW, *BEFORE])
def test_it_is_the_prescribers_to_decide(message: str) -> None:
    """Whatever leaflets hold on it is shown as general."""
    assert Guardrail.load().answer(message, Findings((HIT,), SURE)).outcome is Outcome.ASK_PRESCRIBER


def test_advice_calls_nothing_an_answer() -> None:
    """What leaflets do not hold stays so, and so does what is of another medicine."""
    guardrail = Guardrail.load()
    assert guardrail.answer(HEARING[0], Findings((HIT,), UNLIKELY)).outcome is Outcome.NOT_IN_LEAFLETS
    assert guardrail.answer(LOW[0], Findings()).outcome is Outcome.NOT_IN_LEAFLETS
    assert guardrail.answer(BEFORE[0], Findings((HIT,), SURE, foreign=True)).outcome is Outcome.MENTIONED


def test_advice_needs_no_leaflet() -> None:
    """Nor an index."""
    answer = Guardrail.load().unavailable(LOW[0], "No index.")
    assert [told.policy_id for told in answer.first] == ["low-mood.general", "dosing.general"]


def test_each_group_has_its_words_and_each_words_their_group() -> None:
    """A group without words in the policy would be heard for nothing."""
    groups = rtoml.loads((TRIAGE_FOLDER / "advice.toml").read_text(encoding="utf-8"))["group"]
    policy = Guardrail.load().policy
    assert {group["id"] for group in groups} == set(policy.advice)
    for forms in policy.advice.values():
        assert [form.jurisdiction for form in forms].count(GENERAL) == 1


def test_a_policy_without_a_general_form_is_refused(tmp_path: Path) -> None:
    """Somebody of another country would be told nothing."""
    policy = Guardrail.load().policy
    only_us = {"low-mood": tuple(form for form in policy.advice["low-mood"] if form.jurisdiction == "US")}
    with pytest.raises(ValueError, match="a general form of its advice 'low-mood'"):
        replace(policy, advice=only_us)
    assert replace(policy, advice={}).advice_for("low-mood", None) is None


def test_the_dosing_card_says_first_when_to_stop(tmp_path: Path) -> None:
    """Both rules are true, and whom no rule hears must read them in the order that is safe."""
    text = Guardrail.load().policy.alert_for(DOSING, None).text
    stop = text.index("stop taking it and call your prescriber now")
    assert stop < text.lower().index("do not stop")
    assert all(said in text[:stop] for said in ("depressed", "pregnant", "dangerous symptom"))
    assert "poison center" in text


def test_an_answer_without_advice_holds_none() -> None:
    """As before."""
    answer: Answer = Guardrail.load().answer("What foods should I avoid?", Findings((HIT,), SURE))
    assert (answer.advice, answer.first) == ((), ())


def test_how_to_take_a_capsule_is_no_answer_to_having_taken_too_much() -> None:
    """Where leaflets are silent on it; a question on a dose stays the prescriber's."""
    guardrail = Guardrail.load()
    taken = "I took 20 pills last night"
    silent = guardrail.answer(taken, Findings((HIT,), SURE, unsaid=True))
    assert (silent.outcome, silent.hits) == (Outcome.NOT_IN_LEAFLETS, ())
    assert silent.alerts[0].kind is EMERGENCY
    assert guardrail.answer(taken, Findings((HIT,), SURE)).outcome is Outcome.MENTIONED
    doubled = guardrail.answer("took double dose by accident", Findings((HIT,), SURE, unsaid=True))
    assert doubled.outcome is Outcome.ASK_PRESCRIBER
