"""A rebuild is whole or not at all, the same every time, and no more work than what changed.

The killed builds run in one subprocess that forks a child for each, so that none pays for imports:
`python -c "from tests.test_build import kill_builds; …"`.
"""

import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edubot.errors import BuildFailed, IndexDamaged, LeafletUnreadable
from edubot.index.build import BuildReport, build_index
from edubot.index.draft import WINDOW
from edubot.index.encoder import Vectors
from edubot.index.history import go_back
from edubot.index.manifest import Manifest
from edubot.index.progress import Progress, Stage
from edubot.index.search_index import SearchIndex
from edubot.index.versions import IndexFolder
from edubot.leaflets.curation import Curation
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Hit, Leaflet
from edubot.retriever import Retriever
from tests.conftest import REPOSITORY
from tests.fakes import LetterEncoder

SEED = 20260412
KILLS = 50
WORDS = (
    "acne skin tablet morning water shade doctor nurse capsule liver blood test month week dose lips eyes dry sun food "
    "fat milk alcohol joint pain mood sleep child birth control scar cream soap wax laser hearing vision night drive"
).split()
QUESTIONS = ("dry lips at night", "may I drink milk with a capsule?", "xylophone")


def _leaflet(id: str, text: str) -> Leaflet:
    return leaflet_from_text(text, f"{id}.md", hashlib.sha256(text.encode()).hexdigest(), Curation(), id=id)


def _library(**texts: str) -> list[Leaflet]:
    return [_leaflet(id, text) for id, text in texts.items()]


def _generated(seed: int, leaflets: int = 6, sentences: int = 60) -> dict[str, str]:
    """Texts of short sentences, a passage each."""
    rng = random.Random(seed)
    return {
        f"leaflet{number}": f"# About {rng.choice(WORDS)}\n\n"
        + "\n".join(f"- {' '.join(rng.sample(WORDS, 8)).capitalize()}." for _ in range(sentences))
        for number in range(leaflets)
    }


def _library_a() -> list[Leaflet]:
    return _library(**_generated(1))


def _library_b() -> list[Leaflet]:
    """Half of the leaflets are those of A, one is gone, and others are new."""
    return _library(**_generated(1, leaflets=3), **{f"new-{id}": text for id, text in _generated(2, 4).items()})


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _answers(root: Path) -> list[list[Hit]]:
    """What an index says: its own passages for some questions, all of them for one."""
    retriever = Retriever(SearchIndex.open(root, LetterEncoder()))
    return [retriever.search(question, limit) for question, limit in zip(QUESTIONS, (10, 10, 5000), strict=True)]


def _by_key(root: Path) -> dict[tuple[str, int], Vectors]:
    """Every stored vector by its passage's place."""
    index = SearchIndex.open(root, LetterEncoder())
    held = index.store.passages(range(index.manifest.passages))
    vectors = index.vectors.rows(list(held))
    return {(passage.source.id, passage.start): vectors[row] for row, passage in held.items()}


def _in_subprocess(statement: str) -> str:
    code = f"from tests import test_build\nfrom pathlib import Path\n{statement}"
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


# ---- the same every time ----


