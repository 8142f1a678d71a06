"""The index in use is always a whole one, and a single altered byte anywhere stops it from answering."""

import hashlib
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from edubot.errors import BuildFailed, IndexDamaged, IndexMissing, IndexUnusable
from edubot.index.build import BuildReport, build_index
from edubot.index.encoder import Vectors
from edubot.index.search_index import SearchIndex
from edubot.index.versions import IndexFolder
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Leaflet
from tests.fakes import LetterEncoder

SEED = 20260412
FLIPS = 150
"""Bytes tried in a file too large to try every one."""
MOST_BYTES = 1500
"""Every byte of a file up to this size is tried."""


def _library(*texts: str) -> list[Leaflet]:
    return [
        leaflet_from_text(text, f"leaflet{number}.md", hashlib.sha256(text.encode()).hexdigest(), Curation())
        for number, text in enumerate(texts)
    ]


FIRST, SECOND, THIRD = (
    _library("Acne heals. It takes months.", f"Version {name}.") for name in ("one", "two", "three")
)


def _build(root: Path, library: list[Leaflet]) -> BuildReport:
    return build_index(library, root, LetterEncoder())


def _texts(root: Path) -> list[str | None]:
    """Every text that the index in use answers from."""
    store = SearchIndex.open(root, LetterEncoder()).store
    return [store.text(source.id) for source in store.leaflets()]


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@dataclass
class ExhaustedEncoder(LetterEncoder):
    """Encodes nothing: what happens when the power of the machine or its memory ends."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Never a vector."""
        raise MemoryError(f"no room for {len(texts)} texts")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index folder with one version."""
    _build(tmp_path / "index", FIRST)
    return tmp_path / "index"


def test_a_failed_build_leaves_nothing_behind(root: Path) -> None:
    """After an exception the draft is gone and the old version, untouched, in use."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(MemoryError):
        build_index(SECOND, root, ExhaustedEncoder())
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert _names(root / "versions") == {IndexFolder(root).current}
    assert _texts(root) == [leaflet.text for leaflet in FIRST]


def test_a_draft_is_gone_after_an_exception(root: Path) -> None:
    """Whatever ends the writing of a draft, its folder goes with it."""
    folder = IndexFolder(root)
    seen: list[Path] = []
    with pytest.raises(KeyboardInterrupt), folder.draft() as draft:
        seen.append(draft)
        (draft / "half").write_text("written")
        raise KeyboardInterrupt
    assert seen[0].parent == root / "versions"
    assert not seen[0].exists()


def test_drafts_of_killed_builds_are_cleared(root: Path) -> None:
    """A build sweeps away what killed ones left, also one of the same process number, as in a container."""
    with IndexFolder(root).draft() as same:
        pass
    for left_over in (same, same.with_name(".draft-1")):
        left_over.mkdir()
        (left_over / "store.sqlite").write_text("half")
    second = _build(root, SECOND).version
    assert second in _names(root / "versions")
    assert not [name for name in _names(root / "versions") if name.startswith(".")]


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_as_many_versions_are_kept_as_asked(root: Path, keep: int) -> None:
    """The one in use, then the one before it, whose name brings it back whole."""
    first = IndexFolder(root).current
    second, third = (build_index(library, root, LetterEncoder(), keep=keep).version for library in (SECOND, THIRD))
    assert IndexFolder(root).current == third
    assert _names(root / "versions") == set([third, second, first][:keep])
    if keep > 1:
        (root / "current").write_text(f"{second}\n")
        assert _texts(root) == [leaflet.text for leaflet in SECOND]


def test_what_somebody_else_put_there_stays(root: Path) -> None:
    """A build drops its own old versions, encoders and drafts; a folder by any other name stays, and is no version."""
    own = ("versions/my-work", "versions/.draft-mine", "versions/0123456789abcdef", "encoders/mine", "encoders/a-2")
    old = ("versions/" + "0" * 32, "encoders/" + "0" * 32, f"encoders/{'0' * 32}-1", "versions/.draft-7")
    for name in (*own, *old):
        (root / name).mkdir()
        (root / name / "notes.txt").write_text("a week of it", encoding="utf-8")
    build_index(SECOND, root, LetterEncoder(), keep=1)
    assert all((root / name / "notes.txt").is_file() for name in own)
    assert not [name for name in old if (root / name).exists()]
    assert IndexFolder(root).kept == [IndexFolder(root).current]


def test_going_back_to_an_earlier_library(root: Path) -> None:
    """Building what was built before last puts that in use again, beside the one that was."""
    first = IndexFolder(root).current
    second = _build(root, SECOND).version
    assert _build(root, FIRST).version == first == IndexFolder(root).current
    assert _names(root / "versions") == {first, second}
    assert _texts(root) == [leaflet.text for leaflet in FIRST]


def test_a_reader_keeps_what_it_opened(root: Path) -> None:
    """An index that is open answers from its own version while another is put in use."""
    opened = SearchIndex.open(root, LetterEncoder())
    _build(root, SECOND)
    assert opened.store.text("leaflet1") == FIRST[1].text
    assert _texts(root) == [leaflet.text for leaflet in SECOND]


