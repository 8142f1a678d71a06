"""A build that cannot be done is told in a sentence, and is whole or not at all."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from edubot.errors import BuildFailed, IndexDamaged, LeafletUnreadable
from edubot.index.build import build_index
from edubot.index.encoder import Vectors
from edubot.index.history import go_back
from edubot.index.search_index import SearchIndex
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from edubot.model import Leaflet
from tests.builds import answers_of, files_in, in_subprocess, leaflets_of, library_a, library_b
from tests.fakes import LetterEncoder


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
    before = build_index(library_a(), tmp_path, LetterEncoder()).version
    library = Edited(iter([leaflets_of(a="Acne heals."), leaflets_of(**later)]))
    with pytest.raises(BuildFailed, match="changed while it was read: build again"):
        build_index(library, tmp_path, LetterEncoder())
    assert IndexFolder(tmp_path).current == before


def test_an_unreadable_leaflet_leaves_the_old_index(tmp_path: Path) -> None:
    """A leaflet without a word stops the build before anything is written; the index in use stays."""
    leaflets = tmp_path / "leaflets"
    leaflets.mkdir()
    (leaflets / "good.md").write_text("Acne heals slowly.")
    build_index(Library.at(leaflets, None), tmp_path / "index", LetterEncoder())
    before = files_in(tmp_path / "index")
    (leaflets / "empty.md").write_text("\n\n")
    with pytest.raises(LeafletUnreadable, match=r"empty\.md"):
        build_index(Library.at(leaflets, None), tmp_path / "index", LetterEncoder())
    assert files_in(tmp_path / "index") == before


@pytest.mark.parametrize("text", ["# Only a heading\n", "# A\n\n## B\n"])
def test_a_library_without_a_passage_is_refused(tmp_path: Path, text: str) -> None:
    """Leaflets that hold marked headings alone are bad input told in a sentence; the old index stays."""
    build_index(library_a(), tmp_path / "index", LetterEncoder())
    before = files_in(tmp_path / "index")
    (tmp_path / "bare.md").write_text(text)
    with pytest.raises(LeafletUnreadable):
        build_index(Library.at(tmp_path / "bare.md", None), tmp_path / "index", LetterEncoder())
    assert files_in(tmp_path / "index") == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """A read-only index folder is told in a sentence, and its index goes on answering."""
    build_index(library_a(), tmp_path, LetterEncoder())
    before = answers_of(tmp_path)
    folders = [tmp_path, tmp_path / "versions"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        with pytest.raises(BuildFailed, match=r"could not be written .*the last index stays in use"):
            build_index(library_b(), tmp_path, LetterEncoder())
        assert answers_of(tmp_path) == before
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    """An index cannot be built into a file; that is told in a sentence."""
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(BuildFailed, match="could not be written"):
        build_index(library_a(), tmp_path / "taken", LetterEncoder())


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
        build_index(library_b(), root, WideEncoder())
    except BuildFailed as problem:
        print(problem)  # noqa: T201  the report to the test


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("room_for", ["nothing", "half the store", "half the vectors"])
def test_a_full_disk(tmp_path: Path, room_for: str) -> None:
    """Whichever file finds no room, the build says so in a sentence, cleans up, and the old index answers."""
    build_index(library_b(), tmp_path / "sizes", WideEncoder())
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "sizes" / "versions").rglob("*") if path.is_file()}
    room = {
        "nothing": 200,
        "half the store": sizes["store.sqlite"] // 2,
        "half the vectors": sizes["vectors.faiss"] // 2,
    }
    assert sizes["store.sqlite"] < room["half the vectors"]
    root = tmp_path / "index"
    build_index(library_a(), root, LetterEncoder())
    before = answers_of(root)
    told = in_subprocess(build_with_little_room, root, room[room_for])
    assert "could not be written" in told
    assert "the last index stays in use" in told
    assert answers_of(root) == before
    assert [path.name for path in (root / "versions").iterdir()] == [IndexFolder(root).current]
    build_index(library_b(), root, LetterEncoder())
    assert answers_of(root) != before


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
    first = build_index(library_a(), tmp_path, LetterEncoder()).version
    build_index(library_b(), tmp_path, LetterEncoder())
    _damage(tmp_path, "store.sqlite")
    rebuilt = build_index(library_b(), tmp_path, _NoRoomToExport())
    assert rebuilt.changed, "the export that is there is whole, and nothing need be written"
    shutil.rmtree(tmp_path / "encoders")
    with pytest.raises(BuildFailed, match="No space left"):
        build_index(library_b(), tmp_path, _NoRoomToExport())
    assert list((tmp_path / "encoders").iterdir()) == []
    build_index(library_b(), tmp_path, LetterEncoder())
    go_back(IndexFolder(tmp_path), first)
    assert SearchIndex.open(tmp_path, LetterEncoder()).manifest.version == first


def test_facts_of_a_later_make_are_built_anew(tmp_path: Path) -> None:
    """A whole version whose search nobody here knows is no reason to stop."""
    build_index(library_a(), tmp_path, LetterEncoder())
    folder = IndexFolder(tmp_path)
    later = replace(folder.manifest(), vectors={"search": "graph"})
    shutil.copytree(folder.version(folder.current), folder.version(later.version))
    (folder.version(later.version) / "manifest.json").write_bytes(later.as_bytes())
    folder.point_to(later.version)
    with pytest.raises(IndexDamaged, match="no way to search"):
        SearchIndex.open(tmp_path, LetterEncoder())
    assert build_index(library_a(), tmp_path, LetterEncoder()).changed
    assert SearchIndex.open(tmp_path, LetterEncoder()).manifest.vectors == {"search": "exact"}
