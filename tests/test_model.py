"""What must never be cannot be built."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.model import (
    Alert,
    AlertKind,
    Answer,
    Authored,
    Disagreement,
    Hit,
    LeafletView,
    LiftedWords,
    Outcome,
    Passage,
    SafetyWarning,
    Side,
    Silence,
    Source,
    Span,
    Stretch,
    WarningTopic,
)

SOURCE = Source("leaf", "A leaflet", "leaf.md", "a" * 64, "b" * 64)
PASSAGE = Passage(SOURCE, ("Alcohol",), 4, 21, "Avoid all drinks.")
HIT = Hit(PASSAGE, 0.5)


def _warning(topic: WarningTopic, **changes: Any) -> SafetyWarning:
    fields = {"line": "Take care.", "text": "Take good care.", "sources": ("NHS",), "jurisdiction": "general"}
    return SafetyWarning(id=f"{topic}.general", topic=topic, checked=date(2026, 1, 1), **{**fields, **changes})


BOTH = tuple(_warning(topic) for topic in WarningTopic)


SIDES = tuple(Side(id, words, 0, 5, LiftedWords((), (words,))) for id, words in (("leaf", "Avoid"), ("other", "Drink")))
DIFFERING = Disagreement("Alcohol", SIDES, "Ask.")


def _problem_of(outcome: Outcome) -> str | None:
    return "There is no index." if outcome is Outcome.UNAVAILABLE else None


def _answer(**changes: Any) -> Answer:
    fields = {"question": "q", "outcome": Outcome.ANSWERED, "message": "m", "warnings": BOTH}
    return Answer(**{**fields, **changes})


def test_there_is_a_warning_for_pregnancy_and_one_for_mental_health() -> None:
    """The two topics of the contract are the two that every answer needs."""
    assert {str(topic) for topic in WarningTopic} == {"pregnancy", "mental_health"}


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("left", [*WarningTopic, None])
def test_an_answer_without_both_topics_is_refused(outcome: Outcome, left: WarningTopic | None) -> None:
    """Whatever the outcome, one warning is not enough, twice the same is not, and none is not."""
    assert _answer(outcome=outcome, problem=_problem_of(outcome)).warnings == BOTH
    held = tuple(_warning(topic) for topic in WarningTopic if topic is left)
    missing = [topic for topic in WarningTopic if topic is not left]
    with pytest.raises(ValueError, match=str(missing[0])):
        _answer(outcome=outcome, warnings=held + held, problem=_problem_of(outcome))


def test_an_answer_has_no_default_for_its_warnings() -> None:
    """Forgetting the warnings is an error, not an answer without them."""
    fields: dict[str, Any] = {"question": "q", "outcome": Outcome.ANSWERED, "message": "m"}
    with pytest.raises(TypeError, match="warnings"):
        Answer(**fields)


@pytest.mark.parametrize("outcome", [Outcome.NOT_IN_LEAFLETS, Outcome.NOT_A_QUESTION, Outcome.UNAVAILABLE])
def test_passages_under_an_outcome_that_shows_none_are_refused(outcome: Outcome) -> None:
    """What is called not found, no question or unavailable holds no passage."""
    with pytest.raises(ValueError, match=str(outcome)):
        _answer(outcome=outcome, hits=(HIT,), problem=_problem_of(outcome))


@pytest.mark.parametrize("outcome", [Outcome.NOT_IN_LEAFLETS, Outcome.NOT_A_QUESTION, Outcome.UNAVAILABLE])
def test_sides_under_an_outcome_that_shows_no_passages_are_refused(outcome: Outcome) -> None:
    """What two leaflets say is no less a leaflet's words than a passage is."""
    with pytest.raises(ValueError, match=str(outcome)):
        _answer(outcome=outcome, disagreements=(DIFFERING,), problem=_problem_of(outcome))


