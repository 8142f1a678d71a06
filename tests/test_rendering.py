"""An answer in every form, held against committed files; whatever the form, both warnings are in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from edubot.model import (
    Alert,
    AlertKind,
    Answer,
    Authored,
    Context,
    Disagreement,
    Hit,
    LiftedWords,
    Outcome,
    Passage,
    SafetyWarning,
    Side,
    Silence,
    Source,
    Span,
    WarningTopic,
)
from edubot.policy import GENERAL, PHRASES, UNREVIEWED, Policy
from edubot.rendering.as_json import answer_as_json
from edubot.rendering.as_markdown import parts_as_markdown, passage_as_markdown
from edubot.rendering.as_text import answer_as_text, passage_text
from edubot.rendering.document import document
from edubot.rendering.marks import visible

WARNINGS = (
    SafetyWarning(
        "pregnancy.uk",
        WarningTopic.PREGNANCY,
        "Pregnancy: the short form.",
        "The pregnancy warning in full, of several sentences. Call your prescriber.",
        ("NHS: capsules", "EMA 2018"),
        "UK",
        date(2026, 3, 4),
    ),
    SafetyWarning(
        "mental.uk",
        WarningTopic.MENTAL_HEALTH,
        "Mood: the short form. Call 116 123.",
        "The mental-health warning in full. Call 116 123.",
        ("Samaritans",),
        "UK",
        date(2026, 5, 6),
    ),
)


def _said(id: str, text: str) -> Authored:
    return Authored(id, text, ("edubot",), GENERAL, date(2026, 1, 1))


POLICY = Policy(
    drug="isotretinoin",
    warnings=tuple(replace(warning, jurisdiction=where) for where in ("general", "UK") for warning in WARNINGS),
    alerts={kind: (_said(f"{kind}.general", f"The alert for {kind}."),) for kind in AlertKind},
    messages={outcome: _said(outcome, f"The sentence for {outcome}.") for outcome in Outcome},
    corrections={},
    phrases={
        **{id: _said(id, f"The phrase {id}.") for id in PHRASES},
        UNREVIEWED: _said(UNREVIEWED, "Not yet reviewed."),
    },
    suggestions=("Can I drink alcohol?", "How long does it last?"),
)
GUIDE = Source(
    "guide",
    "Softgel guide",
    "guide.md",
    "a" * 64,
    "a" * 64,
    kind="maker's leaflet",
    drug="isotretinoin",
    restated_from="Capsules: a guide",
    seen=date(2026, 1, 2),
)
PLAIN = Source("plain", "A plain page", "plain.txt", "b" * 64, "c" * 64)
LISTED = "**Do not drink** alcohol:\n- it strains the liver\n- it raises blood fats"
CONTEXTS = (Context(Span(100, 125), ()), *(Context(Span(*item), (LISTED[:25],)) for item in ((128, 148), (151, 171))))
FIRST = Hit(
    Passage(GUIDE, ("Food and drink:", "Alcohol"), 100, 100 + len(LISTED), LISTED, contexts=CONTEXTS),
    0.91234567,
    {"dense": 0.6543219, "lexical": 7.5},
    (Span(28, 48), Span(2, 14)),
    "Ask your prescriber even about one glass.",
)
SECOND = Hit(
    Passage(PLAIN, (), 0, 22, "Alcohol is best avoid.", contexts=(Context(Span(0, 22), ()),)),
    0.5,
    {"dense": 0.25},
    (Span(0, 22),),
)
FOUND = Answer("Can I drink\nalcohol?", Outcome.ANSWERED, "This is what they say.", WARNINGS, (FIRST, SECOND), 0.875)
FULL = replace(
    FOUND,
    outcome=Outcome.ASK_PRESCRIBER,
    message="Only your prescriber can decide this.",
    alerts=(
        Alert(AlertKind.CRISIS, "Call 116 123 now.", "crisis.uk"),
        Alert(AlertKind.DOSING, "Only your prescriber can set your dose.", "deflect.dose"),
    ),
    disagreements=(
        Disagreement(
            "alcohol",
            (
                Side("guide", LISTED[:12], 100, 112, LiftedWords((), (LISTED[:12],)), note="Ask even about one glass."),
                Side("plain", "Alcohol", 0, 7, LiftedWords((), ("Alcohol",))),
                Side("plain", "", 30, 42, None, left_out="it is what users wrote"),
            ),
            "Ask first.",
        ),
    ),
    silences=(Silence("sunlight", ("guide", "plain")),),
    about="Is wine fine?",
)
NOTHING = Answer("Can I fly a kite?", Outcome.NOT_IN_LEAFLETS, "They do not say.", WARNINGS, confidence=0.0)
UNAVAILABLE = Answer("", Outcome.UNAVAILABLE, "I cannot search.", WARNINGS, problem="There is no index: build it.")
REVIEWED = replace(FOUND, warnings=tuple(replace(warning, reviewed=True) for warning in WARNINGS))
ANSWERS = {
    "found": FOUND,
    "everything": FULL,
    "none": NOTHING,
    "unavailable": UNAVAILABLE,
    "reviewed": REVIEWED,
}
each_answer = pytest.mark.parametrize("name", ANSWERS)
FORMS: dict[str, Callable[[Answer], str]] = {
    "text": lambda answer: answer_as_text(answer, POLICY),
    "markdown": lambda answer: parts_as_markdown(document([answer], POLICY)),
    "markdown of several": lambda answer: parts_as_markdown(document([FOUND, answer], POLICY)),
}
each_form = pytest.mark.parametrize("form", FORMS)


@each_answer
def test_an_answer_as_text(name: str, snapshot: SnapshotAssertion) -> None:
    """Plain lines: the bytes are the contract."""
    assert answer_as_text(ANSWERS[name], POLICY) == snapshot


@each_answer
def test_an_answer_as_json(name: str, snapshot: SnapshotAssertion) -> None:
    """One object: the keys are the contract."""
    assert answer_as_json(ANSWERS[name], id=name) == snapshot


@each_answer
def test_an_answer_as_markdown(name: str, snapshot: SnapshotAssertion) -> None:
    """A document to keep or to hand on."""
    assert parts_as_markdown(document([ANSWERS[name]], POLICY)) == snapshot


def test_a_conversation_as_markdown(snapshot: SnapshotAssertion) -> None:
    """Answers stand in the order in which they were given, the warnings once and first."""
    assert parts_as_markdown(document([FOUND, NOTHING, UNAVAILABLE], POLICY)) == snapshot


def test_a_passage_as_markdown(snapshot: SnapshotAssertion) -> None:
    """What is copied: the quote, its citation and the correction that must stand beside it."""
    assert passage_as_markdown(FIRST) == snapshot


@each_form
@each_answer
def test_every_form_has_both_warnings_short_and_in_full(name: str, form: str) -> None:
    """Line, text, sources and date of both are in each form of each answer."""
    shown = FORMS[form](ANSWERS[name])
    for warning in ANSWERS[name].warnings:
        assert warning.line in shown
        assert warning.text in shown
        assert all(source in shown for source in warning.sources)
        assert warning.checked.isoformat() in shown


@each_form
@each_answer
def test_the_short_warnings_come_before_any_passage(name: str, form: str) -> None:
    """Who stops reading after the first lines has read the warnings."""
    shown = FORMS[form](ANSWERS[name])
    lines = [shown.index(warning.line) for warning in WARNINGS]
    assert lines == sorted(lines)
    for hit in ANSWERS[name].hits:
        assert lines[-1] < shown.index(hit.passage.source.citation)


@each_form
@pytest.mark.parametrize("signed", [True, False])
def test_what_no_clinician_has_signed_says_so(form: str, signed: bool) -> None:
    """The notice stands with the warnings until all that are shown are signed; of several answers one is unsigned."""
    others_unsigned = form == "markdown of several"
    mixed = replace(FOUND, warnings=(replace(WARNINGS[0], reviewed=True), replace(WARNINGS[1], reviewed=signed)))
    assert (POLICY.unreviewed_notice in FORMS[form](mixed)) is (others_unsigned or not signed)


@each_form
def test_alerts_come_before_the_answer(form: str) -> None:
    """Help goes first, most urgent first; what the question was understood with stands with the answer."""
    shown = FORMS[form](FULL)
    crisis, dosing = (shown.index(alert.text) for alert in FULL.alerts)
    assert crisis < dosing < shown.index(f"About: {FULL.about}") < shown.index(FULL.message)
    assert "About:" not in FORMS[form](FOUND)


def test_in_a_crisis_the_warning_on_mood_is_the_first_in_full() -> None:
    """Who reads on reads what the alert is about; without a crisis the order is the usual one."""
    titles = {"PREGNANCY WARNING IN FULL": FOUND, "MENTAL HEALTH WARNING IN FULL": FULL}
    for first, answer in titles.items():
        shown = answer_as_text(answer, POLICY)
        assert min(titles, key=shown.index) == first


@each_form
@each_answer
def test_words_of_a_leaflet_stand_under_its_source(name: str, form: str) -> None:
    """Every passage is shown in order, unchanged but for its markup, with its citation and its note."""
    shown = FORMS[form](ANSWERS[name])
    position = 0
    for hit in ANSWERS[name].hits:
        for words in hit.passage.text.replace("**", "").replace("- ", "").split("\n"):
            position = shown.index(words, position)
        assert hit.passage.source.citation in shown
        assert hit.note is None or f"Note: {hit.note}" in shown


@each_form
def test_why_nothing_could_be_searched_is_said(form: str) -> None:
    """The problem and its mend are in the answer itself, not only on stderr."""
    assert UNAVAILABLE.problem is not None
    assert UNAVAILABLE.problem in FORMS[form](UNAVAILABLE)


def test_the_key_words_are_those_of_the_best_highlight() -> None:
    """In plain text the mark becomes a line of its own, in the words of the leaflet, under the lead of its list."""
    keys = [line for line in answer_as_text(FOUND, POLICY).splitlines() if line.startswith("Key words")]
    assert keys == ["Key words: “Do not drink alcohol: … it strains the liver”"]


@pytest.mark.parametrize("lead", ["You must not", "None of this is allowed."])
def test_the_key_words_bring_a_line_that_ends_in_no_colon(lead: str) -> None:
    """Where a part of a passage is marked; where all of it is, the line over the passage tells."""
    text = "drink alcohol. Nor wine."
    passage = Passage(GUIDE, ("Food",), 0, len(text), text, contexts=(Context(Span(0, len(text)), (lead,)),))
    over = f"Under: Food\nBefore it: “{lead}”\n“{text}”"
    part, whole = (passage_text(1, Hit(passage, 1.0, highlights=(Span(0, end),))) for end in (14, len(text)))
    assert part.endswith(f"{over}\nKey words: “{lead} … {text}”")
    assert whole.endswith(over)


def test_questions_are_offered_where_nothing_was_found() -> None:
    """A person who got no passage gets something to ask; one who got an answer or a fault does not."""
    offering = {name for name, answer in ANSWERS.items() if "You could ask" in answer_as_text(answer, POLICY)}
    assert offering == {"none"}
    for kind in AlertKind:
        alerted = answer_as_text(replace(NOTHING, alerts=(Alert(kind, "Call.", "a"),)), POLICY)
        assert ("You could ask" in alerted) is (kind not in (AlertKind.CRISIS, AlertKind.EMERGENCY))


@each_form
def test_what_leaflets_contradict_stands_above_the_passages(form: str) -> None:
    """Whichever passage came first would look like the winner; no words are lifted out either."""
    shown = FORMS[form](FULL)
    told = shown.rindex(FULL.disagreements[0].advice)
    assert told < shown.rindex(FIRST.passage.source.citation)
    assert f"The leaflets differ on {FULL.disagreements[0].topic}." in shown[:told]


def test_leaflets_are_named_by_their_titles_where_those_are_known() -> None:
    """An id is a word of the folder that they lie in, not of a patient's."""
    titles = {source.id: source.title for source in (GUIDE, PLAIN)}
    whole = parts_as_markdown(document([FULL], POLICY, titles=titles))
    for shown in (answer_as_text(FULL, POLICY, titles), whole):
        assert "Nothing on sunlight in: Softgel guide, A plain page." in shown
        assert "Softgel guide: “Do not dri”" in shown
        assert "guide: “" not in shown.replace("Softgel guide: “", "")


