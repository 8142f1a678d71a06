"""Whatever an engine lost or altered is told in a sentence, shows nothing false, and is mended by a build."""

import json
from pathlib import Path

import pytest

from edubot.address import EngineAddress
from edubot.errors import EngineUnavailable, IndexDamaged, IndexUnusable, WithdrawalsDamaged
from edubot.index.engine.client import engine_of
from edubot.index.engine.folder import EngineFolder
from edubot.index.engine.records import NOTHING, UNUSED
from edubot.index.search_index import SearchIndex
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawal
from edubot.settings import engine_cache
from tests.engines import TestEngine
from tests.fakes import LetterEncoder
from tests.places import build, cache, one_sentence, opened, run, shelf
from tests.test_withdrawals import told
from tests.three_leaflets import ALCOHOL

pytestmark = pytest.mark.xdist_group("engine-places")
"""One engine, and no second one in another process."""
__all__ = ["cache", "shelf"]


def on_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on with an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))


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