def test_what_leaflets_do_not_say_is_not_known_where_none_was_searched() -> None:
    """Silence can be told of what was looked for, and of nothing else."""
    silences = (Silence("Alcohol", ("leaf",)),)
    assert _answer(outcome=Outcome.NOT_IN_LEAFLETS, silences=silences).silences == silences
    with pytest.raises(ValueError, match="silent"):
        _answer(outcome=Outcome.UNAVAILABLE, problem="There is no index.", silences=silences)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("problem", [None, "", "There is no index."])
def test_a_problem_stands_where_no_leaflet_could_be_searched_and_nowhere_else(
    outcome: Outcome, problem: str | None
) -> None:
    """Nobody is left without knowing why, and no answer is given in spite of one."""
    if (problem is not None) is (outcome is Outcome.UNAVAILABLE):
        assert _answer(outcome=outcome, problem=problem).problem == problem
        return
    with pytest.raises(ValueError, match="problem"):
        _answer(outcome=outcome, problem=problem)


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.MENTIONED, Outcome.ASK_PRESCRIBER])
@pytest.mark.parametrize("note", [None, "", " "])
def test_a_claim_without_its_correction_is_refused(outcome: Outcome, note: str | None) -> None:
    """Wherever it ranks; with it, it may be shown."""
    claim = Hit(dataclasses.replace(PASSAGE, corrections=("stop-rule",)), 0.5)
    with pytest.raises(ValueError, match="stop-rule"):
        _answer(outcome=outcome, hits=(HIT, dataclasses.replace(claim, note=note)))
    noted = dataclasses.replace(claim, note="Stop first.")
    assert _answer(outcome=outcome, hits=(HIT, noted)).hits[1].note == "Stop first."
    with pytest.raises(ValueError, match="stop-rule"):
        LeafletView(SOURCE, (Stretch(0, "Text"),), (HIT, dataclasses.replace(claim, note=note)))
    assert LeafletView(SOURCE, (Stretch(0, "Text"),), (HIT, noted)).passages == (HIT, noted)


@given(st.lists(st.sampled_from(AlertKind), max_size=6))
def test_alerts_come_once_each_and_most_urgent_first(kinds: list[AlertKind]) -> None:
    """Any other order, and any kind twice, is refused."""
    alerts = tuple(Alert(kind, "Call now.", f"{kind}.general") for kind in kinds)
    if kinds == sorted(set(kinds), key=list(AlertKind).index):
        assert _answer(alerts=alerts).alerts == alerts
        return
    with pytest.raises(ValueError, match="most urgent first"):
        _answer(alerts=alerts)


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.MENTIONED, Outcome.ASK_PRESCRIBER])
def test_passages_stand_under_the_outcomes_that_show_them(outcome: Outcome) -> None:
    """An answer, a mention and what only the prescriber decides may quote the leaflets."""
    assert _answer(outcome=outcome, hits=(HIT,)).hits == (HIT,)


