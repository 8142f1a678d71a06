"""Leaflets in an engine answer as those in a folder do, word for word and score for score, or say that they cannot."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from edubot.address import EngineAddress
from edubot.index.build import build_index
from edubot.index.encoder import Vectors
from edubot.index.precision import Precision
from edubot.index.search_index import SearchIndex
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from edubot.retriever import Retriever
from edubot.settings import bundled_corpus, bundled_originals
from tests.engines import TestEngine
from tests.places import cache, one_sentence, run
from tests.three_leaflets import ALCOHOL

pytestmark = pytest.mark.xdist_group("engine-places")
"""One engine, and no second one in another process."""
__all__ = ["cache"]
CLOSE = 1e-5
QUESTIONS = (
    "Can I drink alcohol?",
    "My lips are cracked, what helps?",
    "I want to get pregnant next year",
    "how long does a course take and will my acne come back",
    "is it ok with doxycycline",
    "What is the capital of France?",
)


@dataclass
class BorrowingEncoder:
    """The real encoder's vectors, from an index that has them already: what is built from them needs no minute."""

    of: Path
    name: str = "all-MiniLM-L6-v2"
    precision: Precision = Precision.FULL

    @property
    def fingerprint(self) -> str:
        """The lender's."""
        return IndexFolder(self.of).manifest().encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The lender's vectors of the passages that these texts are embedded for."""
        folder = IndexFolder(self.of)
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        rows = Store(folder.store(folder.current)).rows_by_key(keys)
        return folder.vectors(folder.manifest()).rows([rows[key] for key in keys])

    def suited_to(self, passages: int) -> Self:
        """Itself, for as many as the lender has."""
        assert passages == IndexFolder(self.of).manifest().passages
        return self

    def export(self, folder: Path) -> None:
        """The lender's."""
        shutil.copytree(IndexFolder(self.of).encoder(self.fingerprint), folder, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def twins(
    engine: TestEngine, bundled_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, EngineAddress]:
    """The bundled leaflets with the real encoder, in a folder and in an engine."""
    address = engine.address()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("builder")))
        build_index(Library.at(bundled_corpus(), bundled_originals()), address, BorrowingEncoder(bundled_index))
    return bundled_index, address


def _same(one: Any, other: Any) -> bool:
    """Whether two answers are the same, but for the last figures of a score."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < CLOSE
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def test_answers_are_the_same_for_somebody_with_nothing_but_the_address(
    twins: tuple[Path, EngineAddress], tmp_path: Path
) -> None:
    """Every word, mark and offset of `ask --batch`, and every score to 1e-5, from a machine that has no files yet."""
    asked = tmp_path / "asked.jsonl"
    asked.write_text("".join(json.dumps({"id": text[:5], "text": text}) + "\n" for text in QUESTIONS))
    here, there = (run("ask", "--batch", asked, "--index", place) for place in twins)
    assert (here.exit_code, there.exit_code) == (0, 0)
    local, distant = ([json.loads(line) for line in ran.stdout.splitlines()] for ran in (here, there))
    assert len(distant) == len(QUESTIONS)
    assert {answer["outcome"] for answer in distant} > {"not_in_leaflets"}
    for one, other in zip(local, distant, strict=True):
        assert _same(one, other), (one["question"], one, other)


def test_the_whole_ranking_is_the_same(twins: tuple[Path, EngineAddress]) -> None:
    """Not only the passages that are shown."""
    here, there = (Retriever(SearchIndex.open(place)) for place in twins)
    for question in QUESTIONS:
        ours, theirs = here.search(question, 100), there.search(question, 100)
        assert [hit.passage for hit in ours] == [hit.passage for hit in theirs]
        for one, other in zip(ours, theirs, strict=True):
            assert one.components == pytest.approx(other.components, abs=CLOSE)


def test_an_evaluation_measures_the_same(twins: tuple[Path, EngineAddress], tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    quote = {"file": "softgel-guide.md", "quote": "Alcohol: it can make liver damage worse and raise lipid levels."}
    gold.write_text(json.dumps({"id": "a", "text": QUESTIONS[0], "kind": "plain", "evidence": [quote]}) + "\n")
    here, there = (json.loads(run("evaluate", gold, "--json", "--index", place).stdout) for place in twins)
    assert [found["about"].pop("system") for found in (here, there)] == [f"Index {place.name}" for place in twins]
    assert _same(here, there), (here, there)
    compared = json.loads(run("evaluate", gold, "--json", "--index", twins[0], "--against", twins[1]).stdout)
    assert compared["comparison"]


def test_an_engine_that_dies_in_the_middle_of_a_question(twins: tuple[Path, EngineAddress], engine: TestEngine) -> None:
    """`ask` says so in one sentence, under both warnings, with status 3; so it does while the engine is gone."""
    address = twins[1]
    engine.dies_of_the_next_search()
    for when in ("in the middle", "from the start"):
        ran = run("ask", ALCOHOL, "--json", "--index", address)
        answer = json.loads(ran.stdout)
        assert (ran.exit_code, answer["outcome"]) == (3, "unavailable"), when
        assert {warning["topic"] for warning in answer["warnings"]} == {"pregnancy", "mental_health"}
        assert not answer["passages"]
        assert f"{address.engine}, which holds the leaflets, does not answer" in one_sentence(ran.stderr), when
    engine.restart()
    assert run("ask", ALCOHOL, "--index", address).exit_code == 0
