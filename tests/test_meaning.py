"""The model beside the rules: a leaning fires on its side of a line, one sentence is enough, and it only ever adds."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.assistant import Assistant
from edubot.clauses import MOST_CLAUSES, clauses
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.meaning import Leaning, Meaning
from edubot.guardrail.trained import Trained, read_trained
from edubot.guardrail.triage import read_triage
from edubot.guardrail.wording import BUCKETS
from edubot.model import AlertKind, Outcome
from edubot.settings import MEANING_FILE

HALF = Leaning((1.0, 0.0), 0.0, 0.5)
"""Fires on whatever leans to the first axis."""
BOTH = Meaning({AlertKind.CRISIS: HALF, AlertKind.DOSING: Leaning((0.0, 1.0), 0.0, 0.5)})
CALM = "Is tea fine with breakfast?"
"""No rule has words for it."""
VEILED = "I am not suicidal but I do find myself hoping the bus doesn't stop when I step off the kerb"
"""A crisis on which no rule fires; the model of words hears it."""
HINTED = "The exit is starting to look like a really nice door."
"""A crisis that the model of meaning alone hears. Both are of the messages that the models learned from."""


def _guardrail(meaning: Meaning | None) -> Guardrail:
    held = Guardrail.load()
    return Guardrail(held.policy, held.policies, held.triage, meaning=meaning)


def _kinds(guardrail: Guardrail, vectors: list[tuple[float, ...]], message: str = CALM) -> list[AlertKind]:
    return [alert.kind for alert in guardrail.answer(message, Findings(vectors=vectors)).alerts]


@pytest.mark.parametrize(
    ("leaning", "vector", "fires"),
    [
        (HALF, (1.0, 0.0), True),
        (HALF, (0.0, 1.0), True),
        (HALF, (-0.1, 1.0), False),
        (Leaning((2.0, -1.0), 0.5, 0.5), (0.0, 0.5), True),
        (Leaning((2.0, -1.0), 0.5, 0.5), (0.0, 0.6), False),
        (Leaning((1.0,), 0.0, 0.7311), (1.0,), False),
        (Leaning((1.0,), 0.0, 0.731), (1.0,), True),
        (Leaning((1e6,), 0.0, 0.999), (1.0,), True),
        (Leaning((-1e6,), 0.0, 0.001), (1.0,), False),
    ],
)
def test_a_leaning_fires_from_its_mark_on(leaning: Leaning, vector: tuple[float, ...], fires: bool) -> None:
    """The probability is the logistic of weights and bias; the mark itself fires; huge sums do not overflow."""
    assert leaning.fires(vector) is fires


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.01, 0.99))
def test_leaning_further_never_puts_an_alert_out(one: float, other: float, mark: float) -> None:
    """Of two vectors the one that leans further fires if the first does."""
    leaning = Leaning((1.0,), 0.0, mark)
    low, high = sorted((one, other))
    assert leaning.fires((high,)) or not leaning.fires((low,))


def test_a_vector_of_another_length_is_refused() -> None:
    """Weights of one encoder say nothing of another's vectors."""
    with pytest.raises(ValueError, match="weights"):
        HALF.fires((1.0,))


def test_one_sentence_of_a_message_is_enough() -> None:
    """A need may stand in one sentence of ten: any vector may raise an alert, and no vector raises none."""
    assert BOTH.alerts([(-1.0, -1.0), (1.0, -1.0)]) == {AlertKind.CRISIS}
    assert BOTH.alerts([(1.0, -1.0), (-1.0, 1.0)]) == {AlertKind.CRISIS, AlertKind.DOSING}
    assert BOTH.alerts([(-1.0, -1.0)]) == set()
    assert BOTH.alerts([]) == set()
    assert BOTH.alerts(iter([(1.0, 1.0)])) == {AlertKind.CRISIS, AlertKind.DOSING}


