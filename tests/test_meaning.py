"""The model beside the rules: a leaning fires on its side of a line, one sentence is enough, and it only ever adds."""

import base64
import io
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from edubot.assistant import Assistant
from edubot.clauses import MOST_CLAUSES, clauses
from edubot.errors import EngineUnavailable
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.triage import read_triage
from edubot.guardrail.wording import BUCKETS, read_wording
from edubot.index.search_index import SearchIndex
from edubot.likeness import Figures, Leaning, Likeness, likeness_for, read_likeness, write_likeness
from edubot.model import AlertKind, Hit, Outcome
from edubot.retriever import Retriever
from edubot.settings import MEANING_FILE, WORDING_FILE

AXES = np.eye(2, dtype=np.float32)
"""Two examples, far from one another."""


def _leaning(*weights: float, bias: float = 0.0, fires_from: float = 0.5, by_words: float = 0.0) -> Leaning:
    return Leaning(np.array(weights, dtype=np.float32), bias, fires_from, by_words)


def _meaning(examples: Figures = AXES, **leanings: Leaning) -> Likeness:
    return Likeness("e", examples, 1.0, {AlertKind(kind): leaning for kind, leaning in leanings.items()})


BOTH = _meaning(crisis=_leaning(1, 0), dosing=_leaning(0, 1))
"""Each of two alerts fires on what is close to its own example."""
CALM = "Is tea fine with breakfast?"
"""No rule has words for it."""
VEILED = "they'll be sad for a bit and then they'll be ok. that's what i tell myself"
"""A crisis on which no rule fires; the model of words hears it. It is of the messages that it learned from."""
HINTED = "I wrote everybody a letter for afterwards"
"""A crisis that the model of meaning alone hears; it stands in no file of messages."""


def _guardrail(meaning: Likeness | None) -> Guardrail:
    held = Guardrail.load()
    return Guardrail(held.policy, held.policies, held.triage, meaning=meaning)


def _kinds(guardrail: Guardrail, vectors: list[tuple[float, ...]], message: str = CALM) -> list[AlertKind]:
    return [alert.kind for alert in guardrail.answer(message, Findings(vectors=vectors)).alerts]


@pytest.mark.parametrize(
    ("vector", "raised"),
    [
        ((1.0, 0.0), {AlertKind.CRISIS}),
        ((0.9, 0.3), {AlertKind.CRISIS}),
        ((0.0, 1.0), {AlertKind.DOSING}),
        ((0.7, 0.7), {AlertKind.CRISIS, AlertKind.DOSING}),
        ((-1.0, 0.0), set()),
        ((5.0, 0.0), set()),
    ],
)
def test_an_example_speaks_for_what_is_close_to_it(vector: tuple[float, ...], raised: set[AlertKind]) -> None:
    """Not for what lies in the same direction further on, as a straight line would."""
    assert BOTH.alerts([vector]) == raised


def test_likeness_falls_with_the_square_of_the_distance() -> None:
    """`exp(-nearness * d²)` of each example, weighed and added up; the mark itself fires."""
    distances = np.array([[0.5, 0.0], [0.5, 1.0]])
    likeness = np.exp(-1.0 * (distances**2).sum(axis=1))
    leaned = float(2 * likeness[0] - likeness[1] + 0.25)
    for mark, fires in ((leaned - 1e-6, True), (leaned + 1e-6, False)):
        held = _meaning(crisis=_leaning(2, -1, bias=0.25, fires_from=mark))
        assert (held.alerts([(0.5, 0.0)]) == {AlertKind.CRISIS}) is fires


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_what_speaks_against_an_alert_never_raises_it(across: float, along: float) -> None:
    """An example that called for nothing makes whatever is like it lean less."""
    alone, against = _leaning(1, 0), _leaning(1, -1)
    raised = _meaning(crisis=against).alerts([(across, along)])
    assert raised <= _meaning(crisis=alone).alerts([(across, along)])


