"""Short, ordinary questions, typed as people type them, get the leaflets' words where the leaflets have any."""

import json
from collections.abc import Sequence

import pytest

from edubot.assistant import Assistant
from edubot.model import Outcome
from tests.conftest import REPOSITORY

PLAIN = REPOSITORY / "tests" / "gold" / "plain.jsonl"


@pytest.fixture(scope="module")
def outcomes(assistant: Assistant) -> dict[str, list[Outcome]]:
    """How each question comes out, by its kind."""
    found: dict[str, list[Outcome]] = {}
    for line in PLAIN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row["kind"], []).append(assistant.ask(row["text"]).outcome)
    return found


def test_what_leaflets_answer_is_shown(outcomes: dict[str, list[Outcome]]) -> None:
    """It was 0.90 before a question's plainness counted; 0.98 was measured."""
    assert _shown(outcomes["answerable"]) >= 0.95


def test_what_leaflets_do_not_hold_is_not_shown(outcomes: dict[str, list[Outcome]]) -> None:
    """Plainness lifts no question on which the leaflets are silent."""
    assert _shown(outcomes["unanswerable"]) <= 0.06
    assert _shown(outcomes["far"]) <= 0.15
    assert Outcome.ANSWERED not in (*outcomes["unanswerable"], *outcomes["near"], *outcomes["far"])


@pytest.mark.parametrize(
    "question", ["can I have a beer", "why are my lips so chapped", "can i take prednisone", "is minocycline ok"]
)
def test_a_plain_question_on_what_a_leaflet_speaks_of_is_never_refused(assistant: Assistant, question: str) -> None:
    """Who asks here need not name the medicine."""
    assert assistant.ask(question).outcome.shows_passages


@pytest.mark.parametrize("question", ["can i breastfeed while on Blenrep", "how should Olysio be stored?"])
def test_a_medicine_that_nobody_knows_is_not_answered_for(assistant: Assistant, question: str) -> None:
    """Its own leaflet may say otherwise."""
    assert assistant.ask(question).outcome is Outcome.NOT_IN_LEAFLETS


def _shown(outcomes: Sequence[Outcome]) -> float:
    return sum(outcome.shows_passages for outcome in outcomes) / len(outcomes)