def test_what_the_rules_have_no_words_for_is_raised_by_meaning() -> None:
    """Meaning adds its alert to a message on which no rule fires, in the order of urgency."""
    assert _kinds(_guardrail(None), [(1.0, 1.0)]) == []
    assert _kinds(_guardrail(BOTH), [(1.0, 1.0)]) == [AlertKind.CRISIS, AlertKind.DOSING]


def test_words_and_meaning_are_weighed_together() -> None:
    """What the words lean to counts with its own weight, beside each vector, and without vectors says nothing here."""
    leaning = Leaning((1.0,), -1.0, 0.5, by_words=0.5)
    assert not leaning.fires((0.5,))
    assert leaning.fires((0.5,), words=1.0)
    assert not leaning.fires((0.5,), words=0.9)
    both = Meaning({AlertKind.CRISIS: leaning})
    assert both.alerts([(0.5,)], {AlertKind.CRISIS: 1.0}) == {AlertKind.CRISIS}
    assert both.alerts([(0.5,)], {AlertKind.DOSING: 9.0}) == set()
    assert both.alerts([], {AlertKind.CRISIS: 9.0}) == set()


def test_a_guardrail_hands_what_words_lean_to_on_to_meaning() -> None:
    """Where vector and words each fall short alone, both together raise the card."""
    trained = Trained(read_trained().wording, Meaning({}), "e")
    leanings = trained.wording.leanings(read_triage().words(VEILED))
    short = Leaning((1.0,), -leanings[AlertKind.DOSING], 0.6, by_words=1.0)
    guardrail = replace(_guardrail(Meaning({AlertKind.DOSING: short})), trained=trained)
    assert AlertKind.DOSING in _kinds(guardrail, [(1.0,)], VEILED)
    assert AlertKind.DOSING not in _kinds(guardrail, [(0.0,)], VEILED)


def test_meaning_never_takes_an_alert_away() -> None:
    """Where a rule fires, vectors that lean the other way change nothing."""
    assert AlertKind.CRISIS in _kinds(_guardrail(BOTH), [(-1.0, -1.0)], "I want to kill myself")


def test_where_an_index_fails_beneath_it_the_rules_still_listen() -> None:
    """A disk that fails once an index was open leaves no vectors; the card is there all the same."""
    answer = _guardrail(BOTH).unavailable("I want to kill myself", "The disk failed.")
    assert (answer.outcome, answer.problem) == (Outcome.UNAVAILABLE, "The disk failed.")
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]


def test_meaning_alone_never_keeps_the_leaflets_shut() -> None:
    """Only the rules can say that a message asks nothing; what meaning suspects is searched, with its card."""
    answer = _guardrail(BOTH).answer(CALM, Findings(vectors=[(1.0, -1.0)]))
    assert answer.outcome is Outcome.NOT_IN_LEAFLETS
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]


def test_the_bundled_model_of_words_listens_where_no_index_opens() -> None:
    """A guardrail that is loaded and nothing more hears what no rule has words for, and so does one over a library."""
    guardrail = Guardrail.load()
    assert read_triage()(VEILED) == ()
    for each in (guardrail, guardrail.over({"isotretinoin"}, "another encoder")):
        assert [alert.kind for alert in each.unavailable(VEILED, "No index.").alerts] == [AlertKind.CRISIS]
    assert replace(guardrail, trained=None).unavailable(VEILED, "No index.").alerts == ()


def test_the_bundled_model_of_meaning_listens_to_what_is_asked(assistant: Assistant) -> None:
    """An assistant hears what neither rules nor words have heard."""
    assert assistant.guardrail.unavailable(HINTED, "No index.").alerts == ()
    assert AlertKind.CRISIS in [alert.kind for alert in assistant.ask(HINTED).alerts]


def test_the_bundled_model_serves_its_own_encoder_and_no_other(assistant: Assistant) -> None:
    """Another encoder's vectors get no model; its own get one that may find every kind, of the right length."""
    trained = read_trained()
    assert trained.meaning_for("another encoder") is None
    held = trained.meaning_for(assistant.retriever.encoder)
    assert held is not None
    assert set(held.leanings) == set(AlertKind)
    (length,) = {len(vector) for vector in assistant.retriever.vectors(["one", "two"])}
    assert {len(leaning.weights) for leaning in held.leanings.values()} == {length}
    assert all(0 < leaning.fires_from < 1 for leaning in held.leanings.values())


