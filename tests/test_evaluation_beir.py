"""A fresh public collection: one command builds its index, and the figures are those of ir-measures."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from edubot.errors import BadInput
from edubot.evaluation.figures import RANKED, SHOWN
from edubot.leaflets.folder import Library
from tests.commands import Terminal

CORPUS = {
    "lips": ("Dry lips", "Dry lips are common. Use a lip balm every day.\n\nDrink enough water."),
    "sun": ("Sunlight", "Keep out of strong sunlight. Use a sun cream and wear a hat."),
    "box": ("Storage", "Store the capsules below 25 degrees and away from children."),
    "beer": ("Alcohol", "Do not drink alcohol during treatment: it strains the liver."),
    "eyes": ("Eyes", "Contact lenses may become uncomfortable. Use eye drops, or wear glasses."),
    "title": ("Blood is tested every month", ""),
}
QUERIES = {
    "q1": "what helps against chapped lips",
    "q2": "can I have a beer",
    "q3": "may I lie in the sun",
    "q4": "where do I keep the box",
    "unjudged": "nobody asks this",
}
GRADES = {"q1": {"lips": 2, "eyes": 1}, "q2": {"beer": 1, "sun": 0}, "q3": {"sun": 1}, "q4": {"title": 1}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BEIR folder as public ones are written."""
    place = tmp_path_factory.mktemp("beir") / "skincare"
    (place / "qrels").mkdir(parents=True)
    _lines(place / "corpus.jsonl", [{"_id": id, "title": title, "text": text} for id, (title, text) in CORPUS.items()])
    _lines(place / "queries.jsonl", [{"_id": id, "text": text, "metadata": {}} for id, text in QUERIES.items()])
    rows = [f"{query}\t{id}\t{grade}" for query, held in GRADES.items() for id, grade in held.items()]
    (place / "qrels" / "test.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *rows]) + "\n")
    return place


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A person who has never built an index."""
    place = tmp_path_factory.mktemp("home")
    return Terminal(place, place / "none")


def _lines(path: Path, rows: Sequence[object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _cached(home: Terminal) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(home.home / "cache")}


def test_one_command_on_a_fresh_folder(home: Terminal, folder: Path) -> None:
    """The index is built once, in the cache; the figures are those that ir-measures' own command prints."""
    files = [home.home / name for name in ("run", "qrels")]
    options: list[str | Path] = ["--json", "--save-run", files[0], "--save-qrels", files[1]]
    ran = home.run("evaluate", folder, *options, **_cached(home))
    assert ran.status == 0, ran.err
    assert "corpus.jsonl is indexed in" in ran.err
    held = ran.object
    assert (held["about"]["questions"], held["about"]["leaflets"], held["about"]["by_document"]) == (4, 6, True)
    assert list(held["figures"]) == [RANKED, SHOWN]
    ours = {name: f"{figure['mean']:.4f}" for name, figure in held["figures"][RANKED].items()}
    assert ours == _their_command(files[1], files[0], list(ours))
    again = home.run("evaluate", folder, *options, **_cached(home))
    assert (again.out, again.err) == (ran.out, "")


def _their_command(qrels: Path, run: Path, measures: list[str]) -> dict[str, str]:
    command = [sys.executable, "-m", "ir_measures", str(qrels), str(run), " ".join(measures)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(line.split() for line in told.splitlines())


def test_the_same_by_its_parts(home: Terminal, folder: Path) -> None:
    """Queries and judgements as two files over an index that was built before; and what is saved can be asked again."""
    index, saved = home.home / "index", home.home / "saved"
    assert home.run("build", folder / "corpus.jsonl", "--index", index).status == 0
    by_folder = home.run("evaluate", folder, "--index", index, "--json", "--save-beir", saved).object
    parts: list[str | Path] = [
        folder / "queries.jsonl",
        "--qrels",
        folder / "qrels" / "test.tsv",
        "--index",
        index,
        "--json",
    ]
    by_parts = home.run("evaluate", *parts).object
    assert by_parts["figures"] == by_folder["figures"]
    assert _ids(saved / "corpus.jsonl") == list(CORPUS)
    assert _ids(saved / "queries.jsonl") == ["q1", "q2", "q3", "q4"]
    assert (saved / "qrels" / "test.tsv").read_text() == (folder / "qrels" / "test.tsv").read_text()


def _ids(path: Path) -> list[Any]:
    return [json.loads(line)["_id"] for line in path.read_text().splitlines()]


def test_rows_of_beir_are_documents(folder: Path, tmp_path: Path) -> None:
    """`_id` is the id; a row without text is its title; one without either is told."""
    held = {leaflet.source.id: leaflet.text for leaflet in Library.at(folder / "corpus.jsonl", None)}
    assert list(held) == list(CORPUS)
    assert held["title"] == "Blood is tested every month"
    bad = tmp_path / "corpus.jsonl"
    _lines(bad, [{"_id": "a", "text": "One."}, {"_id": "b", "title": "", "text": ""}])
    with pytest.raises(BadInput, match="line 2"):
        list(Library.at(bad, None))
