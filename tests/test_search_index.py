"""An index serves only the encoder and the scorer that it was built for."""

import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from edubot.errors import IndexDamaged, IndexMismatch, IndexUnusable
from edubot.index.build import build_index
from edubot.index.manifest import SCHEMA
from edubot.index.search_index import SearchIndex
from edubot.index.versions import IndexFolder
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.settings import ChunkerSettings, FusionSettings, ScorerSettings
from tests.fakes import LetterEncoder

TEXT = "# Care\n\nDry lips heal with balm.\n\nStay out of the sun.\n"
CHANGED: list[tuple[str, ScorerSettings]] = [
    *(
        (f"chunker.{field.name}", ScorerSettings(chunker=replace(ChunkerSettings(), **{field.name: 7})))
        for field in fields(ChunkerSettings)
    ),
    *(
        ("fusion", ScorerSettings(fusion=changed))
        for changed in (
            FusionSettings(dense_weight=0.51),
            FusionSettings(expansion_weight=0.81),
            FusionSettings(field_weights=(1.0, 1.0, 0.3)),
            FusionSettings(depth=101),
            FusionSettings(asking_weight=0.51),
            FusionSettings(topic_weight=0.36),
            FusionSettings(beside_share=0.76),
            FusionSettings(learned_weight=0.61),
            FusionSettings(plain_share=0.51),
            FusionSettings(neighbour_weight=0.51),
            FusionSettings(reach=9),
        )
    ),
]


def _build(root: Path, settings: ScorerSettings | None = None) -> Path:
    leaflet = leaflet_from_text(TEXT, "care.md", hashlib.sha256(TEXT.encode()).hexdigest(), Curation())
    build_index([leaflet], root, LetterEncoder(), settings)
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index folder of one leaflet."""
    return _build(tmp_path / "index")


def _rewrite(root: Path, **changed: Any) -> None:
    """Alter the manifest's facts and sign it anew, as another version of edubot would have written it."""
    folder = IndexFolder(root)
    place = folder.version(folder.current)
    facts = json.loads((place / "manifest.json").read_text()) | changed
    kept = {name: fact for name, fact in facts.items() if fact != "left out"}
    raw = (json.dumps(kept, indent=1, sort_keys=True) + "\n").encode()
    (place / "manifest.json").write_bytes(raw)
    name = hashlib.sha256(raw).hexdigest()[:32]
    place.rename(folder.version(name))
    (root / "current").write_text(f"{name}\n")


def test_an_index_opens_for_what_it_was_built_for(root: Path) -> None:
    """The same encoder and scorer open it, and every part is of the same size."""
    index = SearchIndex.open(root, LetterEncoder())
    assert index.manifest.passages == len(index.vectors) == len(index.store.passages(range(99))) == 2
    assert (index.manifest.dimension, index.manifest.schema) == (index.vectors.dimension, SCHEMA) == (26, SCHEMA)
    assert index.encoder.fingerprint == index.manifest.encoder == "letters-1"


def test_another_encoder_is_a_mismatch(root: Path) -> None:
    """An encoder of another fingerprint is refused in a sentence that names the index's own and the mend."""
    with pytest.raises(IndexMismatch, match=r"another encoder .*\(letters\): build the index again\."):
        SearchIndex.open(root, LetterEncoder(fingerprint="letters-2"))


@pytest.mark.parametrize(("name", "settings"), CHANGED, ids=[name for name, _ in CHANGED])
def test_every_setting_is_part_of_the_scorer(root: Path, tmp_path: Path, name: str, settings: ScorerSettings) -> None:
    """An index built with one figure different, whichever, is refused with the mend; its own scorer opens it."""
    with pytest.raises(IndexMismatch, match=r"built for another scorer: run edubot build\."):
        SearchIndex.open(root, LetterEncoder(), settings)
    other = _build(tmp_path / "other", settings)
    with pytest.raises(IndexMismatch):
        SearchIndex.open(other, LetterEncoder())
    assert SearchIndex.open(other, LetterEncoder(), settings).manifest.leaflets == 1


def test_every_figure_is_tried() -> None:
    """A new setting must be added to the tests above."""
    assert len(CHANGED) == len(fields(ChunkerSettings)) + len(fields(FusionSettings))


def test_a_changed_setting_is_no_index_up_to_date(root: Path) -> None:
    """Building for another scorer builds, even though the leaflets are the same."""
    settings = ScorerSettings(fusion=FusionSettings(dense_weight=0.51))
    _build(root, settings)
    assert SearchIndex.open(root, LetterEncoder(), settings).manifest.leaflets == 1


@pytest.mark.parametrize("schema", [SCHEMA - 1, SCHEMA + 1, None, "1"])
def test_another_schema_is_a_mismatch(root: Path, schema: object) -> None:
    """An index of another version of edubot is refused in a sentence with the mend, and a build mends it."""
    _rewrite(root, schema=schema)
    with pytest.raises(IndexMismatch, match=r"another version of edubot: build the index again\."):
        SearchIndex.open(root, LetterEncoder())
    _build(root)
    assert SearchIndex.open(root, LetterEncoder()).manifest.schema == SCHEMA


@pytest.mark.parametrize("changed", [{"new": "fact"}, {"corpus": "left out"}, {"calibration": "left out"}])
def test_a_manifest_of_other_facts_is_unusable(root: Path, changed: dict[str, str]) -> None:
    """A manifest that holds a fact more or fewer than ours does is refused in a sentence, and a build mends it."""
    _rewrite(root, **changed)
    with pytest.raises(IndexUnusable):
        SearchIndex.open(root, LetterEncoder())
    _build(root)
    assert SearchIndex.open(root, LetterEncoder()).manifest.leaflets == 1


def test_an_encoder_folder_must_hold_an_encoder(root: Path) -> None:
    """Files whose hashes agree but that are no encoder are damage told in a sentence, as for a question."""
    with pytest.raises(IndexDamaged, match=r"encoder in .* cannot be opened: build the index again"):
        SearchIndex.open(root)
