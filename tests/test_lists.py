"""Approximate search: what it finds, what it never gets wrong, and the rule by which it is taken."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edubot.errors import IndexDamaged
from edubot.index.encoder import Vectors
from edubot.index.exact import ExactVectors
from edubot.index.lists import (
    LEAST_PROBED,
    RECALL_WANTED,
    Facts,
    ListedVectors,
    build_lists,
    exact_nearest,
    recall_at_10,
)
from edubot.index.vector_rows import SLICE, RowWriter, read_rows
from edubot.index.vectors import EXACT_FILE, LISTS_FILE, ROWS_FILE, VectorFacts, index_rows, open_vectors

COUNT = SLICE + 2000
"""More than are held in memory at a time."""
DIMENSION = 32


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Unit vectors in loose groups, as those of passages are."""
    drawn = np.random.default_rng(5)
    centres = drawn.normal(size=(200, DIMENSION))
    loose = centres[drawn.integers(0, 200, COUNT)] + 0.7 * drawn.normal(size=(COUNT, DIMENSION))
    unit: Vectors = (loose / np.linalg.norm(loose, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.fixture(scope="module")
def listed(vectors: Vectors) -> tuple[ListedVectors, Facts]:
    """Lists of these vectors."""
    return build_lists(vectors)


def _written(folder: Path, vectors: Vectors) -> Path:
    with RowWriter(folder / ROWS_FILE, len(vectors)) as writer:
        for start in range(0, len(vectors), 999):
            writer.add(vectors[start : start + 999])
    return folder / ROWS_FILE


def test_rows_come_back_as_they_went_in(tmp_path: Path, vectors: Vectors) -> None:
    """A file of rows holds what was added, batch by batch, in its order."""
    np.testing.assert_array_equal(read_rows(_written(tmp_path, vectors)), vectors)


def test_the_recall_that_is_told_is_the_recall_that_is_had(
    vectors: Vectors, listed: tuple[ListedVectors, Facts]
) -> None:
    """Questions near passages find as many of their ten nearest as the facts say, within what chance allows."""
    searched, facts = listed
    noise = 0.05 * np.random.default_rng(6).normal(size=(500, DIMENSION))
    asked = (vectors[7::17][:500] + noise).astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    found, _ = searched.nearest(asked, 10)
    best = np.argsort(-(asked @ vectors.T), axis=1)[:, :10]
    recall = np.mean(
        [len(set(one) & set(other)) / 10 for one, other in zip(found.tolist(), best.tolist(), strict=True)]
    )
    assert facts.recall_at_10 >= RECALL_WANTED
    assert recall == pytest.approx(facts.recall_at_10, abs=0.03)
    assert LEAST_PROBED <= facts.probed < facts.lists


def test_cosines_are_exact_and_fall(vectors: Vectors, listed: tuple[ListedVectors, Facts]) -> None:
    """Whatever lists hold of a vector, the cosines are those of the vectors as they were computed, best first."""
    rows, cosines = listed[0].nearest(vectors[:50], 20)
    exact = np.take_along_axis(vectors[:50].astype(np.float64) @ vectors.astype(np.float64).T, rows, axis=1)
    np.testing.assert_allclose(cosines, exact, rtol=0, atol=1e-6)
    assert np.all(np.diff(cosines, axis=1) <= 0)
    np.testing.assert_allclose(cosines[:, 0], 1, rtol=0, atol=1e-6)


def test_the_ten_nearest_by_slices_are_the_ten_nearest(vectors: Vectors) -> None:
    """What recall is measured against is what a plain sort finds."""
    asked = vectors[::999]
    best = np.sort(asked @ vectors.T, axis=1)[:, ::-1][:, :10]
    found = np.take_along_axis(asked @ vectors.T, exact_nearest(vectors, asked)[0], axis=1)
    np.testing.assert_allclose(np.sort(found, axis=1)[:, ::-1], best, rtol=0, atol=1e-6)


def test_of_equal_passages_any_will_do(vectors: Vectors) -> None:
    """Words that stand in many leaflets do not make a question read every list, nor the recall look worse."""
    often = np.concatenate([vectors, np.repeat(vectors[:30], 50, axis=0)])
    searched, facts = build_lists(often)
    assert facts.recall_at_10 >= RECALL_WANTED
    assert facts.probed == LEAST_PROBED < facts.lists
    tenth = exact_nearest(often, vectors[:30])[1][:, -1]
    np.testing.assert_allclose(tenth, 1, rtol=0, atol=1e-6)
    assert recall_at_10(searched, vectors[:30], tenth) == 1.0


def test_rows_of_a_file_that_was_cut_short(tmp_path: Path, vectors: Vectors) -> None:
    """An error with a name, where the system would end the process; a file that is gone stays readable."""
    _written(tmp_path, vectors)
    facts = index_rows(tmp_path, COUNT - 1)
    opened = open_vectors(tmp_path, facts)
    with (tmp_path / ROWS_FILE).open("r+b") as file:
        file.truncate(4096)
    with pytest.raises(IndexDamaged, match=r"vectors\.npy was changed"):
        opened.nearest(vectors[:1], 3)
    _written(tmp_path, vectors)
    opened = open_vectors(tmp_path, facts)
    (tmp_path / ROWS_FILE).unlink()
    np.testing.assert_array_equal(opened.rows([7]), vectors[[7]])


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, COUNT - 1), max_size=400), st.integers(1, 60))
def test_hidden_rows_are_never_found(
    vectors: Vectors, listed: tuple[ListedVectors, Facts], hidden: set[int], limit: int
) -> None:
    """Nor do they take the place of others: as many are found as were asked for."""
    searched = listed[0].without(sorted(hidden))
    asked = vectors[sorted(hidden)[:3] or [0]]
    rows, _ = searched.nearest(asked, limit)
    assert rows.shape == (len(asked), limit)
    assert hidden.isdisjoint(rows.ravel().tolist())
    assert all(len(set(found)) == limit for found in rows.tolist())