@each_form
def test_where_leaflets_disagree_or_are_silent_is_told(form: str) -> None:
    """What the leaflets contradict and what they leave out is told in every form."""
    shown = FORMS[form](FULL)
    assert FULL.disagreements[0].advice in shown
    assert FULL.silences[0].topic in shown
    for side in FULL.disagreements[0].sides:
        words = f"“{visible(side.text).text}”" if side.text else f"left out: {side.left_out}"
        assert f"{side.leaflet}: {words}" in shown
        assert side.note is None or f"Note: {side.note}" in shown


NUMBER = (int, float)
CONTRACT: dict[str, Any] = {
    "id": str,
    "question": str,
    "outcome": str,
    "confidence": (*NUMBER, type(None)),
    "alerts": {"kind": str, "text": str, "policy_id": str},
    "warnings": {"id": str, "topic": str, "line": str, "text": str, "sources": [str], "checked": str},
    "passages": {
        "leaflet": str,
        "title": str,
        "file": str,
        "sha256": str,
        "source_kind": str,
        "heading": [str],
        "start": int,
        "end": int,
        "text": str,
        "note": (str, type(None)),
        "highlights": [[int]],
        "score": NUMBER,
    },
    "disagreements": {
        "topic": str,
        "sides": {
            "leaflet": str,
            "text": str,
            "start": int,
            "end": int,
            "left_out": (str, type(None)),
            "note": (str, type(None)),
        },
        "advice": str,
    },
    "silences": {"topic": str, "leaflets": [str]},
    "about": (str, type(None)),
}


