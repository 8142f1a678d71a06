"""Retrieval stays as good on the gold questions as it was measured to be.

`tests/gold/baseline.json` holds, for each split and measure, the mean that was measured and the floor, which is the
lower end of its 95 % bootstrap interval. After a deliberate change of retrieval, look at the new figures
(`edubot evaluate tests/gold/questions.jsonl`), then write the file anew from an index of the bundled leaflets:

    edubot build --index DIR && python -m tests.test_accuracy DIR
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from edubot.assistant import Assistant
from edubot.errors import QuestionsInvalid
from edubot.evaluation.gold import GoldQuestion
from edubot.evaluation.intervals import Figure
from edubot.evaluation.run import evaluate, gold_for
from edubot.leaflets.folder import Library
from edubot.model import Hit
from edubot.settings import bundled_originals
from tests.conftest import REPOSITORY

GOLD = REPOSITORY / "tests" / "gold" / "questions.jsonl"
BASELINE = REPOSITORY / "tests" / "gold" / "baseline.json"
HELD = ("success within 60 words", "success within 120 words", "recall within 120 words")
SPLITS = ("dev", "test")


def _figures(assistant: Assistant, split: str) -> dict[str, Figure]:
    gold = [question for question in gold_for(assistant, GOLD) if question.split == split]
    return {figure.name: figure for figure in evaluate(assistant, gold) if figure.name in HELD}


def write_baseline(index: Path) -> None:
    """Measure an index of the bundled leaflets and write what is found as the baseline."""
    assistant = Assistant.open(index)
    baseline = {
        split: {
            name: {"mean": round(figure.mean, 4), "floor": round(figure.low, 4), "questions": figure.questions}
            for name, figure in _figures(assistant, split).items()
        }
        for split in SPLITS
    }
    BASELINE.write_text(json.dumps(baseline, indent=1) + "\n")


@pytest.fixture(scope="module")
def baseline() -> dict[str, dict[str, dict[str, Any]]]:
    """What was measured."""
    held: dict[str, dict[str, dict[str, Any]]] = json.loads(BASELINE.read_text())
    return held


@pytest.fixture(scope="module")
def figures(assistant: Assistant) -> dict[str, dict[str, Figure]]:
    """What is measured now, by split."""
    return {split: _figures(assistant, split) for split in SPLITS}


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", HELD)
def test_accuracy_does_not_fall(
    figures: dict[str, dict[str, Figure]], baseline: dict[str, dict[str, dict[str, Any]]], split: str, name: str
) -> None:
    """No measure falls below the floor that was set when it was measured, on as many questions."""
    figure, held = figures[split][name], baseline[split][name]
    assert figure.mean >= held["floor"], f"{name} on {split}: {figure.mean:.3f}, measured as {held['mean']:.3f}"
    assert figure.questions == held["questions"]


@pytest.mark.parametrize("split", SPLITS)
def test_more_words_show_no_less(figures: dict[str, dict[str, Figure]], split: str) -> None:
    """The measures hang together: more words show more, and recall is success at most."""
    sixty, success, recall = (figures[split][name] for name in HELD)
    assert 0 < sixty.mean <= success.mean <= 1
    assert recall.mean <= success.mean
    for figure in (sixty, success, recall):
        assert figure.low <= figure.mean <= figure.high


def test_figures_are_the_same_every_time(assistant: Assistant, figures: dict[str, dict[str, Figure]]) -> None:
    """The bootstrap draws the same on every run, so that two evaluations can be compared."""
    assert _figures(assistant, "dev") == figures["dev"]


def test_the_gold_is_of_the_bundled_leaflets(assistant: Assistant) -> None:
    """Every quote stands in its leaflet; both splits have questions with evidence and questions without."""
    gold = gold_for(assistant, GOLD)
    assert {question.split for question in gold} == set(SPLITS)
    for split in SPLITS:
        assert {bool(question.evidence) for question in gold if question.split == split} == {True, False}
    assert len({question.id for question in gold}) == len(gold)


def test_a_quote_that_is_not_in_the_leaflets_is_refused(assistant: Assistant, tmp_path: Path) -> None:
    """A gold quote off by a letter stops the evaluation with its line and its file."""
    line = json.loads(GOLD.read_text(encoding="utf-8").splitlines()[0])
    line["evidence"][0]["quote"] += "x"
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(line) + "\n")
    with pytest.raises(QuestionsInvalid, match=f"line 1 quotes words that no longer stand in .*{re.escape('.md')}"):
        gold_for(assistant, file)


def test_questions_without_evidence_measure_nothing(assistant: Assistant) -> None:
    """An evaluation of unanswerable questions alone is refused in a sentence."""
    with pytest.raises(QuestionsInvalid, match="No question has evidence"):
        evaluate(assistant, [GoldQuestion("q", "Why?", "unanswerable", "dev", ())])


def _gold_texts() -> list[str]:
    return [json.loads(line)["text"] for line in GOLD.read_text(encoding="utf-8").splitlines()]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def test_quarantined_words_are_never_found(originals_index: Path, seeds: Path) -> None:
    """Over the originals, no passage found for any gold question touches a quarantined span or holds words of one."""
    leaflets = {leaflet.source.id: leaflet for leaflet in Library.at(seeds, bundled_originals())}
    assert sum(len(leaflet.quarantined) for leaflet in leaflets.values()) > 3
    shown: dict[str, str] = {}
    for id, leaflet in leaflets.items():
        kept = list(leaflet.text)
        for found in leaflet.quarantined:
            kept[found.span.start : found.span.end] = " " * (found.span.end - found.span.start)
        shown[id] = "".join(kept)
    hidden_words = set[str]().union(*(_words(leaflet.text) for leaflet in leaflets.values()))
    hidden_words -= set[str]().union(*(_words(text) for text in shown.values()))
    assert len(hidden_words) > 50
    assistant = Assistant.open(originals_index)
    for question in _gold_texts():
        for hit in assistant.found(question):
            _is_clean(hit, shown[hit.passage.source.id], hidden_words)


def _is_clean(hit: Hit, shown: str, hidden_words: set[str]) -> None:
    passage = hit.passage
    assert shown[passage.start : passage.end] == passage.text
    assert not _words(passage.text) & hidden_words
    assert not _words(" ".join((*passage.heading, passage.source.title, passage.label))) & hidden_words


if __name__ == "__main__":
    write_baseline(Path(sys.argv[1]))