def test_nearly_all_hidden_and_still_found(vectors: Vectors, listed: tuple[ListedVectors, Facts]) -> None:
    """Where the nearest lists hold hardly anything that may be found, the others are read too."""
    left = [3, 5000, COUNT - 1]
    searched = listed[0].without([row for row in range(COUNT) if row not in left])
    rows, cosines = searched.nearest(vectors[:1], 10)
    assert sorted(rows[0].tolist()) == left
    np.testing.assert_allclose(cosines[0], np.sort(vectors[left] @ vectors[0])[::-1], rtol=0, atol=1e-6)


def test_all_hidden_and_nothing_found(vectors: Vectors, listed: tuple[ListedVectors, Facts]) -> None:
    """No row, for each of the vectors."""
    rows, cosines = listed[0].without(range(COUNT)).nearest(vectors[:2], 10)
    assert rows.shape == cosines.shape == (2, 0)


def test_the_same_vectors_give_the_same_lists(
    tmp_path: Path, vectors: Vectors, listed: tuple[ListedVectors, Facts]
) -> None:
    """To the byte, so that a version's name is that of its leaflets."""
    listed[0].save(tmp_path / "one")
    again, facts = build_lists(vectors)
    again.save(tmp_path / "two")
    assert facts == listed[1]
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("exact_up_to", [COUNT - 1, COUNT])
def test_the_rule_decides_by_the_number_of_passages(tmp_path: Path, vectors: Vectors, exact_up_to: int) -> None:
    """Either way the files that the facts name are there, no others, and they open to the same vectors."""
    _written(tmp_path, vectors)
    facts = index_rows(tmp_path, exact_up_to)
    assert (facts.lists is None) is (exact_up_to == COUNT)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(facts.files)
    opened = open_vectors(tmp_path, VectorFacts.from_json(facts.as_json()))
    assert isinstance(opened, ListedVectors if facts.lists else ExactVectors)
    assert (len(opened), opened.dimension) == (COUNT, DIMENSION)
    np.testing.assert_array_equal(opened.rows([COUNT - 1, 0]), vectors[[COUNT - 1, 0]])
    np.testing.assert_array_equal(opened.nearest(vectors[:5], 1)[0][:, 0], range(5))


@pytest.mark.parametrize("written", [{}, {"search": "guess"}, {"search": "lists"}, {"search": "exact", "lists": 3}])
def test_facts_of_no_known_search(written: dict[str, object]) -> None:
    """A manifest of another make is named as such."""
    with pytest.raises(IndexDamaged, match="names no way to search"):
        VectorFacts.from_json(written)


def test_files_that_do_not_belong_together(
    tmp_path: Path, vectors: Vectors, listed: tuple[ListedVectors, Facts]
) -> None:
    """Lists of other vectors, an index of another kind, no rows at all: each is damaged."""
    facts = VectorFacts(listed[1])
    listed[0].save(tmp_path / LISTS_FILE)
    with pytest.raises(IndexDamaged, match="holds no vectors"):
        open_vectors(tmp_path, facts)
    (tmp_path / ROWS_FILE).write_bytes(b"")
    with pytest.raises(IndexDamaged, match="holds no vectors"):
        open_vectors(tmp_path, facts)
    _written(tmp_path, vectors[:-1])
    with pytest.raises(IndexDamaged, match="do not belong together"):
        open_vectors(tmp_path, facts)
    _written(tmp_path, vectors)
    ExactVectors.of(vectors).save(tmp_path / LISTS_FILE)
    with pytest.raises(IndexDamaged, match="do not belong together"):
        open_vectors(tmp_path, facts)
    ExactVectors.of(vectors).save(tmp_path / EXACT_FILE)
    assert len(open_vectors(tmp_path, VectorFacts())) == COUNT