def _broken_keys(told: Any, kind: Any, at: str) -> Iterator[str]:
    """Where a value is not of the contract's kind; a dict stands for a list of such objects."""
    if not isinstance(kind, (list, dict)):
        if not isinstance(told, kind) or isinstance(told, bool):
            yield at
    elif not isinstance(told, list):
        yield at
    elif isinstance(kind, list):
        for each in told:
            yield from _broken_keys(each, kind[0], at)
    else:
        for each in told:
            for key in kind:
                yield from _broken_keys(each.get(key, ...), kind[key], f"{at}.{key}")


@each_answer
def test_json_holds_every_key_of_the_contract(name: str) -> None:
    """Every key is there, whatever the answer, and each is of its kind."""
    assert list(_broken_keys([answer_as_json(ANSWERS[name], id=name)], CONTRACT, "")) == []


def test_json_passes_every_value_on() -> None:
    """Nothing of an answer is lost, and passages keep their words, offsets, marks and order."""
    told = answer_as_json(FULL, id="q7")
    assert (told["id"], told["question"], told["outcome"]) == ("q7", FULL.question, "ask_prescriber")
    assert told["confidence"] == 0.875
    assert [alert["kind"] for alert in told["alerts"]] == ["crisis", "dosing"]
    assert [warning["topic"] for warning in told["warnings"]] == ["pregnancy", "mental_health"]
    assert [warning["checked"] for warning in told["warnings"]] == ["2026-03-04", "2026-05-06"]
    first, second = told["passages"]
    assert (first["leaflet"], second["leaflet"]) == ("guide", "plain")
    assert first["text"] == LISTED
    assert first["end"] - first["start"] == len(LISTED)
    assert [LISTED[start:end] for start, end in first["highlights"]] == ["it strains the liver", "Do not drink"]
    assert (first["components"], second["components"]) == ({"dense": 0.654322, "lexical": 7.5}, {"dense": 0.25})
    sides = told["disagreements"][0]["sides"]
    assert [side["leaflet"] for side in sides] == ["guide", "plain", "plain"]
    assert [side["note"] for side in sides] == ["Ask even about one glass.", None, None]
    assert [side["left_out"] for side in sides] == [None, None, "it is what users wrote"]
    assert (told["about"], answer_as_json(FOUND)["about"]) == ("Is wine fine?", None)
    assert [warning["id"] for warning in told["warnings"]] == ["pregnancy.uk", "mental.uk"]
    assert told["silences"] == [{"topic": "sunlight", "leaflets": ["guide", "plain"]}]


def test_json_of_a_single_answer_has_no_id() -> None:
    """The key is there all the same."""
    assert answer_as_json(NOTHING)["id"] is None


@pytest.mark.parametrize("outcome", Outcome)
def test_json_names_outcomes_as_the_contract_does(outcome: Outcome) -> None:
    """The outcome's name is its value."""
    names = {"answered", "mentioned", "not_in_leaflets", "ask_prescriber", "not_a_question", "unavailable"}
    whole = UNAVAILABLE if outcome is Outcome.UNAVAILABLE else replace(NOTHING, outcome=outcome)
    assert answer_as_json(whole)["outcome"] in names
