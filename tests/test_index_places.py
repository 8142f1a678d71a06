"""One suite for wherever an index is: a folder and an engine answer alike, keep versions alike, and refuse alike."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import pytest
from typer.testing import CliRunner

from edubot.address import EngineAddress, Place
from edubot.assistant import Assistant
from edubot.cli.app import app
from edubot.errors import EngineUnavailable, IndexDamaged, IndexMismatch, IndexUnusable, WithdrawalsDamaged
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import BuildReport, build_index
from edubot.index.encoder import Vectors
from edubot.index.engine.client import engine_of
from edubot.index.engine.folder import EngineFolder
from edubot.index.engine.records import NOTHING, UNUSED
from edubot.index.precision import Precision
from edubot.index.search_index import SearchIndex
from edubot.index.stamp import stamps
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawal
from edubot.leaflets.folder import Library
from edubot.retriever import Retriever
from edubot.settings import FusionSettings, ScorerSettings, bundled_corpus, bundled_originals, engine_cache
from tests.engines import TestEngine
from tests.fakes import LetterEncoder
from tests.test_withdrawals import ALCOHOL, TEXTS, told

pytestmark = pytest.mark.xdist_group("engine-places")
"""One engine, and no second one in another process."""
CLOSE = 1e-5
QUESTIONS = (
    "Can I drink alcohol?",
    "My lips are cracked, what helps?",
    "I want to get pregnant next year",
    "how long does a course take and will my acne come back",
    "is it ok with doxycycline",
    "What is the capital of France?",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestEngine]:
    """One engine for all that is tried here."""
    engine = TestEngine(tmp_path_factory.mktemp("engine"))
    yield engine
    engine.kill()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that never saw an engine."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(params=["folder", "engine"])
def place(request: pytest.FixtureRequest, engine: TestEngine, tmp_path: Path) -> Place:
    """Where an index may be."""
    return tmp_path / "index" if request.param == "folder" else engine.address()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Three leaflets that disagree."""
    leaflets = tmp_path / "leaflets"
    leaflets.mkdir()
    for name, text in TEXTS.items():
        (leaflets / f"{name}.md").write_text(text, encoding="utf-8")
    return leaflets


def build(shelf: Path, place: Place, keep: int = 5) -> BuildReport:
    """Build the leaflets on a shelf."""
    return build_index(Library.at(shelf, None), place, LetterEncoder(), keep=keep, place=shelf)


def opened(place: Place) -> Assistant:
    """As `Assistant.open` does, with an encoder that can be checked by hand."""
    retriever = Retriever(SearchIndex.open(place, LetterEncoder()))
    return Assistant(retriever, Guardrail.load(), withdrawals=IndexFolder.at(place).withdrawals)


def run(*words: object) -> Any:
    """Run a command; whatever is no exit is a fault of it."""
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def one_sentence(told: str) -> str:
    """What was told, if it is one sentence with its mend."""
    line = told.removeprefix("edubot: ").strip()
    assert "\n" not in line
    assert line.endswith(".")
    assert ": " in line
    return line


def on_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on with an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))


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


