"""A build is the same every time, in the order of the library, and is named by what it holds."""

import hashlib
from pathlib import Path

import numpy as np

from edubot.index.build import build_index
from edubot.index.manifest import Manifest
from edubot.index.progress import Progress, Stage
from edubot.index.search_index import SearchIndex
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from tests.builds import by_key, files_in, library_a, library_b
from tests.fakes import LetterEncoder


def test_built_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two clean builds of the same leaflets into two folders agree in every byte of every file."""
    for name in ("one", "another place"):
        build_index(library_a(), tmp_path / name, LetterEncoder())
    one, two = (files_in(tmp_path / name) for name in ("one", "another place"))
    assert one == two
    assert {Path(name).name for name in one} >= {"current", "manifest.json", "store.sqlite", "vectors.faiss"}


def test_the_real_encoder_too(bundled_index: Path, tmp_path: Path) -> None:
    """What a build took over from the version before is what a clean build has: here all of it, byte for byte."""
    from edubot.index.sentence_encoder import SentenceEncoder
    from edubot.settings import bundled_corpus, bundled_originals

    build_index(Library.at(bundled_corpus(), bundled_originals()), tmp_path / "again", SentenceEncoder())
    again = tmp_path / "again"
    assert files_in(again / "versions") == files_in(bundled_index / "versions")
    assert (again / "current").read_bytes() == (bundled_index / "current").read_bytes()


def test_the_way_to_a_library_does_not_show(tmp_path: Path) -> None:
    """Built over another library or from nothing, an index holds the same text, and vectors equal to 1e-5."""
    build_index(library_a(), tmp_path / "over", LetterEncoder())
    build_index(library_b(), tmp_path / "over", LetterEncoder())
    build_index(library_b(), tmp_path / "clean", LetterEncoder())
    over, clean = by_key(tmp_path / "over"), by_key(tmp_path / "clean")
    assert over.keys() == clean.keys()
    assert all(np.abs(over[place] - clean[place]).max() <= 1e-5 for place in clean)
    assert IndexFolder(tmp_path / "over").manifest().corpus == IndexFolder(tmp_path / "clean").manifest().corpus


def test_the_order_of_leaflets_is_kept(tmp_path: Path) -> None:
    """Rows stand in the order of the library and of each text, in store and vectors alike."""
    library = library_a()
    report = build_index(library, tmp_path, LetterEncoder())
    index = SearchIndex.open(tmp_path, LetterEncoder())
    held = index.store.passages(range(report.passages))
    assert [passage.source.id for passage in held.values()] == sorted(passage.source.id for passage in held.values())
    assert index.store.leaflets() == [leaflet.source for leaflet in library]
    assert (report.leaflets, report.passages) == (len(library), len(held)) == (6, len(index.vectors))


def test_the_version_is_named_by_its_manifest(tmp_path: Path) -> None:
    """A version's name is the hash of its manifest, as read back as when it was written."""
    report = build_index(library_a(), tmp_path, LetterEncoder())
    raw = (tmp_path / "versions" / report.version / "manifest.json").read_bytes()
    assert hashlib.sha256(raw).hexdigest().startswith(report.version)
    read = Manifest.read(tmp_path / "versions" / report.version / "manifest.json", report.version)
    assert (read.version, read.passages) == (report.version, report.passages)


def test_progress_is_told(tmp_path: Path) -> None:
    """A listener hears every stage in order, and the last word of a stage is that all is done."""
    heard: list[Progress] = []
    report = build_index(library_a(), tmp_path, LetterEncoder(), listen=heard.append)
    assert list(dict.fromkeys(progress.stage for progress in heard)) == list(Stage)
    last = {progress.stage: progress for progress in heard}
    assert last[Stage.ENCODING] == Progress(Stage.ENCODING, report.passages, report.passages)
    assert last[Stage.READING].done == report.leaflets
