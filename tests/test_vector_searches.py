"""One suite for whatever searches vectors: a folder's files and an engine find the same rows with the same cosines."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from edubot.errors import IndexDamaged
from edubot.index.encoder import Vectors
from edubot.index.engine.client import engine_of
from edubot.index.engine.vectors import EngineVectors
from edubot.index.engine.writing import new_collection, write_vectors
from edubot.index.lists import exact_nearest, recall_at_10
from edubot.index.vector_rows import RowWriter
from edubot.index.vector_search import VectorSearch
from edubot.index.vectors import ROWS_FILE, index_rows, open_vectors
from tests.engines import TestEngine

pytestmark = pytest.mark.xdist_group("engine-vectors")
"""One engine, and no second one in another process."""
COUNT, DIMENSION = 3000, 24
CLOSE = 1e-5
Put = Callable[[Vectors, int], VectorSearch]
"""Puts rows where they are searched, exactly up to some number of them."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestEngine]:
    """One engine for all that is tried here."""
    engine = TestEngine(tmp_path_factory.mktemp("engine"))
    yield engine
    engine.kill()


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Unit vectors that lie in clouds, as passages do."""
    chance = np.random.default_rng(7)
    centres = chance.standard_normal((40, DIMENSION))
    rows = centres[chance.integers(0, 40, COUNT)] + 0.5 * chance.standard_normal((COUNT, DIMENSION))
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(scope="module", params=["folder", "engine"])
def put(request: pytest.FixtureRequest, engine: TestEngine, tmp_path_factory: pytest.TempPathFactory) -> Put:
    """Each of the ways."""

    def put_in_folder(rows: Vectors, exact_up_to: int) -> VectorSearch:
        folder = tmp_path_factory.mktemp("vectors")
        with RowWriter(folder / ROWS_FILE, len(rows)) as writer:
            writer.add(rows)
        return open_vectors(folder, index_rows(folder, exact_up_to))

    def put_in_engine(rows: Vectors, exact_up_to: int) -> VectorSearch:
        address = engine.address()
        collection = new_collection(address)
        facts = write_vectors(address, collection, rows, exact_up_to)
        return EngineVectors(address, collection, rows.shape, facts.lists)

    return put_in_folder if request.param == "folder" else put_in_engine


@pytest.fixture(scope="module")
def exact(put: Put, vectors: Vectors) -> VectorSearch:
    """All of them, where every one is looked at."""
    return put(vectors, COUNT)


@pytest.fixture(scope="module")
def listed(put: Put, vectors: Vectors) -> VectorSearch:
    """All of them, in lists."""
    return put(vectors, COUNT - 1)


@pytest.fixture(params=["exact", "listed"])
def searched(request: pytest.FixtureRequest, exact: VectorSearch, listed: VectorSearch) -> VectorSearch:
    """Either."""
    return exact if request.param == "exact" else listed


def _cosines(vectors: Vectors, asked: Vectors) -> Vectors:
    return asked.astype(np.float64) @ vectors.astype(np.float64).T  # type: ignore[return-value]


def test_it_says_what_it_holds(searched: VectorSearch) -> None:
    assert (len(searched), searched.dimension) == (COUNT, DIMENSION)


def test_exact_search_finds_the_nearest_in_their_order(exact: VectorSearch, vectors: Vectors) -> None:
    """Those that brute force finds."""
    asked = vectors[:5] + 0.01
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    rows, cosines = exact.nearest(asked, 100)
    whole = _cosines(vectors, asked)
    assert (rows == np.argsort(-whole, axis=1)[:, :100]).all()
    assert np.abs(cosines - np.take_along_axis(whole, rows, axis=1)).max() < CLOSE


def test_lists_find_most_and_give_exact_cosines(listed: VectorSearch, vectors: Vectors) -> None:
    asked = vectors[::300]
    rows, cosines = listed.nearest(asked, 100)
    assert rows.shape == cosines.shape == (10, 100)
    assert np.abs(cosines - np.take_along_axis(_cosines(vectors, asked), rows, axis=1)).max() < CLOSE
    assert (np.diff(cosines, axis=1) <= 0).all()
    assert recall_at_10(listed, asked, exact_nearest(vectors, asked)[1][:, -1]) > 0.9


def test_rows_come_back_as_they_went_in(searched: VectorSearch, vectors: Vectors) -> None:
    """In the order that they are asked for, each as often."""
    wanted = [COUNT - 1, 0, 17, 0, 2999, *range(40, 2600)]
    assert (searched.rows(wanted) == vectors[wanted]).all()
    assert searched.rows([]).shape == (0, DIMENSION)


def test_more_than_there_are(searched: VectorSearch, vectors: Vectors) -> None:
    rows, _ = searched.nearest(vectors[:1], COUNT + 5)
    assert sorted(rows[0]) == list(range(COUNT))


@pytest.mark.parametrize(
    "hidden",
    [[0], [0, 1, 2, 7, 9, 10, COUNT - 1], list(range(1, COUNT)), list(range(1, COUNT, 2))],
    ids=["one", "few", "nearly all", "every second"],
)
def test_hidden_rows_are_never_found(searched: VectorSearch, vectors: Vectors, hidden: list[int]) -> None:
    """And all others are, once they are asked for; hiding others brings those back."""
    less = searched.without(hidden)
    rows, _ = less.nearest(vectors[:1], COUNT)
    assert sorted(rows[0]) == sorted(set(range(COUNT)) - set(hidden))
    assert len(less) == COUNT
    assert (less.rows(hidden[:3]) == vectors[hidden[:3]]).all()
    again, cosines = less.without([5]).nearest(vectors[:1], 1)
    assert again[0, 0] == 0
    assert cosines[0, 0] == pytest.approx(1, abs=CLOSE)


def test_all_hidden_and_nothing_found(searched: VectorSearch, vectors: Vectors) -> None:
    rows, cosines = searched.without(range(COUNT)).nearest(vectors[:2], 10)
    assert rows.shape == cosines.shape == (2, 0)


@pytest.mark.parametrize("told", ["is not as it was written", "is not there", "only"])
def test_a_row_of_an_engine_that_was_altered_is_noticed(engine: TestEngine, vectors: Vectors, told: str) -> None:
    """No score is ever taken from a vector that edubot did not store."""
    address = engine.address()
    collection = new_collection(address)
    facts = write_vectors(address, collection, vectors[:50], COUNT)
    searched = EngineVectors(address, collection, (50, DIMENSION))
    assert facts.in_engine == searched.sha256()
    if told == "is not as it was written":
        row = {"n": 7, "vector": 2 * vectors[7]}
        engine_of(address).call("upsert", collection, [row])
    else:
        engine_of(address).call("delete", collection, ids=[7])
    with pytest.raises(IndexDamaged, match=told):
        if told == "is not there":
            searched.rows([3, 7])
        else:
            searched.nearest(vectors[7:8], 50)


def test_an_engine_that_lost_the_collection_is_noticed(engine: TestEngine, vectors: Vectors) -> None:
    searched = EngineVectors(engine.address(), "never_made", (50, DIMENSION))
    with pytest.raises(IndexDamaged, match="they are gone"):
        searched.nearest(vectors[:1], 3)


def test_folders_say_when_their_vectors_are_elsewhere(tmp_path: Path) -> None:
    from edubot.index.vectors import VectorFacts

    with pytest.raises(IndexDamaged, match="in an engine"):
        open_vectors(tmp_path, VectorFacts(in_engine="0"))