def test_no_index_is_missing(tmp_path: Path) -> None:
    """A folder in which nothing was built, or that is not there, is told as missing, with what to run."""
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing, match=r"no index in .*edubot build"):
            SearchIndex.open(place, LetterEncoder())
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "pointer", [b"", b"\n", b"nowhere\n", b"..\n", b"../versions\n", b"/\n", b"\xff\xfe\n", b"a\0b\n"]
)
def test_a_pointer_to_nowhere_is_damaged(root: Path, pointer: bytes) -> None:
    """A pointer that names no version in the folder is refused, whatever it holds."""
    (root / "current").write_bytes(pointer)
    with pytest.raises(IndexDamaged, match=r"current.*build the index again"):
        SearchIndex.open(root, LetterEncoder())


def test_a_damaged_index_is_mended_by_a_build(root: Path) -> None:
    """A build does not trust a damaged version, not even for vectors: it replaces it and the index answers again."""
    version = root / "versions" / IndexFolder(root).current
    for name in ("manifest.json", "store.sqlite", "vectors.faiss"):
        whole = (version / name).read_bytes()
        (version / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(IndexUnusable):
            _texts(root)
        report = _build(root, FIRST)
        assert report.changed
        assert report.encoded == report.passages
        assert (version / name).read_bytes() == whole
        assert _texts(root) == [leaflet.text for leaflet in FIRST]


def test_one_build_at_a_time(root: Path) -> None:
    """A second build says that another is running and what to do, changes nothing, and may run afterwards."""
    before = IndexFolder(root).current
    with IndexFolder(root).lock():
        with pytest.raises(
            BuildFailed, match=r"Another build of .* is running: wait until it has ended, or build with --wait\."
        ):
            _build(root, SECOND)
        assert _texts(root) == [leaflet.text for leaflet in FIRST], "reading needs no lock"
    assert IndexFolder(root).current == before
    assert _build(root, SECOND).changed


def _flips(path: Path, rng: random.Random) -> Iterator[tuple[int, bytes]]:
    """Altered contents of a file, one byte each: every byte of a small file, some of a large one."""
    whole = path.read_bytes()
    places = range(len(whole)) if len(whole) <= MOST_BYTES else sorted(rng.sample(range(len(whole)), FLIPS))
    for place in places:
        flipped = bytes([whole[place] ^ rng.randrange(1, 256)])
        yield place, whole[:place] + flipped + whole[place + 1 :]


@pytest.mark.parametrize(
    "name",
    ["current", "manifest.json", "store.sqlite", "vectors.faiss", "model.onnx", "tokenizer.json", "encoder.json"],
)
def test_one_altered_byte_stops_it(root: Path, name: str) -> None:
    """With any one byte of any file altered the index does not open, so that it cannot answer."""
    (path,) = (found for found in root.rglob(name) if found.is_file())
    whole = path.read_bytes()
    for place, altered in _flips(path, random.Random(SEED)):
        path.write_bytes(altered)
        with pytest.raises(IndexUnusable):
            SearchIndex.open(root, LetterEncoder())
            pytest.fail(f"byte {place} of {name} was altered to {altered[place]:#04x} and the index opened")
    path.write_bytes(whole)
    assert _texts(root) == [leaflet.text for leaflet in FIRST]


def test_every_file_is_held_against_its_hash(root: Path) -> None:
    """No file of an index, other than the lock, may go missing, grow or be emptied unseen."""
    files = [path for path in root.rglob("*") if path.is_file() and path.name != ".lock"]
    assert len(files) == 7
    for path in files:
        whole = path.read_bytes()
        for altered in (whole + b" ", whole[:-1], b""):
            path.write_bytes(altered)
            with pytest.raises(IndexUnusable):
                SearchIndex.open(root, LetterEncoder())
                pytest.fail(f"{path.name} went from {len(whole)} to {len(altered)} bytes and the index opened")
        path.unlink()
        with pytest.raises(IndexUnusable):
            SearchIndex.open(root, LetterEncoder())
        path.write_bytes(whole)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "encoder.json", "store.sqlite", "vectors.faiss"])
def test_one_altered_byte_stops_the_real_one(bundled_index: Path, tmp_path: Path, name: str) -> None:
    """The same holds when the altered files are those of the real encoder, opened as for a question."""
    root = tmp_path / "index"
    shutil.copytree(bundled_index, root)
    (path,) = root.rglob(name)
    whole = path.stat().st_size
    rng = random.Random(SEED)
    for place in (0, whole - 1, *(rng.randrange(whole) for _ in range(4))):
        with path.open("r+b") as file:
            file.seek(place)
            (before,) = file.read(1)
            file.seek(place)
            file.write(bytes([before ^ rng.randrange(1, 256)]))
        with pytest.raises(IndexUnusable):
            SearchIndex.open(root)
        with path.open("r+b") as file:
            file.seek(place)
            file.write(bytes([before]))
    assert SearchIndex.open(root).manifest.passages > 0
