"""The page of results is what was measured last, with the scorer, gold, leaflets and calibration that are here now."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.libraries.contract import Piece, answer, leaflets, questions
from edubot.evaluation.lines import Line
from edubot.evaluation.reply import reply
from scripts.accuracy_page import FIGURES, GOLD, PAGE, complaint, large, read
from scripts.accuracy_tables import Figures, Library, Row, Table, filled

OURS, THEIRS = Row("**edubot**", {"hit": (0.5, 0.25, 0.75)}), Row("another", {})
TABLE = Table("2026-01-02", "s", "0", 4, (OURS,), (Library("another", "1", "2026-01-01", (THEIRS,)),))
EMPTY = "before\n<!-- figures: gold -->\n<!-- end of figures -->\nafter\n"


def test_the_page_is_up_to_date() -> None:
    """Whoever changes ranking, gold, leaflets or the calibration must run `make accuracy`."""
    assert complaint() is None


def test_other_gold_makes_the_page_stale(tmp_path: Path) -> None:
    """One more blank in the gold questions is enough."""
    gold = tmp_path / "questions.jsonl"
    gold.write_bytes(GOLD.read_bytes() + b" ")
    assert complaint(gold=gold) == "accuracy.json was measured before the gold questions changed; run make accuracy."


def test_another_scorer_makes_the_page_stale(tmp_path: Path) -> None:
    """Figures of one scorer say nothing of another."""
    stored = tmp_path / "accuracy.json"
    stored.write_text(json.dumps(replace(read(), scorer="another").as_json()), encoding="utf-8")
    assert "measured with another scorer" in (complaint(stored=stored) or "")


def test_an_edited_table_is_noticed(tmp_path: Path) -> None:
    """A figure that nobody measured does not stay on the page; prose around the tables may change."""
    page = tmp_path / "accuracy.md"
    text = PAGE.read_text(encoding="utf-8")
    page.write_text(f"{text}\nMore prose.\n", encoding="utf-8")
    assert complaint(page) is None
    page.write_text(text.replace("| **edubot** | 0.", "| **edubot** | 1.", 1), encoding="utf-8")
    assert "are not those of accuracy.json" in (complaint(page) or "")


def test_figures_are_read_as_they_were_written() -> None:
    """The stored file is what the dataclasses hold."""
    figures = Figures("s", {"gold": "0"}, {"gold: all": TABLE, "large: one": replace(TABLE, libraries=())})
    assert Figures.from_json(json.loads(json.dumps(figures.as_json()))) == figures
    stored = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(read().as_json())) == stored


def test_a_block_takes_its_own_tables() -> None:
    """Title, number of questions, date; a figure that a system has not is a dash; filling again changes nothing."""
    page = filled(EMPTY, Figures("s", {}, {"gold: all": TABLE, "large: one": TABLE}))
    assert page.count("4 questions with evidence, 2026-01-02.") == 1
    assert "| **edubot** | 0.50 (0.25–0.75) |\n| another | – |\n\nLibraries: another 1 on 2026-01-01.\n" in page
    assert page.startswith("before\n") and page.endswith("after\n")
    assert filled(page, Figures("s", {}, {"gold: all": TABLE})) == page


def test_a_table_of_an_earlier_scorer_says_so() -> None:
    """Tables that could not be measured in a run keep their figures and their date, and tell that they are older."""
    page = filled(EMPTY, Figures("later", {}, {"gold: all": TABLE}))
    assert "2026-01-02; ranking has changed since." in page


def test_libraries_speak_the_contract(tmp_path: Path) -> None:
    """What a library answers is read by the code that reads edubot's own answers."""
    said = reply(Line("here", json.loads(answer("q1", [Piece("a.md", "Use a balm.")]))))
    assert [(shown.leaflet, shown.text, shown.marked) for shown in said.shown] == [("a.md", "Use a balm.", "")]
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"_id": "1", "title": "Lips", "text": "Use a balm."}\n\n{"id": "2", "text": "Drink."}\n')
    assert leaflets(rows) == [Piece("1", "Lips\n\nUse a balm."), Piece("2", "Drink.")]
    assert [question.id for question in questions(rows)] == ["1", "2"]
    (tmp_path / "a.md").write_text("Words.")
    assert leaflets(tmp_path) == [Piece("a.md", "Words.")]


def test_a_large_collection_is_named_by_its_parts() -> None:
    """Index, queries and judgements; the corpus where the libraries are to read it."""
    assert large("m=i:q:r") == ("m", Path("i"), Path("q"), Path("r"), None)
    assert large("m=i:q:r:c")[4] == Path("c")
    with pytest.raises(Exception, match="is not NAME=INDEX:QUERIES:QRELS"):
        large("m=i:q")