def test_an_index_of_another_encoder_is_guarded_by_rules_alone(assistant: Assistant) -> None:
    """Where no model fits, nothing is guessed and the rules stand."""
    guardrail = Guardrail.load().over({"isotretinoin"}, "another encoder")
    assert guardrail.meaning is None
    asked = Assistant(assistant.retriever, guardrail).ask("I want to kill myself")
    assert [alert.kind for alert in asked.alerts] == [AlertKind.CRISIS]


def test_a_model_is_read_as_it_was_written() -> None:
    """Kinds, weights, bias and mark come from the file."""
    row = {"weights": [0.5, -1], "bias": 0.25, "fires_from": 0.4, "by_words": 0.5}
    assert Meaning.from_json({"crisis": row}) == Meaning({AlertKind.CRISIS: Leaning((0.5, -1), 0.25, 0.4, 0.5)})


SHORT = {"weights": "AAAA", "unit": 1, "bias": 0, "fires_from": 1}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"words": [], "leanings": {}, "encoder": "e"}',
        '{"words": {}, "leanings": {}}',
        '{"words": {"crises": {}}, "leanings": {}, "encoder": "e"}',
        '{"words": {"crisis": {}}, "leanings": {}, "encoder": "e"}',
        '{"words": {}, "leanings": {"crisis": {"weights": []}}, "encoder": "e"}',
        json.dumps({"words": {"crisis": SHORT}, "leanings": {}, "encoder": "e"}),
    ],
)
def test_models_that_cannot_be_read_are_told(tmp_path: Path, content: str) -> None:
    """No leaflet is searched by a guardrail that hears less than it should; the rules still stand, and say so."""
    path = tmp_path / "meaning.json"
    path.write_text(content, encoding="utf-8")
    for place in (path, tmp_path / "nowhere.json"):
        guardrail = Guardrail.load(models=place).over({"isotretinoin"}, "e")
        answer = guardrail.answer("I want to kill myself")
        assert answer.outcome is Outcome.UNAVAILABLE
        assert str(place) in (answer.problem or "")
        assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]


def test_the_bundled_model_holds_no_message() -> None:
    """It was trained on messages of distress; what is shipped is figures alone."""
    held = json.loads(MEANING_FILE.read_text(encoding="utf-8"))
    assert set(held) == {"encoder", "words", "leanings"}
    for row in held["leanings"].values():
        assert set(row) == {"weights", "bias", "fires_from", "by_words"}
        assert all(isinstance(weight, int | float) for weight in row["weights"])
    for row in held["words"].values():
        assert set(row) == {"weights", "unit", "bias", "fires_from"}
        assert len(base64.b64decode(row["weights"])) == BUCKETS


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("", [""]),
        ("What is it for?", ["What is it for?"]),
        ("Hi. What is it for?", ["Hi. What is it for?"]),
        ("I feel very low. What is it for?", ["I feel very low. What is it for?", "I feel very low", "What is it for"]),
        ("one two three\nfour five six", ["one two three\nfour five six", "one two three", "four five six"]),
        ("one two three; four five six", ["one two three; four five six", "one two three", "four five six"]),
    ],
)
def test_a_message_is_looked_at_whole_and_sentence_by_sentence(message: str, parts: list[str]) -> None:
    """A single sentence is looked at once; a word or two between stops is not looked at alone."""
    assert clauses(message) == parts


@given(st.text(alphabet="ab .!?\n;", max_size=400))
def test_a_message_comes_first_and_whole_among_its_parts(message: str) -> None:
    """However it is written; every other part stands in it, and there are not too many."""
    whole, *rest = clauses(message)
    assert whole == message
    assert all(part in message and len(part.split()) > 2 for part in rest)
    assert len(rest) != 1
    assert len(rest) <= MOST_CLAUSES
