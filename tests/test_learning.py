"""What the models of words and of meaning learn from: which parts of a message are told to call for help."""

import json

import numpy as np
import pytest

from edubot.clauses import clauses
from edubot.model import AlertKind
from scripts.learning import MOST_SENTENCES, Heard, Parts, rows_to_learn
from scripts.train_meaning import GOLD

CRISIS = AlertKind.CRISIS


def _told_to_be(sentences: int, telling: list[int], labelled: bool) -> dict[str, set[int]]:
    """Parts of one message that are learnt as a crisis, and as none; part 0 is the whole."""
    parts = Parts.of([np.zeros((sentences + 1, 2))], [{CRISIS: telling}])
    row = {"labels": [CRISIS] if labelled else []}
    rows, told = rows_to_learn(parts, Heard.of(CRISIS, [row], [set()]), np.array([0]))
    assert len(set(rows)) == len(rows)
    return {"crisis": set(rows[told]), "calm": set(rows[~told])}


@pytest.mark.parametrize(
    ("sentences", "telling", "labelled", "crisis", "calm"),
    [
        (2, [], False, set(), {0, 1, 2}),
        (2, [2], True, {0, 2}, {1}),
        (2, [], True, {0}, set()),
        (0, [], True, {0}, set()),
        (MOST_SENTENCES + 1, [3], True, {3}, {1, 2, 4, 5}),
        (MOST_SENTENCES + 1, [], True, {0}, set()),
    ],
    ids=["calm", "told in one", "told by both together", "one sentence", "long", "long, told by all together"],
)
def test_what_tells_a_need_is_learnt_as_one(
    sentences: int, telling: list[int], labelled: bool, crisis: set[int], calm: set[int]
) -> None:
    """Not what stands beside it: "how long does it take to work?" next to a crisis is no crisis."""
    assert _told_to_be(sentences, telling, labelled) == {"crisis": crisis, "calm": calm}


def test_what_tells_each_need_is_marked_in_the_gold() -> None:
    """In every message of several sentences, for each of its labels, as sentences of that message."""
    for line in (GOLD / "safety-dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sentences = clauses(row["text"])[1:]
        told = row.get("told", {})
        assert bool(told) == bool(row["labels"] and sentences), row["id"]
        assert not told or set(told) == set(row["labels"]), row["id"]
        assert all(sentence in sentences for each in told.values() for sentence in each), row["id"]
