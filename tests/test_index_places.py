"""One suite for wherever an index is: a folder and an engine keep versions, hide leaflets and refuse alike."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from edubot.address import EngineAddress, Place
from edubot.errors import IndexMismatch
from edubot.index.build import build_index
from edubot.index.encoder import Vectors
from edubot.index.engine.client import engine_of
from edubot.index.search_index import SearchIndex
from edubot.index.stamp import stamps
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawal
from edubot.leaflets.folder import Library
from edubot.settings import FusionSettings, ScorerSettings
from tests.engines import TestEngine
from tests.fakes import LetterEncoder
from tests.places import build, cache, one_sentence, opened, run, shelf
from tests.test_withdrawals import told
from tests.three_leaflets import ALCOHOL, TEXTS

pytestmark = pytest.mark.xdist_group("engine-places")
"""One engine, and no second one in another process."""
__all__ = ["cache", "shelf"]


@pytest.fixture(params=["folder", "engine"])
def place(request: pytest.FixtureRequest, engine: TestEngine, tmp_path: Path) -> Place:
    """Where an index may be."""
    return tmp_path / "index" if request.param == "folder" else engine.address()


def test_a_build_is_told_and_opens(shelf: Path, place: Place) -> None:
    report = build(shelf, place)
    index = SearchIndex.open(place, LetterEncoder())
    assert (report.passages, report.changed) == (6, True)
    assert len(index.vectors) == 6
    assert index.manifest.version == report.version == IndexFolder.at(place).current
    assert not build(shelf, place).changed
    assert told(opened(place)) == {"one", "two", "three"}


def test_another_version_keeps_what_was_encoded(shelf: Path, place: Place) -> None:
    """Only new words are encoded; both versions stay, and what is in use is the new one."""
    first = build(shelf, place)
    (shelf / "four.md").write_text("# Fourth\n\nWear a hat.\n", encoding="utf-8")
    second = build(shelf, place)
    assert (second.encoded, second.passages, second.before) == (1, 7, first.version)
    folder = IndexFolder.at(place)
    assert folder.kept == [second.version, first.version]
    assert folder.current == second.version


def test_a_step_back_and_its_sign(shelf: Path, place: Place) -> None:
    """An open chat learns of it by a sign that changes, and the words of before answer again."""
    first = build(shelf, place)
    (shelf / "one.md").unlink()
    build(shelf, place)
    sign = stamps(place)
    before = sign()
    assert sign() == before
    assert told(opened(place)) == {"two", "three"}
    assert run("index", "rollback", "--index", place).exit_code == 0
    assert IndexFolder.at(place).current == first.version
    assert sign() != before
    assert told(opened(place)) == {"one", "two", "three"}


def test_the_oldest_versions_go(shelf: Path, place: Place) -> None:
    versions = []
    for number in range(3):
        (shelf / "more.md").write_text(f"# More\n\nThis is line {number}.\n", encoding="utf-8")
        versions.append(build(shelf, place, keep=2).version)
    folder = IndexFolder.at(place)
    assert folder.kept == [versions[2], versions[1]]
    if isinstance(place, EngineAddress):
        held = [name for name in engine_of(place).call("list_collections") if name.startswith(place.name)]
        assert len(held) == 2 + 2, "the vectors of two versions, records and blocks"


def test_a_leaflet_out_of_use_is_gone_at_once(shelf: Path, place: Place) -> None:
    """For whoever has it open, through builds, until it is restored."""
    build(shelf, place)
    assistant = opened(place)
    assert "one" in told(assistant)
    assert run("index", "withdraw", "one", "--why", "wrong", "--index", place).exit_code == 0
    assert told(assistant) == {"two", "three"}
    assert assistant.leaflet("one") is None
    (shelf / "four.md").write_text("# Fourth\n\nWear a hat.\n", encoding="utf-8")
    build(shelf, place)
    assert told(opened(place)) & {"one", "two", "three"} == {"two", "three"}
    assert "one, since" in run("index", "withdrawn", "--index", place).stdout
    assert run("index", "withdraw", "one", "--index", place).exit_code == 2
    assert run("index", "restore", "one", "--index", place).exit_code == 0
    assert run("index", "restore", "one", "--index", place).exit_code == 2
    assert told(assistant) == {"one", "two", "three"}


def test_hidden_rows_take_nobodys_place(shelf: Path, place: Place) -> None:
    """Of all that is in use, nothing is missing because something else is hidden."""
    build(shelf, place)
    IndexFolder.at(place).withdrawals.add(Withdrawal("two", "2026-04-12T10:00:00+00:00"))
    hits = opened(place).now().retriever.search(ALCOHOL, 10)
    assert {hit.passage.source.id for hit in hits} == {"one", "three"}
    assert len(hits) == 4


def test_another_encoder_or_scorer_is_refused(shelf: Path, place: Place) -> None:
    build(shelf, place)
    with pytest.raises(IndexMismatch, match="another encoder"):
        SearchIndex.open(place, LetterEncoder(fingerprint="letters-2"))
    other = ScorerSettings(fusion=replace(FusionSettings(), depth=101))
    with pytest.raises(IndexMismatch, match="another scorer"):
        SearchIndex.open(place, LetterEncoder(), other)


def test_nobody_goes_back_to_a_version_of_another_scorer(shelf: Path, place: Place) -> None:
    other = ScorerSettings(fusion=replace(FusionSettings(), depth=101))
    build_index(Library.at(shelf, None), place, LetterEncoder(), other)
    second = build(shelf, place)
    ran = run("index", "rollback", "--index", place)
    assert ran.exit_code == 3
    assert "another scorer" in one_sentence(ran.stderr)
    assert IndexFolder.at(place).current == second.version


@dataclass
class BreakingEncoder(LetterEncoder):
    """Ends a build in its middle."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """No vectors."""
        raise KeyboardInterrupt(texts)


@dataclass
class LateBreakingEncoder(LetterEncoder):
    """Ends a build when its vectors are there already."""

    fingerprint: str = "letters-late"

    def export(self, folder: Path) -> None:
        """No files."""
        raise KeyboardInterrupt(folder)


@pytest.mark.parametrize("encoder", [BreakingEncoder(), LateBreakingEncoder()], ids=["early", "late"])
def test_a_build_that_is_ended_leaves_what_was_in_use(shelf: Path, place: Place, encoder: LetterEncoder) -> None:
    first = build(shelf, place)
    held = engine_of(place).call("list_collections") if isinstance(place, EngineAddress) else []
    (shelf / "four.md").write_text("# Fourth\n\nWear a hat.\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        build_index(Library.at(shelf, None), place, encoder, place=shelf)
    folder = IndexFolder.at(place)
    assert (folder.current, folder.kept) == (first.version, [first.version])
    assert told(opened(place)) == {"one", "two", "three"}
    if isinstance(place, EngineAddress):
        assert engine_of(place).call("list_collections") == held


def test_it_is_built_again_from_its_own_leaflets(shelf: Path, place: Place) -> None:
    """Nobody's library is ever replaced by the bundled one because a folder was not named."""
    assert IndexFolder.at(place).library is None
    build(shelf, place)
    assert IndexFolder.at(place).library == shelf


def test_the_environment_names_it_too(shelf: Path, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """`EDUBOT_INDEX` holds whatever `--index` takes."""
    version = build(shelf, place).version
    monkeypatch.setenv("EDUBOT_INDEX", str(place))
    assert version[:12] in run("index", "list").stdout
    assert run("index", "text", "two").stdout == TEXTS["two"]


def test_nothing_was_built(place: Place) -> None:
    """A sentence that says so, for every command; and in `ask` both warnings."""
    for command in (("list",), ("show",), ("verify",), ("rollback",), ("withdraw", "one"), ("withdrawn",)):
        ran = run("index", *command, "--index", place)
        assert (ran.exit_code, ran.stdout) == (3, ""), command
        assert "edubot build" in one_sentence(ran.stderr)
    ran = run("ask", ALCOHOL, "--json", "--index", place)
    assert ran.exit_code == 3
    assert len(json.loads(ran.stdout)["warnings"]) == 2