def test_a_vector_of_another_length_is_refused() -> None:
    """Examples of one encoder say nothing of another's vectors."""
    with pytest.raises(ValueError, match="mismatch"):
        BOTH.alerts([(1.0, 0.0, 0.0)])


def test_one_sentence_of_a_message_is_enough() -> None:
    """A need may stand in one sentence of ten: any vector may raise an alert, and no vector raises none."""
    assert BOTH.alerts([(-1.0, -1.0), (1.0, 0.0)]) == {AlertKind.CRISIS}
    assert BOTH.alerts([(1.0, 0.0), (0.0, 1.0)]) == {AlertKind.CRISIS, AlertKind.DOSING}
    assert BOTH.alerts([(-1.0, -1.0)]) == set()
    assert BOTH.alerts([]) == set()


def test_what_the_rules_have_no_words_for_is_raised_by_meaning() -> None:
    """Meaning adds its alert to a message on which no rule fires, in the order of urgency."""
    assert _kinds(_guardrail(None), [(0.7, 0.7)]) == []
    assert _kinds(_guardrail(BOTH), [(0.7, 0.7)]) == [AlertKind.CRISIS, AlertKind.DOSING]


def test_words_and_meaning_are_weighed_together() -> None:
    """What the words lean to counts with its own weight, beside each vector, and without vectors says nothing here."""
    both = _meaning(crisis=_leaning(1, 0, fires_from=1.5, by_words=0.5))
    assert both.alerts([(1.0, 0.0)]) == set()
    assert both.alerts([(1.0, 0.0)], {AlertKind.CRISIS: 1.0}) == {AlertKind.CRISIS}
    assert both.alerts([(1.0, 0.0)], {AlertKind.CRISIS: 0.9}) == set()
    assert both.alerts([(1.0, 0.0)], {AlertKind.DOSING: 9.0}) == set()
    assert both.alerts([], {AlertKind.CRISIS: 9.0}) == set()


def test_a_guardrail_hands_what_words_lean_to_on_to_meaning() -> None:
    """Where vector and words each fall short alone, both together raise the card."""
    wording = read_wording()
    leant = wording.leanings(read_triage().words(VEILED))[AlertKind.DOSING]
    short = _meaning(dosing=_leaning(1, 0, fires_from=leant + 0.9, by_words=1.0))
    guardrail = replace(_guardrail(short), wording=wording)
    assert AlertKind.DOSING in _kinds(guardrail, [(1.0, 0.0)], VEILED)
    assert AlertKind.DOSING not in _kinds(guardrail, [(0.0, 1.0)], VEILED)


def test_meaning_never_takes_an_alert_away() -> None:
    """Where a rule fires, vectors that lean the other way change nothing."""
    assert AlertKind.CRISIS in _kinds(_guardrail(BOTH), [(-1.0, -1.0)], "I want to kill myself")


@pytest.mark.parametrize(
    ("message", "raised"),
    [
        (CALM, [AlertKind.DOSING]),
        ("Do I have to swallow the capsule whole?", []),
        ("should I take it before bed", []),
        ("can I skip breakfast", []),
        ("Should I take two before bed?", [AlertKind.DOSING]),
        ("should I take it before bed " + "and the weather is grey " * 5, [AlertKind.DOSING]),
    ],
)
def test_a_plain_question_is_no_alert_however_like_one(message: str, raised: list[AlertKind]) -> None:
    """It is short and known; what rules find in it stands, and a long message may hold more than that question."""
    assert _kinds(_guardrail(_meaning(dosing=_leaning(0, 1))), [(0.0, 1.0)], message) == raised


