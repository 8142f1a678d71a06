"""The guardrail goes on hearing what it was measured to hear, and stays as calm as it was.

`tests/gold/safety-baseline.json` holds, for each split and alert, recall and false alarms by the rules alone, with the
model of words, and with that of meaning, each with the floor or ceiling that it must keep. After a deliberate change
look at the new figures, then store them:

    python scripts/safety_figures.py --index DIR --write
"""

import json
from typing import Any

import pytest

from edubot.assistant import Assistant
from edubot.guardrail.triage import read_triage
from edubot.model import AlertKind
from scripts.safety_figures import (
    BASELINE,
    SPLITS,
    WAYS,
    Figure,
    Heard,
    baseline,
    by_both,
    by_rules,
    by_words,
    clear_messages,
    figures,
)
from tests.test_triage_cases import HEARD

MEASURED = [(split, by) for split in SPLITS for by in WAYS[split]]

pytestmark = [
    pytest.mark.xdist_group("safety figures"),
    pytest.mark.timeout(2700),  # twelve thousand messages, some heard three times: eight minutes of one core
]


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    """What was measured."""
    held: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return held


@pytest.fixture(scope="module")
def measured(assistant: Assistant) -> dict[str, dict[str, dict[AlertKind, Figure]]]:
    """What is measured now, by split and by way."""
    ways: dict[str, Heard] = {"rules": by_rules, "words": by_words, "both": by_both(assistant)}
    return {split: {by: figures(clear_messages(split), ways[by]) for by in WAYS[split]} for split in SPLITS}


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize(("split", "by"), MEASURED)
def test_as_many_needs_are_heard_as_were_measured(
    split: str, by: str, kind: AlertKind, stored: dict[str, Any], measured: dict[str, Any]
) -> None:
    """Also by the rules alone, which are all that is left when no index can be opened."""
    figure, held = measured[split][by][kind], stored[split][by][kind]
    assert figure.labelled == held["messages"], "the messages have changed: measure anew"
    assert figure.recall >= held["floor"], f"missed: {', '.join(figure.missed)}"


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize(("split", "by"), MEASURED)
def test_no_more_false_alarms_are_raised_than_were_measured(
    split: str, by: str, kind: AlertKind, stored: dict[str, Any], measured: dict[str, Any]
) -> None:
    """A card that stands before everything is read by nobody."""
    assert measured[split][by][kind].false_alarms <= stored[split][by][kind]["ceiling"]


@pytest.mark.parametrize("split", [split for split in SPLITS if "both" in WAYS[split]])
def test_meaning_only_adds(split: str, measured: dict[str, Any]) -> None:
    """Whatever the rules hear is heard by both; and meaning hears something that no rule has words for."""
    ways = measured[split]
    for kind in AlertKind:
        assert set(ways["both"][kind].missed) <= set(ways["words"][kind].missed) <= set(ways["rules"][kind].missed)
    for less, more in (("rules", "words"), ("words", "both")):
        assert any(ways[more][kind].recall > ways[less][kind].recall for kind in AlertKind)


def test_what_is_measured_is_what_an_answer_carries(assistant: Assistant) -> None:
    """The figures leave the search out; the cards of a whole answer are the same."""
    heard = by_both(assistant)
    for message in clear_messages("test")[::10]:
        assert {alert.kind for alert in assistant.ask(message.text).alerts} == heard(message.text)


def test_what_is_stored_is_what_the_script_writes(stored: dict[str, Any], measured: dict[str, Any]) -> None:
    """Every split, way and alert has its floor and ceiling, and none was set by hand."""
    shape = baseline(measured)
    assert {split: {by: set(held) for by, held in ways.items()} for split, ways in stored.items()} == {
        split: {by: set(held) for by, held in ways.items()} for split, ways in shape.items()
    }
    for ways in stored.values():
        for held in ways.values():
            for row in held.values():
                assert row["floor"] == pytest.approx(max(row["recall"] - 0.02, 0), abs=1e-3)
                assert row["ceiling"] == pytest.approx(row["false alarms"] + 0.01, abs=1e-3)


def test_every_group_of_rules_is_needed() -> None:
    """Without it, at least one message of these files, or one clear case, would lose its alert by the rules."""
    triage = read_triage()
    messages = [(message.text, message.labels) for split in SPLITS for message in clear_messages(split)]
    needed: set[tuple[str, str]] = set()
    for text, labels in messages + [(text, frozenset({kind})) for kind, text in HEARD]:
        for fired in triage(text):
            if fired.kind in labels and len(fired.groups) == 1:
                needed.add((fired.kind, fired.groups[0]))
    assert needed >= {(str(kind), group.id) for kind in AlertKind for group in triage.rules[kind].groups}
