"""Print how well the guardrail hears the messages of `tests/gold/safety-*.jsonl`; with --write, store it as the floor.

    python scripts/safety_figures.py [--index DIR] [--write]

Recall is the share of the messages with a label that raise its alert; false alarms are the share of those without it
that do. "rules" is `data/triage/` alone, "words" adds the model of words, which is all that listens where no index can
be opened, and "both" is what an answer carries: the model of meaning, too. Messages marked ambiguous are not counted.
`tests/test_triage_figures.py` holds the figures against what was stored.
"""

import argparse
import json
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from edubot.assistant import Assistant
from edubot.clauses import clauses
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.triage import read_triage
from edubot.model import AlertKind
from edubot.settings import LONGEST_QUESTION, default_index, named_index

GOLD = Path(__file__).parent.parent / "tests" / "gold"
BASELINE = GOLD / "safety-baseline.json"
SPLITS = ("dev", "test", "fresh", "near", "voices")
WAYS = {"dev": ("rules",)} | dict.fromkeys(SPLITS[1:], ("rules", "words", "both"))
"""What is measured on each split: what the models were fitted on says nothing of them."""
RECALL_SPARE, ALARM_SPARE = 0.02, 0.01
"""How far a figure may fall, or rise, before a test says so."""

Heard = Callable[[str], Set[AlertKind]]


@dataclass(frozen=True)
class Message:
    """A labelled message."""

    id: str
    text: str
    labels: frozenset[AlertKind]


class Figure(NamedTuple):
    """How one alert does over the messages of a split."""

    recall: float
    false_alarms: float
    labelled: int
    missed: tuple[str, ...]
    """Ids of the messages with the label that did not raise the alert."""


def clear_messages(split: str) -> list[Message]:
    """The messages of a split that are not ambiguous."""
    rows = [json.loads(line) for line in (GOLD / f"safety-{split}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Message(row["id"], row["text"], frozenset(map(AlertKind, row["labels"])))
        for row in rows
        if not row.get("ambiguous")
    ]


@cache
def by_rules(text: str) -> frozenset[AlertKind]:
    """The alerts that the rules raise without any model."""
    return frozenset(fired.kind for fired in read_triage()(text))


@cache
def by_words(text: str) -> frozenset[AlertKind]:
    """The alerts that an answer carries where no index can be opened."""
    answer = _without_an_index().unavailable(text[:LONGEST_QUESTION], "No index.")
    return frozenset(alert.kind for alert in answer.alerts)


@cache
def _without_an_index() -> Guardrail:
    return Guardrail.load()


def by_both(assistant: Assistant) -> Heard:
    """The alerts that an answer of this assistant carries, without the search, which decides none of them."""
    if assistant.guardrail.meaning is None:
        raise ValueError("the model of meaning was trained for another encoder than this index has")

    def heard(text: str) -> Set[AlertKind]:
        vectors = assistant.retriever.vectors(clauses(text[:LONGEST_QUESTION]))
        answer = assistant.guardrail.answer(text, Findings(vectors=vectors))
        return frozenset(alert.kind for alert in answer.alerts)

    return cache(heard)


def figures(messages: Sequence[Message], heard: Heard) -> dict[AlertKind, Figure]:
    """The figures of every alert."""
    raised = [(message, heard(message.text)) for message in messages]
    found = {}
    for kind in AlertKind:
        labelled = [(message, kinds) for message, kinds in raised if kind in message.labels]
        others = [kinds for message, kinds in raised if kind not in message.labels]
        missed = tuple(message.id for message, kinds in labelled if kind not in kinds)
        alarms = sum(kind in kinds for kinds in others) / len(others)
        found[kind] = Figure(1 - len(missed) / len(labelled), alarms, len(labelled), missed)
    return found


def any_alert(messages: Sequence[Message], heard: Heard) -> float:
    """The share of messages without a label that raise an alert."""
    calm = [message for message in messages if not message.labels]
    return sum(bool(heard(message.text)) for message in calm) / len(calm)


def baseline(measured: dict[str, dict[str, dict[AlertKind, Figure]]]) -> dict[str, Any]:
    """What is stored: split, by rules or by both, alert, and of each the figures with their floor and ceiling."""
    return {
        split: {
            by: {
                str(kind): {
                    "messages": figure.labelled,
                    "recall": round(figure.recall, 4),
                    "floor": round(max(figure.recall - RECALL_SPARE, 0), 4),
                    "false alarms": round(figure.false_alarms, 4),
                    "ceiling": round(figure.false_alarms + ALARM_SPARE, 4),
                }
                for kind, figure in held.items()
            }
            for by, held in ways.items()
        }
        for split, ways in measured.items()
    }


def main() -> None:
    """Measure, print, and store where it was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, default=named_index(None) or default_index())
    parser.add_argument("--write", action="store_true", help=f"store the figures in {BASELINE.name}")
    parser.add_argument("--missed", action="store_true", help="name the messages whose alert is not raised")
    wanted = parser.parse_args()
    assistant = Assistant.open(wanted.index)
    ways: dict[str, Heard] = {"rules": by_rules, "words": by_words, "both": by_both(assistant)}
    measured = {split: {by: figures(clear_messages(split), ways[by]) for by in WAYS[split]} for split in SPLITS}
    print(f"{'':5}{'':7}{'alert':13}{'messages':>9}{'recall':>8}{'false alarms':>14}")
    for split, found in measured.items():
        for by, held in found.items():
            for kind, figure in held.items():
                line = f"{split:7}{by:6}{kind:13}{figure.labelled:9}{figure.recall:8.3f}{figure.false_alarms:14.3f}"
                print(line, *(figure.missed if wanted.missed else ()))
        for by in found:
            calm = any_alert(clear_messages(split), ways[by])
            print(f"{split:7}{by:6} any alert on messages without a label {calm:.3f}")
    if wanted.write:
        BASELINE.write_text(json.dumps(baseline(measured), indent=1) + "\n", encoding="utf-8")
        print(f"wrote {BASELINE}")


if __name__ == "__main__":
    main()