@pytest.mark.parametrize(
    "message",
    [
        "my little one has swallowed a whole one",
        "how do I know if it is a stroke, my arm is numb",
        "does this count as an emergency, I feel so odd",
    ],
)
def test_what_may_be_happening_now_is_no_plain_question(message: str) -> None:
    """Only what is asked in general is settled: likeness to an emergency stands before what somebody reports."""
    guardrail = _guardrail(_meaning(emergency=_leaning(0, 1)))
    assert AlertKind.EMERGENCY in _kinds(guardrail, [(0.0, 1.0)], message)
    assert not _kinds(guardrail, [(0.0, 1.0)], "What would count as a severe headache?")


def test_where_an_index_fails_beneath_it_the_rules_still_listen() -> None:
    """A disk that fails once an index was open leaves no vectors; the card is there all the same."""
    answer = _guardrail(BOTH).unavailable("I want to kill myself", "The disk failed.")
    assert (answer.outcome, answer.problem) == (Outcome.UNAVAILABLE, "The disk failed.")
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]


def test_meaning_alone_never_keeps_the_leaflets_shut() -> None:
    """Only the rules can say that a message asks nothing; what meaning suspects is searched, with its card."""
    answer = _guardrail(BOTH).answer(CALM, Findings(vectors=[(1.0, 0.0)]))
    assert answer.outcome is Outcome.NOT_IN_LEAFLETS
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]


def test_the_bundled_model_of_words_listens_where_no_index_opens() -> None:
    """A guardrail that is loaded and nothing more hears what no rule has words for, and so does one over a library."""
    guardrail = Guardrail.load()
    assert read_triage()(VEILED) == ()
    for each in (guardrail, guardrail.over({"isotretinoin"}, lambda: likeness_for("another encoder"))):
        assert [alert.kind for alert in each.unavailable(VEILED, "No index.").alerts] == [AlertKind.CRISIS]
    assert replace(guardrail, wording=None).unavailable(VEILED, "No index.").alerts == ()


def test_the_bundled_model_of_meaning_listens_to_what_is_asked(assistant: Assistant) -> None:
    """An assistant hears what neither rules nor words have heard."""
    assert assistant.guardrail.unavailable(HINTED, "No index.").alerts == ()
    assert AlertKind.CRISIS in [alert.kind for alert in assistant.ask(HINTED).alerts]


def test_the_bundled_model_serves_its_own_encoder_and_no_other(assistant: Assistant) -> None:
    """Another encoder's vectors get no model; its own get one that may find every kind, of the right length."""
    assert likeness_for("another encoder") is None
    held = likeness_for(assistant.retriever.encoder)
    assert held is not None
    assert set(held.leanings) == set(AlertKind)
    (length,) = {len(vector) for vector in assistant.retriever.vectors(["one", "two"])}
    assert held.examples.shape[1] == length