def test_a_damaged_block_is_refused_and_mended(
    shelf: Path, engine: TestEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever fetches it is told which file and whose; verify tells too; a build mends it, however whole its cache."""
    address = engine.address()
    manifest = IndexFolder.at(address).manifest(build(shelf, address).version)
    _damage(address, manifest.files["store.sqlite"])
    ran = run("index", "verify", "--index", address)
    assert ran.exit_code == 3
    assert f"store.sqlite of {address} was changed" in one_sentence(ran.stderr)
    assert told(opened(address)) == {"one", "two", "three"}, "what was fetched while it was whole serves on"
    with monkeypatch.context() as patch:
        on_another_machine(tmp_path, patch)
        with pytest.raises(IndexDamaged, match=f"store.sqlite of {address}"):
            opened(address)
        ran = run("ask", ALCOHOL, "--json", "--index", address)
        answer = json.loads(ran.stdout)
        assert (ran.exit_code, answer["outcome"], len(answer["warnings"])) == (3, "unavailable", 2)
        assert answer["problem"] in ran.stderr
    assert build(shelf, address).changed
    on_another_machine(tmp_path, monkeypatch)
    assert told(opened(address)) == {"one", "two", "three"}
    assert run("index", "verify", "--index", address).exit_code == 0


def _damage(address: EngineAddress, name: str) -> None:
    """Alter the last letter but some of a file's first block."""
    engine, collection = engine_of(address), f"{address.name}_blocks"
    (row,) = engine.call("get", collection, [f"{name}/0000000"])
    text = row["text"]
    changed = f"{text[:40]}{'B' if text[40] != 'B' else 'C'}{text[41:]}"
    engine.call("upsert", collection, [{"key": row["key"], "file": name, "text": changed, UNUSED: NOTHING}])


def test_an_index_with_a_vector_too_few_does_not_open(shelf: Path, engine: TestEngine) -> None:
    """No passage is missing from answers without a word."""
    address = engine.address()
    build(shelf, address)
    asked = engine_of(address)
    asked.call("delete", asked.call("describe_alias", address.name)["collection_name"], ids=[3])
    with pytest.raises(IndexDamaged, match="5 vectors for 6 passages"):
        opened(address)


@pytest.mark.parametrize("lost", ["block", "vector", "vector's figure", "record", "record's text", "alias"])
def test_whatever_an_engine_lost_is_told_and_mended(shelf: Path, engine: TestEngine, lost: str) -> None:
    """By verify, with one sentence; building again is the mend that it names."""
    address = engine.address()
    folder = IndexFolder.at(address)
    manifest = folder.manifest(build(shelf, address).version)
    asked, records = engine_of(address), f"{address.name}_records"
    collection = asked.call("describe_alias", address.name)["collection_name"]
    record = f"version/{manifest.version}/{collection}"
    if lost == "block":
        asked.call("delete", f"{address.name}_blocks", ids=[f"{manifest.encoder_files['model.onnx']}/0000000"])
    elif lost == "vector":
        asked.call("delete", collection, ids=[3])
    elif lost == "vector's figure":
        other = SearchIndex.open(address, LetterEncoder()).vectors.rows([4])[0]
        asked.call("upsert", collection, [{"n": 3, "vector": other}])
    elif lost == "record":
        asked.call("delete", records, ids=[record])
    elif lost == "record's text":
        asked.call("upsert", records, [{"key": record, "text": "lost", UNUSED: NOTHING}])
    else:
        asked.call("drop_alias", address.name)
    ran = run("index", "verify", "--index", address)
    assert ran.exit_code == 3
    assert str(address) in one_sentence(ran.stderr)
    assert "build" in ran.stderr
    assert build(shelf, address).changed
    assert run("index", "verify", "--index", address).exit_code == 0
    assert told(opened(address)) == {"one", "two", "three"}


def test_a_damaged_cache_is_fetched_anew(shelf: Path, engine: TestEngine) -> None:
    """The engine has what was lost here."""
    address = engine.address()
    folder = IndexFolder.at(address)
    build(shelf, address)
    store = folder.store(folder.current)
    assert engine_cache(address) in store.parents
    whole = store.read_bytes()
    store.write_bytes(whole[:-1] + b"x")
    assert told(opened(address)) == {"one", "two", "three"}
    assert store.read_bytes() == whole
    Store(store).inspect()


def test_a_damaged_withdrawal_shows_nothing_until_it_is_written_anew(shelf: Path, engine: TestEngine) -> None:
    address = engine.address()
    build(shelf, address)
    assistant = opened(address)
    run("index", "withdraw", "one", "--index", address)
    asked, records = engine_of(address), f"{address.name}_records"
    (row,) = asked.call("query", records, 'key like "withdrawn/%"', output_fields=["key", "text"])
    asked.call("upsert", records, [{**row, "text": row["text"].replace("one", "two"), UNUSED: NOTHING}])
    answer = assistant.ask(ALCOHOL)
    assert not answer.hits
    assert "out of use" in str(answer.problem)
    with pytest.raises(IndexUnusable):
        assistant.now()
    assert run("index", "withdraw", "one", "--index", address).exit_code == 0
    assert told(assistant) == {"two", "three"}


def test_lost_records_are_no_empty_list_of_withdrawals(shelf: Path, engine: TestEngine) -> None:
    """Neither an open chat nor a build takes a leaflet to be in use then; whoever drops the alias begins anew."""
    address = engine.address()
    build(shelf, address)
    run("index", "withdraw", "one", "--index", address)
    assistant = opened(address)
    engine_of(address).call("drop_collection", f"{address.name}_records")
    assert not assistant.ask(ALCOHOL).hits
    for command in (
        ("ask", ALCOHOL),
        ("index", "withdrawn"),
        ("index", "withdraw", "two"),
        ("index", "restore", "one"),
    ):
        ran = run(*command, "--index", address)
        assert ran.exit_code == 3, command
        assert f"Drop the alias {address.name}".lower() in one_sentence(ran.stderr).lower(), command
    withdrawals = IndexFolder.at(address).withdrawals
    for refused in (
        lambda: build(shelf, address),
        lambda: withdrawals.add(Withdrawal("two", "2026-04-12T10:00:00+00:00")),
        lambda: withdrawals.remove("one"),
    ):
        with pytest.raises(WithdrawalsDamaged, match="records are gone"):
            refused()
    engine_of(address).call("drop_alias", address.name)
    assert build(shelf, address).changed
    assert run("index", "withdraw", "one", "--index", address).exit_code == 0
    assert told(opened(address)) == {"two", "three"}


class _Falling(EngineFolder):
    """An engine that falls silent when the alias should move."""

    def _point_to(self, collection: str) -> None:
        raise EngineUnavailable(f"{collection} was not put in use", "Try again")


def test_an_index_that_is_mended_serves_until_the_alias_has_moved(
    shelf: Path, engine: TestEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same version is written again then, and an end in the middle leaves what was in use."""
    address = engine.address()
    version = build(shelf, address).version
    folder = IndexFolder.at(address)
    _damage(address, folder.manifest().files["store.sqlite"])
    with monkeypatch.context() as patch:
        patch.setattr("edubot.index.engine.folder.EngineFolder", _Falling)
        with pytest.raises(EngineUnavailable):
            build(shelf, address)
    assert (folder.current, folder.kept) == (version, [version])
    assert run("index", "list", "--index", address).exit_code == 0
    assert run("index", "verify", "--index", address).exit_code == 0
    assert told(opened(address)) == {"one", "two", "three"}
    _damage(address, folder.manifest().files["store.sqlite"])
    assert build(shelf, address).changed
    assert folder.kept == [version]
    assert len([name for name in engine_of(address).call("list_collections") if name.startswith(address.name)]) == 3
    assert told(opened(address)) == {"one", "two", "three"}


@pytest.mark.parametrize("letter", ["a", "é", "\N{PERSEVERING FACE}", '"', "\x01", "\udcff"])
def test_no_reason_is_too_long_to_take_a_leaflet_out_of_use(shelf: Path, engine: TestEngine, letter: str) -> None:
    """Whatever it is written with; as much of it is kept as there is room for."""
    address = engine.address()
    build(shelf, address)
    withdrawals = IndexFolder.at(address).withdrawals
    withdrawals.add(Withdrawal("one", "2026-04-12T10:00:00+00:00", "Wrong" + letter * 9_000))
    (held,) = withdrawals.all()
    assert (held.leaflet, held.why[:5]) == ("one", "Wrong")
    assert len(held.why) > 2_000
    assert told(opened(address)) == {"two", "three"}