@pytest.mark.parametrize("confidence", [-0.01, 1.01])
def test_a_confidence_outside_zero_to_one_is_refused(confidence: float) -> None:
    """A confidence is a probability."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        _answer(confidence=confidence)


@pytest.mark.parametrize("confidence", [None, 0.0, 1.0])
def test_a_confidence_may_be_missing_or_reach_both_ends(confidence: float | None) -> None:
    """Zero, one and not yet calibrated are all sayable."""
    assert _answer(confidence=confidence).confidence == confidence


@pytest.mark.parametrize("signed", [(True, True), (True, False), (False, True), (False, False)])
def test_an_answer_is_reviewed_when_every_warning_is(signed: tuple[bool, bool]) -> None:
    """One unsigned warning leaves the whole answer unreviewed."""
    warnings = tuple(_warning(topic, reviewed=mark) for topic, mark in zip(WarningTopic, signed, strict=True))
    assert _answer(warnings=warnings).reviewed is all(signed)


@given(st.integers(-5, 30), st.integers(-5, 30))
def test_a_highlight_lies_inside_its_passage(start: int, end: int) -> None:
    """A mark is accepted exactly when it covers at least one character of the passage and none outside it."""
    inside = 0 <= start < end <= len(PASSAGE.text)
    try:
        hit = Hit(PASSAGE, 0.5, highlights=(Span(0, 1), Span(start, end)))
    except ValueError:
        assert not inside
    else:
        assert inside
        assert hit.highlights[1].of(PASSAGE.text) == PASSAGE.text[start:end] != ""


@given(st.integers(), st.integers())
def test_a_span_holds_at_least_one_character(start: int, end: int) -> None:
    """Empty, reversed and negative ranges are refused; every other is kept as it is."""
    if 0 <= start < end:
        assert (Span(start, end).start, Span(start, end).end) == (start, end)
    else:
        with pytest.raises(ValueError, match="at least one character"):
            Span(start, end)


SPANS = st.tuples(st.integers(0, 20), st.integers(1, 10)).map(lambda pair: Span(pair[0], sum(pair)))


@given(SPANS, SPANS)
def test_two_spans_overlap_when_they_share_a_character(one: Span, other: Span) -> None:
    """Spans that only touch do not overlap."""
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) is other.overlaps(one) is bool(shared)


@pytest.mark.parametrize(("start", "end", "text"), [(0, 4, "five!"), (0, 6, "five!"), (0, 2, " \n"), (0, 0, "")])
def test_a_passage_that_is_no_slice_is_refused(start: int, end: int, text: str) -> None:
    """Offsets of another length than the text, or text without a word, make no passage."""
    with pytest.raises(ValueError, match="slice"):
        Passage(SOURCE, (), start, end, text)


@pytest.mark.parametrize("changes", [{"line": " "}, {"text": ""}, {"sources": ()}])
def test_a_warning_without_words_or_source_is_refused(changes: dict[str, Any]) -> None:
    """A warning has a line, a text and says where its facts are from."""
    with pytest.raises(ValueError, match="needs a line, a text and a source"):
        _warning(WarningTopic.PREGNANCY, **changes)


@pytest.mark.parametrize("changes", [{"id": ""}, {"text": " "}, {"sources": ()}])
def test_an_authored_string_without_name_words_or_source_is_refused(changes: dict[str, Any]) -> None:
    """Whatever edubot says of its own accord has an id, a text and says where its facts are from."""
    fields = {"id": "dosing.general", "text": "Ask first.", "sources": ("NHS",), "jurisdiction": "general"}
    with pytest.raises(ValueError, match="needs a text and a source"):
        Authored(checked=date(2026, 1, 1), **{**fields, **changes})


@pytest.mark.parametrize(("text", "left_out"), [("", ""), ("Avoid all drinks.", "It is a claim of users.")])
def test_a_side_has_either_words_or_a_reason_why_they_are_left_out(text: str, left_out: str) -> None:
    """A leaflet's words are shown or the person is told why not; never neither, never both."""
    with pytest.raises(ValueError, match="either words, with what they hang on, or a reason"):
        Side("leaf", text, 4, 21, LiftedWords((), (text,)) if text else None, left_out)


@pytest.mark.parametrize(
    "thing",
    [_answer(), HIT, PASSAGE, SOURCE, BOTH[0], Span(0, 1), Side("leaf", "Avoid", 4, 9, LiftedWords((), ("Avoid",)))],
    ids=lambda it: type(it).__name__,
)
def test_nothing_in_the_vocabulary_can_be_changed(thing: Any) -> None:
    """Once built, every field of every value stays as it is."""
    for field in dataclasses.fields(thing):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, field.name, None)


def test_a_citation_says_what_a_restatement_is_restated_from() -> None:
    """Title, kind, original and day stand in one line; what is not known is left out."""
    restated = dataclasses.replace(SOURCE, kind="web article", restated_from="The first text", seen=date(2026, 2, 3))
    assert SOURCE.citation == "A leaflet (document)"
    assert restated.citation == 'A leaflet (web article, restated from "The first text", seen 2026-02-03)'
