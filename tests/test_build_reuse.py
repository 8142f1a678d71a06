"""A rebuild is no more work than what changed."""

import random
from pathlib import Path

import numpy as np
import pytest

from edubot.index.build import BuildReport, build_index
from edubot.index.draft import WINDOW
from edubot.index.search_index import SearchIndex
from edubot.leaflets.folder import Library
from edubot.retriever import Retriever
from tests.builds import SEED, by_key, files_in, generated, leaflets_of, library_a
from tests.fakes import LetterEncoder


def test_nothing_changed_nothing_done(tmp_path: Path) -> None:
    """A second build of the same leaflets says so, encodes nothing and touches no file."""
    first = build_index(library_a(), tmp_path, LetterEncoder())
    before = files_in(tmp_path)
    encoder = LetterEncoder()
    again = build_index(library_a(), tmp_path, encoder)
    assert first == BuildReport(first.version, 6, 360, 360, changed=True)
    assert again == BuildReport(first.version, 6, 360, 0, changed=False)
    assert encoder.encoded == []
    assert files_in(tmp_path) == before


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


def test_only_new_passages_are_encoded(tmp_path: Path) -> None:
    """When a leaflet changes, the encoder sees its new passages and no other; every vector is a clean build's."""
    texts = generated(1)
    build_index(leaflets_of(**texts), tmp_path / "index", LetterEncoder())
    texts["leaflet2"] += "\n- A sentence that is new here.\n- And a second one, about zebras.\n"
    encoder = LetterEncoder()
    report = build_index(leaflets_of(**texts), tmp_path / "index", encoder)
    assert sorted(text.split(" › ")[-1] for text in encoder.encoded) == [
        "A sentence that is new here.",
        "And a second one, about zebras.",
    ]
    assert (report.encoded, report.passages, report.changed) == (2, 362, True)
    build_index(leaflets_of(**texts), tmp_path / "clean", LetterEncoder())
    index, clean = by_key(tmp_path / "index"), by_key(tmp_path / "clean")
    assert index.keys() == clean.keys()
    assert all(np.abs(index[place] - clean[place]).max() <= 1e-5 for place in clean)


def test_each_passage_keeps_its_own_vector(tmp_path: Path) -> None:
    """Vectors follow their passages when leaflets before them come and go, and where words stand twice."""
    rng = random.Random(SEED)
    texts = generated(3, leaflets=5, sentences=12)
    texts["copy"] = texts["leaflet1"]
    for _ in range(8):
        chosen = rng.sample(sorted(texts), rng.randint(1, len(texts)))
        build_index(leaflets_of(**{id: texts[id] for id in chosen}), tmp_path, LetterEncoder())
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
    build_index(leaflets_of(one="# T\n\n## Lips\n\nThey may dry.\n"), tmp_path, LetterEncoder())
    encoder = LetterEncoder()
    build_index(leaflets_of(one="# T\n\n## Eyes\n\nThey may dry.\n"), tmp_path, encoder)
    assert len(encoder.encoded) == 1


def test_another_encoder_encodes_everything(tmp_path: Path) -> None:
    """Vectors of one encoder are never taken for another's, and the new one is exported."""
    build_index(library_a(), tmp_path, LetterEncoder())
    other = LetterEncoder(fingerprint="letters-2")
    report = build_index(library_a(), tmp_path, other)
    assert (report.encoded, report.changed) == (report.passages, True)
    assert SearchIndex.open(tmp_path, other).manifest.encoder == "letters-2"


def test_a_library_larger_than_a_batch(tmp_path: Path) -> None:
    """Passages are encoded batch by batch, all of them, and none is lost between two."""
    library = leaflets_of(**generated(4, leaflets=3, sentences=WINDOW // 2))
    encoder = LetterEncoder()
    report = build_index(library, tmp_path, encoder)
    assert report.passages == len(encoder.encoded) > WINDOW
    assert len(by_key(tmp_path)) == report.passages