def test_built_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two clean builds of the same leaflets into two folders agree in every byte of every file."""
    for name in ("one", "another place"):
        build_index(_library_a(), tmp_path / name, LetterEncoder())
    one, two = (_files(tmp_path / name) for name in ("one", "another place"))
    assert one == two
    assert {Path(name).name for name in one} >= {"current", "manifest.json", "store.sqlite", "vectors.faiss"}


def test_the_real_encoder_too(bundled_index: Path, tmp_path: Path) -> None:
    """What a build took over from the version before is what a clean build has: here all of it, byte for byte."""
    from edubot.index.sentence_encoder import SentenceEncoder
    from edubot.settings import bundled_corpus, bundled_originals

    build_index(Library.at(bundled_corpus(), bundled_originals()), tmp_path / "again", SentenceEncoder())
    again = tmp_path / "again"
    assert _files(again / "versions") == _files(bundled_index / "versions")
    assert (again / "current").read_bytes() == (bundled_index / "current").read_bytes()


def test_the_way_to_a_library_does_not_show(tmp_path: Path) -> None:
    """Built over another library or from nothing, an index holds the same text, and vectors equal to 1e-5."""
    build_index(_library_a(), tmp_path / "over", LetterEncoder())
    build_index(_library_b(), tmp_path / "over", LetterEncoder())
    build_index(_library_b(), tmp_path / "clean", LetterEncoder())
    over, clean = _by_key(tmp_path / "over"), _by_key(tmp_path / "clean")
    assert over.keys() == clean.keys()
    assert all(np.abs(over[place] - clean[place]).max() <= 1e-5 for place in clean)
    assert IndexFolder(tmp_path / "over").manifest().corpus == IndexFolder(tmp_path / "clean").manifest().corpus


def test_the_order_of_leaflets_is_kept(tmp_path: Path) -> None:
    """Rows stand in the order of the library and of each text, in store and vectors alike."""
    library = _library_a()
    report = build_index(library, tmp_path, LetterEncoder())
    index = SearchIndex.open(tmp_path, LetterEncoder())
    held = index.store.passages(range(report.passages))
    assert [passage.source.id for passage in held.values()] == sorted(passage.source.id for passage in held.values())
    assert index.store.leaflets() == [leaflet.source for leaflet in library]
    assert (report.leaflets, report.passages) == (len(library), len(held)) == (6, len(index.vectors))


# ---- no more work than what changed ----


def test_nothing_changed_nothing_done(tmp_path: Path) -> None:
    """A second build of the same leaflets says so, encodes nothing and touches no file."""
    first = build_index(_library_a(), tmp_path, LetterEncoder())
    before = _files(tmp_path)
    encoder = LetterEncoder()
    again = build_index(_library_a(), tmp_path, encoder)
    assert first == BuildReport(first.version, 6, 360, 360, changed=True)
    assert again == BuildReport(first.version, 6, 360, 0, changed=False)
    assert encoder.encoded == []
    assert _files(tmp_path) == before


@pytest.mark.parametrize(
    "mark",
    [
        '[[side]]\ntopic = "alcohol"\nwords = "no wine"\n',
        '[[unsafe]]\nid = "u"\nwhere = ""\nwhy = ""\nwords = "no wine"\ncorrection = "stop-rule"\n',
    ],
    ids=["a side", "a claim"],
)
def test_what_a_curator_marks_makes_a_new_version(tmp_path: Path, mark: str) -> None:
    """The words are the same and nothing is encoded, yet the index no longer is what the library says."""
    leaflets = tmp_path / "leaflets"
    leaflets.mkdir()
    (leaflets / "a.md").write_text("# Drinks\n\nDrink no wine with it.\n", encoding="utf-8")
    first = build_index(Library.at(leaflets, None), tmp_path / "index", LetterEncoder())
    (leaflets / "a.toml").write_text(mark, encoding="utf-8")
    encoder = LetterEncoder()
    again = build_index(Library.at(leaflets, None), tmp_path / "index", encoder)
    assert again.changed
    assert again.version != first.version
    assert encoder.encoded == []
    assert not build_index(Library.at(leaflets, None), tmp_path / "index", LetterEncoder()).changed


@dataclass(frozen=True)
class Edited:
    """A library that somebody saves while it is read: other words the second time."""

    readings: Iterator[list[Leaflet]]

    def __iter__(self) -> Iterator[Leaflet]:
        """The next reading."""
        return iter(next(self.readings))


@pytest.mark.parametrize("later", [{"a": "Skin heals. It takes weeks."}, {"a": "Acne heals.", "b": "More."}, {}])
def test_a_leaflet_saved_while_it_is_read_is_refused(tmp_path: Path, later: dict[str, str]) -> None:
    """What is stored is what was read first, or nothing is: no other words go in use under its fingerprint."""
    before = build_index(_library_a(), tmp_path, LetterEncoder()).version
    library = Edited(iter([_library(a="Acne heals."), _library(**later)]))
    with pytest.raises(BuildFailed, match="changed while it was read: build again"):
        build_index(library, tmp_path, LetterEncoder())
    assert IndexFolder(tmp_path).current == before


def test_only_new_passages_are_encoded(tmp_path: Path) -> None:
    """When a leaflet changes, the encoder sees its new passages and no other; every vector is a clean build's."""
    texts = _generated(1)
    build_index(_library(**texts), tmp_path / "index", LetterEncoder())
    texts["leaflet2"] += "\n- A sentence that is new here.\n- And a second one, about zebras.\n"
    encoder = LetterEncoder()
    report = build_index(_library(**texts), tmp_path / "index", encoder)
    assert sorted(text.split(" › ")[-1] for text in encoder.encoded) == [
        "A sentence that is new here.",
        "And a second one, about zebras.",
    ]
    assert (report.encoded, report.passages, report.changed) == (2, 362, True)
    build_index(_library(**texts), tmp_path / "clean", LetterEncoder())
    index, clean = _by_key(tmp_path / "index"), _by_key(tmp_path / "clean")
    assert index.keys() == clean.keys()
    assert all(np.abs(index[place] - clean[place]).max() <= 1e-5 for place in clean)


