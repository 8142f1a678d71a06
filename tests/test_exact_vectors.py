"""Vectors come back as they went in, and FAISS finds what a plain inner product finds."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.errors import IndexDamaged
from edubot.index.encoder import Vectors
from edubot.index.exact import ExactVectors
from edubot.index.vector_rows import SLICE

TOLERANCE = 1e-6


def _unit(seed: int, rows: int, dimension: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(rows, dimension))
    unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _index(vectors: Vectors) -> ExactVectors:
    return ExactVectors.of(vectors)


@given(st.integers(0, 2**32 - 1), st.integers(1, 80), st.integers(2, 400), st.integers(1, 100), st.integers(1, 3))
def test_finds_the_neighbours_and_cosines_of_a_plain_inner_product(
    seed: int, count: int, dimension: int, limit: int, asked: int
) -> None:
    """FAISS agrees with numpy on every neighbour and on every cosine to 1e-6."""
    vectors, questions = _unit(seed, count, dimension), _unit(seed + 1, asked, dimension)
    rows, cosines = _index(vectors).nearest(questions, limit)
    exact = questions.astype(np.float64) @ vectors.astype(np.float64).T
    best = -np.sort(-exact, axis=1)[:, :limit]
    assert rows.shape == cosines.shape == (asked, min(limit, count))
    np.testing.assert_allclose(cosines, best, rtol=0, atol=TOLERANCE)
    np.testing.assert_allclose(np.take_along_axis(exact, rows, axis=1), best, rtol=0, atol=TOLERANCE)
    assert all(len(set(found)) == len(found) for found in rows.tolist())


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(2, 400))
def test_unit_vectors_have_cosines(seed: int, count: int, dimension: int) -> None:
    """Between unit vectors every score is a cosine: 1 with itself, never outside [-1, 1] by more than rounding."""
    vectors = _unit(seed, count, dimension)
    rows, cosines = _index(vectors).nearest(np.vstack([vectors, -vectors]), count)
    assert np.all(np.abs(cosines) <= 1 + TOLERANCE)
    np.testing.assert_allclose(cosines[:count, 0], 1, rtol=0, atol=TOLERANCE)
    np.testing.assert_allclose(vectors[rows[:count, 0]], vectors, rtol=0, atol=1e-3)
    np.testing.assert_allclose(cosines[count:, -1], -1, rtol=0, atol=TOLERANCE)


def test_rows_are_numbered_in_the_order_of_adding() -> None:
    """More than are held at a time follow one another, and `rows` gives any back in the order asked, also twice."""
    vectors = _unit(7, SLICE + 9, 5)
    index = _index(vectors)
    assert (len(index), index.dimension) == (SLICE + 9, 5)
    np.testing.assert_array_equal(index.rows([SLICE + 8, 0, 4, 4]), vectors[[SLICE + 8, 0, 4, 4]])


def test_a_saved_index_is_the_same_index(tmp_path: Path) -> None:
    """Rows, neighbours and the bytes of a second saving survive the disk."""
    vectors = _unit(3, 20, 8)
    _index(vectors).save(tmp_path / "one")
    loaded = ExactVectors.load(tmp_path / "one")
    np.testing.assert_array_equal(loaded.rows(list(range(20))), vectors)
    np.testing.assert_array_equal(loaded.nearest(vectors, 3)[0], _index(vectors).nearest(vectors, 3)[0])
    loaded.save(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("content", [b"", b"IxFI", b"not an index at all", b"\0" * 200])
def test_what_is_no_index_is_damaged(tmp_path: Path, content: bytes) -> None:
    """A file that FAISS cannot read is told as a damaged index, with the mend."""
    broken = tmp_path / "vectors.faiss"
    broken.write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"vectors\.faiss.*build the index again"):
        ExactVectors.load(broken)


def test_half_an_index_is_damaged(tmp_path: Path) -> None:
    """A file cut short is damaged, and so is one that is not there."""
    whole = tmp_path / "vectors.faiss"
    _index(_unit(1, 50, 16)).save(whole)
    whole.write_bytes(whole.read_bytes()[:1000])
    with pytest.raises(IndexDamaged):
        ExactVectors.load(whole)
    with pytest.raises(IndexDamaged):
        ExactVectors.load(tmp_path / "nowhere")


def test_nothing_is_found_where_all_is_hidden() -> None:
    """No row, for each of the vectors."""
    vectors = _unit(2, 6, 4)
    rows, cosines = _index(vectors).without(range(6)).nearest(vectors[:2], 5)
    assert rows.shape == cosines.shape == (2, 0)
