"""The page of speed is what was measured last, with the libraries that are pinned now."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.speed.copies import count_words, write_copies
from benchmarks.speed.figures import METHOD, SpeedFigures
from benchmarks.speed.journal import Journal, Record
from benchmarks.speed.machine import Shape
from scripts.performance_page import complaint, filled, pinned, read, write

EMPTY = "before\n<!-- figures: systems -->\n<!-- end of figures -->\nafter\n"
VISITORS = {
    "date": "2026-01-02",
    "machine": "a machine",
    "load": 0.0,
    "rows": [
        {"visitors": 1, "warned": 0.5, "first": 1.5, "answer": 0.1, "slowest": 0.2, "a_second": 9.0}
        | {"pss_mb": 200.0, "private_mb": 150.0}
    ],
}
SYSTEM = {
    "version": "1",
    "cold": (0.5, 0.25, 0.75),
    "cold_cpu": 0.5,
    "warm_ms": (1.0, 2.0, 3.0),
    "peak_mb": 100.0,
    "peak_warm_mb": 110.0,
    "build": 9.0,
    "build_rate": 1234.0,
    "pieces_mb": 0.5,
    "encoder_mb": 91.0,
    "within_60": 0.5,
    "within_120": None,
}


def figures(**other: Any) -> SpeedFigures:
    """Some figures of one run."""
    held = {
        "date": "2026-01-02",
        "machine": "a machine",
        "load": 0.0,
        "method": METHOD,
        "pinned": pinned(),
        "leaflets": "3 leaflets of 9 words",
        "questions": "70 questions, 60 with evidence",
        "rounds": 2,
        "passes": 1,
        "systems": [{"name": "edubot", **SYSTEM}, {"name": "another", **SYSTEM}],
        "ratios": [],
        "limit": {},
    }
    return SpeedFigures.from_json({**held, **other})


def test_the_page_is_up_to_date() -> None:
    """Whoever changes the method or what is pinned must run `make bench`."""
    assert complaint() is None


def test_other_libraries_make_the_page_stale(tmp_path: Path) -> None:
    """Figures of one version say nothing of the next."""
    stored = tmp_path / "performance.json"
    stored.write_text(json.dumps({"speed": figures(pinned="others").as_json()}), encoding="utf-8")
    assert "run make bench" in (complaint(stored=stored) or "")


def test_an_edited_table_is_noticed(tmp_path: Path) -> None:
    """A figure that nobody measured does not stay on the page; prose around the tables may change."""
    page, stored = tmp_path / "performance.md", tmp_path / "performance.json"
    page.write_text(EMPTY, encoding="utf-8")
    write({"speed": figures().as_json(), "visitors": VISITORS}, page, stored)
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\nMore prose.\n", encoding="utf-8")
    assert complaint(page, stored) is None
    page.write_text(text.replace("| evidence within 60 words | 0.", "| evidence within 60 words | 1.", 1), "utf-8")
    assert "are not those of performance.json" in (complaint(page, stored) or "")


def test_figures_are_read_as_they_were_written(tmp_path: Path) -> None:
    """The stored file is what the dataclasses hold; what another command measured stays beside it."""
    page, stored = tmp_path / "performance.md", tmp_path / "performance.json"
    page.write_text(EMPTY, encoding="utf-8")
    write({"visitors": VISITORS}, page, stored)
    write({"speed": figures().as_json()}, page, stored)
    assert SpeedFigures.from_json(read(stored)["speed"]) == figures()
    assert read(stored)["visitors"] == VISITORS
    assert complaint(page, stored) is None


def test_a_table_says_what_was_measured_and_in_what_company() -> None:
    """A column each system, a dash where a figure is not known; a busy machine is told of; filling twice is once."""
    page = filled(EMPTY, {"speed": figures().as_json()})
    assert "| | **edubot** | another |" in page
    assert "| cold process to answer, s | 0.50 (0.25–0.75) | 0.50 (0.25–0.75) |" in page
    assert "| evidence within 120 words | – | – |" in page
    assert "not idle" not in page
    assert filled(page, {"speed": figures().as_json()}) == page
    assert "The machine was not idle: load 3.2." in filled(EMPTY, {"speed": figures(load=3.2).as_json()})


def test_visitors_have_a_table_of_their_own() -> None:
    """A column for each number of them."""
    page = filled("<!-- figures: visitors -->\n<!-- end of figures -->\n", {"visitors": VISITORS})
    assert "| | 1 at once |" in page
    assert "| memory a visitor has alone, MB | 150 |" in page


def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    """What is in the journal is not measured again; a line that was torn when the run was killed is."""
    path = tmp_path / "journal.jsonl"
    asked: list[str] = []

    def measure(name: str) -> Record:
        asked.append(name)
        return {"seconds": 1.5}

    for name in ("one", "two"):
        Journal(path).once(name, lambda name=name: measure(name))  # type: ignore[misc]
    path.write_text(path.read_text(encoding="utf-8")[:-4], encoding="utf-8")
    again = Journal(path)
    assert [again.once(name, lambda name=name: measure(name)) for name in ("one", "two")] == [{"seconds": 1.5}] * 2  # type: ignore[misc]
    assert asked == ["one", "two", "two"]
    assert Journal(path)["two"] == {"seconds": 1.5}


def test_copies_are_the_same_words_under_other_titles(tmp_path: Path) -> None:
    """A word more each, its number; those of an earlier run are gone."""
    place, folder = tmp_path / "leaflets", tmp_path / "copies"
    place.mkdir()
    (place / "a.md").write_text("# Lips\n\nUse a balm.\n", encoding="utf-8")
    write_copies(place, folder, 5)
    assert write_copies(place, folder, 2) == 2 * (count_words(place) + 1)
    assert {file.read_text(encoding="utf-8") for file in folder.iterdir()} == {
        "# Lips 1\n\nUse a balm.\n",
        "# Lips 2\n\nUse a balm.\n",
    }


def test_operations_are_counted_as_the_products_of_a_transformer() -> None:
    """One layer of width 2 and inner width 3, two tokens: 2·(16+12) for each token's weights, 4·2·2 for attention."""
    assert Shape(width=2, inner=3, layers=1).operations(2) == pytest.approx(2 * (2 * (16 + 12) + 4 * 2 * 2))


def test_the_first_screen_has_a_table_of_its_own() -> None:
    """Each time with its least and greatest, beside what is aimed at."""
    held = {"date": "2026-11-27", "machine": "some", "load": 0.7, "starts": 10}
    found = {**held, "warned": [0.41, 0.4, 0.52], "drawn": [0.8, 0.7, 0.9], "answered": [1.2, 1.1, 1.35]}
    page = filled("<!-- figures: screen -->\n<!-- end of figures -->\n", {"screen": found})
    assert "10 starts" in page
    assert "not idle: load 0.7" in page
    assert "| both warnings, as plain lines | 0.41 (0.40–0.52) | 0.5 |" in page
    assert "typed | 0.80 (0.70–0.90) |  |" in page
    assert "| the first question answered | 1.20 (1.10–1.35) | 1.5 |" in page