def test_each_passage_keeps_its_own_vector(tmp_path: Path) -> None:
    """Vectors follow their passages when leaflets before them come and go, and where words stand twice."""
    rng = random.Random(SEED)
    texts = _generated(3, leaflets=5, sentences=12)
    texts["copy"] = texts["leaflet1"]
    for _ in range(8):
        chosen = rng.sample(sorted(texts), rng.randint(1, len(texts)))
        build_index(_library(**{id: texts[id] for id in chosen}), tmp_path, LetterEncoder())
        index = SearchIndex.open(tmp_path, LetterEncoder())
        for row, passage in index.store.passages(range(len(index.vectors))).items():
            hits = Retriever(index).search(passage.text, len(index.vectors))
            found = next(hit for hit in hits if hit.passage == passage)
            own = LetterEncoder().encode([f"{passage.source.title} › {' › '.join(passage.heading)} › {passage.text}"])
            assert np.abs(index.vectors.rows([row]) - own).max() <= 0.2, "headings differ a little, passages much"
            assert found.components["dense"] == pytest.approx(
                float((index.vectors.rows([row]) @ LetterEncoder().encode([passage.text]).T)[0, 0]), abs=1e-6
            )


def test_another_heading_is_another_vector(tmp_path: Path) -> None:
    """A passage whose words stay but whose heading changes is encoded anew."""
    build_index(_library(one="# T\n\n## Lips\n\nThey may dry.\n"), tmp_path, LetterEncoder())
    encoder = LetterEncoder()
    build_index(_library(one="# T\n\n## Eyes\n\nThey may dry.\n"), tmp_path, encoder)
    assert len(encoder.encoded) == 1


def test_another_encoder_encodes_everything(tmp_path: Path) -> None:
    """Vectors of one encoder are never taken for another's, and the new one is exported."""
    build_index(_library_a(), tmp_path, LetterEncoder())
    other = LetterEncoder(fingerprint="letters-2")
    report = build_index(_library_a(), tmp_path, other)
    assert (report.encoded, report.changed) == (report.passages, True)
    assert SearchIndex.open(tmp_path, other).manifest.encoder == "letters-2"


