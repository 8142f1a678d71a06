"""A turn that was learned brings up what answers, only for the encoder and the drug that it was learned for."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from edubot.adapter import Adapter
from edubot.index.build import build_index
from edubot.index.search_index import SearchIndex
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.retriever import Retriever
from edubot.settings import ADAPTER_FILE, FusionSettings
from edubot.vocabulary import Vocabulary
from tests.fakes import LetterEncoder

ALL = 1000
TEXT = "# Skin\n\nSpots fade slowly.\n\n## Sun\n\nWear a hat.\n\n## Food\n\nEat well.\n"
QUESTION = "spots?"
ANSWER = "Wear a hat."


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """Three passages under letter vectors."""
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    build_index([leaflet_from_text(TEXT, "skin.md", sha256, Curation())], tmp_path, LetterEncoder())
    return SearchIndex.open(tmp_path, LetterEncoder())


def _towards_the_answer(index: SearchIndex) -> Adapter:
    """Turns the question's vector, and what is like it, nearly all the way to the answer's."""
    rows = {passage.text: row for row, passage in index.store.passages(range(len(index.vectors))).items()}
    answer = index.vectors.rows([rows[ANSWER]])
    return Adapter("letters-1", "any", LetterEncoder().encode([QUESTION]).T, 99 * answer)


def _texts(retriever: Retriever) -> list[str]:
    return [hit.passage.text for hit in retriever.search(QUESTION, ALL)]


def test_a_vector_is_turned_and_stays_a_unit_vector() -> None:
    """By what lies along `down`, in the direction of `up`; a vector with nothing of it stays where it is."""
    adapter = Adapter("any", "any", np.array([[1], [0]], np.float32), np.array([[0, 1]], np.float32))
    turned = adapter.turned(np.array([[1, 0], [0, 1]], np.float32))
    assert turned == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, 1]]))


def test_what_is_stored_is_read_back() -> None:
    """To half a float's precision, in the same shape."""
    rng = np.random.default_rng(1)
    down, up = (rng.normal(size=shape).astype(np.float32) for shape in ((5, 2), (2, 5)))
    adapter = Adapter("encoder", "drug", down, up)
    held = Adapter.from_json(json.loads(json.dumps(adapter.as_json())))
    assert (held.encoder, held.drug) == ("encoder", "drug")
    assert held.down == pytest.approx(down, rel=1e-3)
    assert held.up == pytest.approx(up, rel=1e-3)


def test_the_bundled_one_is_of_one_encoder_and_one_drug() -> None:
    """Nothing is turned for another encoder, another drug, or a library of several."""
    held = Adapter.from_json(json.loads(ADAPTER_FILE.read_text(encoding="utf-8")))
    found = Adapter.bundled(held.encoder, {"isotretinoin"})
    assert found is not None
    assert found.up == pytest.approx(held.up)
    for encoder, drugs in (
        ("another", {"isotretinoin"}),
        (held.encoder, {"acitretin"}),
        (held.encoder, {"isotretinoin", None}),
        (held.encoder, {"isotretinoin", "acitretin"}),
    ):
        assert Adapter.bundled(encoder, drugs) is None


def test_what_was_learned_ranks(index: SearchIndex) -> None:
    """By its weight; the cosine of the question as it was asked is still told as it is."""
    adapter = _towards_the_answer(index)
    plain = Retriever(index, vocabulary=Vocabulary({}))
    turned = Retriever(index, FusionSettings(learned_weight=3.0), Vocabulary({}), adapter)
    unweighted = Retriever(index, FusionSettings(learned_weight=0.0), Vocabulary({}), adapter)
    assert _texts(plain)[0] != ANSWER
    assert _texts(turned)[0] == ANSWER
    assert unweighted.search(QUESTION, ALL) == plain.search(QUESTION, ALL)
    before = {hit.passage: hit.components for hit in plain.search(QUESTION, ALL)}
    first = turned.search(QUESTION, ALL)[0]
    assert first.components["learned"] == pytest.approx(1, abs=1e-3)
    assert {name: first.components[name] for name in before[first.passage]} == pytest.approx(before[first.passage])


def test_the_vector_as_it_was_asked_keeps_its_share(index: SearchIndex) -> None:
    """Beside what was learned, the plain cosine counts by `plain_share`; alone, whole."""
    adapter = _towards_the_answer(index)
    nearest, other = (
        Retriever(index, FusionSettings(dense_weight=1.0, plain_share=share, learned_weight=1e-9), given, adapter)
        for share, given in ((0.5, Vocabulary({})), (0.25, Vocabulary({})))
    )
    assert nearest.search(QUESTION, 1)[0].score == pytest.approx(0.5)
    assert other.search(QUESTION, 1)[0].score == pytest.approx(0.25)


def test_what_was_learned_brings_its_own_candidates(index: SearchIndex) -> None:
    """A passage that no other side found is among the hits."""
    narrow = FusionSettings(depth=1)
    assert ANSWER not in _texts(Retriever(index, narrow, Vocabulary({})))
    assert ANSWER in _texts(Retriever(index, narrow, Vocabulary({}), _towards_the_answer(index)))


def test_a_leaflet_out_of_use_leaves_the_turn_in_place(index: SearchIndex) -> None:
    """Whoever searches without some leaflets still searches with the same adapter."""
    adapter = _towards_the_answer(index)
    found = Retriever(index, None, Vocabulary({}), adapter).without([]).search(QUESTION, 1)[0]
    assert "learned" in found.components