def test_an_index_of_another_encoder_is_guarded_by_rules_alone(assistant: Assistant) -> None:
    """Where no model fits, nothing is guessed and the rules stand."""
    guardrail = Guardrail.load().over({"isotretinoin"}, lambda: likeness_for("another encoder"))
    assert guardrail.meaning is None
    asked = Assistant(assistant.retriever, guardrail).ask("I want to kill myself")
    assert [alert.kind for alert in asked.alerts] == [AlertKind.CRISIS]


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Kinds, examples, weights and marks come from the file; examples are whole multiples of a unit."""
    place = tmp_path / "meaning.npz"
    examples = np.array([[0.5, -1.0], [0.25, 0.0]], dtype=np.float32)
    write_likeness(
        _meaning(examples, crisis=_leaning(0.5, -1, bias=0.25, fires_from=0.4, by_words=2.0)),
        0.25,
        place,
    )
    held = read_likeness(place)
    crisis = held.leanings[AlertKind.CRISIS]
    assert (held.encoder, held.nearness, list(held.leanings)) == ("e", 1.0, [AlertKind.CRISIS])
    assert held.examples.tolist() == examples.tolist()
    assert crisis.weights.tolist() == [0.5, -1.0]
    assert (crisis.bias, crisis.fires_from, crisis.by_words) == (0.25, 0.4, 2.0)


def _refuses(guardrail: Guardrail, place: Path) -> None:
    answer = guardrail.answer("I want to kill myself")
    assert answer.outcome is Outcome.UNAVAILABLE
    assert str(place) in (answer.problem or "")
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]


SHORT = {"weights": "AAAA", "unit": 1, "bias": 0, "fires_from": 1}


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"crises": {}}', '{"crisis": {}}', '{"crisis": {"weights": []}}', json.dumps({"crisis": SHORT})],
)
def test_a_model_of_words_that_cannot_be_read_is_told(tmp_path: Path, content: str) -> None:
    """No leaflet is searched by a guardrail that hears less than it should; the rules still stand, and say so."""
    path = tmp_path / "wording.json"
    path.write_text(content, encoding="utf-8")
    for place in (path, tmp_path / "nowhere.json"):
        _refuses(Guardrail.load(words=place).over({"isotretinoin"}), place)


def _with(held: bytes, **fields: NDArray[Any]) -> bytes:
    """The model with some fields in the place of its own."""
    written = io.BytesIO()
    with np.load(io.BytesIO(held)) as own:
        np.savez(written, allow_pickle=False, **(dict(own) | fields))
    return written.getvalue()


@pytest.mark.parametrize(
    "damaged",
    [
        lambda _: b"",
        lambda held: held[:-200],
        lambda held: held[: len(held) // 2],
        lambda held: bytes(len(held)),
        partial(_with, kinds=np.array(["doting"])),
        partial(_with, weights=np.zeros((5, 3))),
        partial(_with, marks=np.zeros((5, 2))),
        lambda held: held[:5000] + bytes([held[5000] ^ 255]) + held[5001:],
    ],
)
def test_a_model_of_meaning_that_cannot_be_read_is_told(tmp_path: Path, damaged: Callable[[bytes], bytes]) -> None:
    """The same over an index, where it listens: cut short, emptied, of other kinds or shapes, or one byte flipped."""
    path = tmp_path / "meaning.npz"
    path.write_bytes(damaged(MEANING_FILE.read_bytes()))
    for place in (path, tmp_path / "nowhere.npz"):
        _refuses(Guardrail.load().over({"isotretinoin"}, partial(likeness_for, "e", place)), place)


def test_the_bundled_models_hold_no_message() -> None:
    """They were trained on messages of distress; what is shipped is figures alone."""
    for row in json.loads(WORDING_FILE.read_text(encoding="utf-8")).values():
        assert set(row) == {"weights", "unit", "bias", "fires_from"}
        assert len(base64.b64decode(row["weights"])) == BUCKETS
    with np.load(MEANING_FILE, allow_pickle=False) as held:
        words = {name for name in held.files if held[name].dtype.kind not in "fi"}
    assert words == {"encoder", "kinds"}


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


class _Lost(Retriever):
    """Vectors are there; the leaflets are gone before they are searched."""

    def search(self, question: str, limit: int) -> list[Hit]:  # noqa: ARG002  as a retriever's
        """Fails as an engine does, or a damaged file."""
        raise self.fault

    fault: Exception = EngineUnavailable("The engine does not answer", "Start it again")


@pytest.mark.parametrize("fault", [_Lost.fault, MemoryError("no room")])
def test_what_only_the_vectors_heard_is_not_lost_with_the_search(bundled_index: Path, fault: Exception) -> None:
    """The card stands, whatever happened to the leaflets after the message was heard."""
    retriever = _Lost(SearchIndex.open(bundled_index))
    retriever.fault = fault
    guardrail = Guardrail.load().over({"isotretinoin"}, lambda: likeness_for(retriever.encoder))
    message = f"{HINTED}. {CALM}"
    assert not guardrail.unavailable(message, "No index.").alerts
    answer = Assistant(retriever, guardrail).ask(message)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]