def test_a_library_larger_than_a_batch(tmp_path: Path) -> None:
    """Passages are encoded batch by batch, all of them, and none is lost between two."""
    library = _library(**_generated(4, leaflets=3, sentences=WINDOW // 2))
    encoder = LetterEncoder()
    report = build_index(library, tmp_path, encoder)
    assert report.passages == len(encoder.encoded) > WINDOW
    assert len(_by_key(tmp_path)) == report.passages


def test_progress_is_told(tmp_path: Path) -> None:
    """A listener hears every stage in order, and the last word of a stage is that all is done."""
    heard: list[Progress] = []
    report = build_index(_library_a(), tmp_path, LetterEncoder(), listen=heard.append)
    assert list(dict.fromkeys(progress.stage for progress in heard)) == list(Stage)
    last = {progress.stage: progress for progress in heard}
    assert last[Stage.ENCODING] == Progress(Stage.ENCODING, report.passages, report.passages)
    assert last[Stage.READING].done == report.leaflets


# ---- whole or not at all ----


def test_an_unreadable_leaflet_leaves_the_old_index(tmp_path: Path) -> None:
    """A leaflet without a word stops the build before anything is written; the index in use stays."""
    leaflets = tmp_path / "leaflets"
    leaflets.mkdir()
    (leaflets / "good.md").write_text("Acne heals slowly.")
    build_index(Library.at(leaflets, None), tmp_path / "index", LetterEncoder())
    before = _files(tmp_path / "index")
    (leaflets / "empty.md").write_text("\n\n")
    with pytest.raises(LeafletUnreadable, match=r"empty\.md"):
        build_index(Library.at(leaflets, None), tmp_path / "index", LetterEncoder())
    assert _files(tmp_path / "index") == before


@pytest.mark.parametrize("text", ["# Only a heading\n", "# A\n\n## B\n"])
def test_a_library_without_a_passage_is_refused(tmp_path: Path, text: str) -> None:
    """Leaflets that hold marked headings alone are bad input told in a sentence; the old index stays."""
    build_index(_library_a(), tmp_path / "index", LetterEncoder())
    before = _files(tmp_path / "index")
    (tmp_path / "bare.md").write_text(text)
    with pytest.raises(LeafletUnreadable):
        build_index(Library.at(tmp_path / "bare.md", None), tmp_path / "index", LetterEncoder())
    assert _files(tmp_path / "index") == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """A read-only index folder is told in a sentence, and its index goes on answering."""
    build_index(_library_a(), tmp_path, LetterEncoder())
    before = _answers(tmp_path)
    folders = [tmp_path, tmp_path / "versions"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        with pytest.raises(BuildFailed, match=r"could not be written .*the last index stays in use"):
            build_index(_library_b(), tmp_path, LetterEncoder())
        assert _answers(tmp_path) == before
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    """An index cannot be built into a file; that is told in a sentence."""
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(BuildFailed, match="could not be written"):
        build_index(_library_a(), tmp_path / "taken", LetterEncoder())


@dataclass
class WideEncoder(LetterEncoder):
    """Letters, forty times over: vectors that take more room than the text."""

    fingerprint: str = "wide-letters-1"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (texts, 1040)."""
        wide: Vectors = np.tile(super().encode(texts), 40) / np.float32(np.sqrt(40))
        return wide


def build_with_little_room(root: Path, room: int) -> None:
    """Build library B where no file may grow beyond `room` bytes, as on a full disk; print what is told."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        build_index(_library_b(), root, WideEncoder())
    except BuildFailed as problem:
        print(problem)  # noqa: T201  the report to the test


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("room_for", ["nothing", "half the store", "half the vectors"])
def test_a_full_disk(tmp_path: Path, room_for: str) -> None:
    """Whichever file finds no room, the build says so in a sentence, cleans up, and the old index answers."""
    build_index(_library_b(), tmp_path / "sizes", WideEncoder())
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "sizes" / "versions").rglob("*") if path.is_file()}
    room = {
        "nothing": 200,
        "half the store": sizes["store.sqlite"] // 2,
        "half the vectors": sizes["vectors.faiss"] // 2,
    }
    assert sizes["store.sqlite"] < room["half the vectors"]
    root = tmp_path / "index"
    build_index(_library_a(), root, LetterEncoder())
    before = _answers(root)
    told = _in_subprocess(f"test_build.build_with_little_room(Path({str(root)!r}), {room[room_for]})")
    assert "could not be written" in told
    assert "the last index stays in use" in told
    assert _answers(root) == before
    assert [path.name for path in (root / "versions").iterdir()] == [IndexFolder(root).current]
    build_index(_library_b(), root, LetterEncoder())
    assert _answers(root) != before


class _NoRoomToExport(LetterEncoder):
    """Writes half of what questions need, and then the disk is full."""

    def export(self, folder: Path) -> None:
        """As far as it gets."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "half").write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")


def _damage(root: Path, file: str) -> None:
    """Change a byte of a file of the version in use."""
    path = IndexFolder(root).version(IndexFolder(root).current) / file
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)


def test_a_failed_rebuild_leaves_the_way_back(tmp_path: Path) -> None:
    """The encoder is shared by the versions that are kept: mending one takes it from none."""
    first = build_index(_library_a(), tmp_path, LetterEncoder()).version
    build_index(_library_b(), tmp_path, LetterEncoder())
    _damage(tmp_path, "store.sqlite")
    rebuilt = build_index(_library_b(), tmp_path, _NoRoomToExport())
    assert rebuilt.changed, "the export that is there is whole, and nothing need be written"
    shutil.rmtree(tmp_path / "encoders")
    with pytest.raises(BuildFailed, match="No space left"):
        build_index(_library_b(), tmp_path, _NoRoomToExport())
    assert list((tmp_path / "encoders").iterdir()) == []
    build_index(_library_b(), tmp_path, LetterEncoder())
    go_back(IndexFolder(tmp_path), first)
    assert SearchIndex.open(tmp_path, LetterEncoder()).manifest.version == first


def test_facts_of_a_later_make_are_built_anew(tmp_path: Path) -> None:
    """A whole version whose search nobody here knows is no reason to stop."""
    build_index(_library_a(), tmp_path, LetterEncoder())
    folder = IndexFolder(tmp_path)
    later = replace(folder.manifest(), vectors={"search": "graph"})
    shutil.copytree(folder.version(folder.current), folder.version(later.version))
    (folder.version(later.version) / "manifest.json").write_bytes(later.as_bytes())
    folder.point_to(later.version)
    with pytest.raises(IndexDamaged, match="no way to search"):
        SearchIndex.open(tmp_path, LetterEncoder())
    assert build_index(_library_a(), tmp_path, LetterEncoder()).changed
    assert SearchIndex.open(tmp_path, LetterEncoder()).manifest.vectors == {"search": "exact"}


# ---- killed at any moment ----


def _build_b(root: Path) -> None:
    build_index(_library_b(), root, LetterEncoder())


def _forked(build: Callable[[], None]) -> int:
    """Run a build in a child process; its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        build()
        status = 0
    finally:
        os._exit(status)


def _dying_at(event: int, root: Path) -> Callable[[], None]:
    """A build that is killed right before its n-th change to the file system."""
    changes = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}
    seen = 0

    def watch(name: str, _: tuple[Any, ...]) -> None:
        nonlocal seen
        seen += name in changes
        if seen > event:
            os.kill(os.getpid(), signal.SIGKILL)

    def build() -> None:
        sys.addaudithook(watch)
        _build_b(root)

    return build


def kill_builds(template: Path, places: Path) -> None:
    """Copy the index in `template` for every kill, start building B in the copy, and kill that.

    First at moments drawn between 0 and the time a whole build takes, then before each step on the file system.
    """
    places.mkdir()
    shutil.copytree(template, places / "timed")
    began = time.monotonic()
    assert os.waitpid(_forked(lambda: _build_b(places / "timed")), 0)[1] == 0
    took = time.monotonic() - began
    rng = random.Random(SEED)
    for number in range(KILLS):
        root = places / f"moment-{number}"
        shutil.copytree(template, root)
        child = _forked(lambda root=root: _build_b(root))  # type: ignore[misc]
        time.sleep(rng.uniform(0, took))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    step, status = 0, signal.SIGKILL.value
    while status:
        root = places / f"step-{step}"
        shutil.copytree(template, root)
        status = os.waitpid(_forked(_dying_at(step, root)), 0)[1]
        step += 1


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of indexes: A in place, and the build of B over it killed at one moment or another."""
    base = tmp_path_factory.mktemp("killed")
    build_index(_library_a(), base / "template", LetterEncoder())
    _in_subprocess(f"test_build.kill_builds(Path({str(base / 'template')!r}), Path({str(base / 'places')!r}))")
    return base / "places"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize("kind", ["moment", "step"])
def test_a_killed_build_leaves_a_whole_index(killed: Path, tmp_path: Path, kind: str) -> None:
    """Killed at any moment, the index opens and answers as A or as B in every passage; then B builds cleanly."""
    build_index(_library_a(), tmp_path / "a", LetterEncoder())
    build_index(_library_a(), tmp_path / "b", LetterEncoder())
    build_index(_library_b(), tmp_path / "b", LetterEncoder())
    versions = {IndexFolder(tmp_path / name).current: name for name in "ab"}
    answers = {name: _answers(tmp_path / name) for name in "ab"}
    outcomes: list[str] = []
    for root in sorted(killed.glob(f"{kind}-*"), key=lambda root: int(root.name.removeprefix(f"{kind}-"))):
        outcomes.append(versions[IndexFolder(root).current])
        assert _answers(root) == answers[outcomes[-1]], f"{root.name} answers as neither library"
        build_index(_library_b(), root, LetterEncoder())
        assert _answers(root) == answers["b"]
        assert not list((root / "versions").glob(".draft-*"))
        assert len(list((root / "versions").iterdir())) <= 2 + (outcomes[-1] == "b")
    assert len(outcomes) >= {"moment": KILLS, "step": 30}[kind]
    if kind == "step":
        assert outcomes == sorted(outcomes), "once B is in use it stays"
        assert set(outcomes) == {"a", "b"}


def count_durable_steps(root: Path) -> None:
    """Build B over A and print, in order, each call that makes durable or that moves a name."""
    steps: list[str] = []

    def watch(_: object, event: str, called: Any) -> None:
        if event == "c_call" and called in (os.fsync, os.rename, os.replace):
            steps.append(called.__name__)

    sys.setprofile(watch)
    _build_b(root)
    sys.setprofile(None)
    print(json.dumps(steps))  # noqa: T201  the report to the test


def test_what_is_put_in_use_is_on_the_disk_first(tmp_path: Path) -> None:
    """Each file of a version is made durable before it gets its name, and the pointer moves only after that."""
    build_index(_library_a(), tmp_path, LetterEncoder())
    steps = json.loads(_in_subprocess(f"test_build.count_durable_steps(Path({str(tmp_path)!r}))"))
    named, moved = (number for number, step in enumerate(steps) if step != "fsync")
    files = list((tmp_path / "versions" / IndexFolder(tmp_path).current).iterdir())
    assert steps[:named].count("fsync") >= len(files) == 3
    assert steps[named:moved].count("fsync") >= 2, "the folder of versions, and the new pointer"
    assert steps[moved:].count("fsync") >= 1, "the folder in which the pointer moved"


def test_the_version_is_named_by_its_manifest(tmp_path: Path) -> None:
    """A version's name is the hash of its manifest, as read back as when it was written."""
    report = build_index(_library_a(), tmp_path, LetterEncoder())
    raw = (tmp_path / "versions" / report.version / "manifest.json").read_bytes()
    assert hashlib.sha256(raw).hexdigest().startswith(report.version)
    read = Manifest.read(tmp_path / "versions" / report.version / "manifest.json", report.version)
    assert (read.version, read.passages) == (report.version, report.passages)
