"""`edubot build` from outside, with the real encoder: what it refuses, what it built, and what `--check` tells."""

from pathlib import Path

import pytest

from tests.commands import ANY_DRUG, Terminal, assert_warned, one_sentence


def test_building_a_library_that_is_not_there_is_bad_input(terminal: Terminal) -> None:
    """The sentence names it, and no index is begun."""
    ran = terminal.run("build", "nowhere", "--index", "index")
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere" in one_sentence(ran.err)


def test_building_an_empty_folder_is_bad_input(terminal: Terminal) -> None:
    """A folder without a leaflet makes no index."""
    (terminal.home / "empty").mkdir()
    ran = terminal.run("build", "empty", "--index", "index")
    assert (ran.status, ran.out) == (2, "")
    assert "empty" in one_sentence(ran.err)
    assert not (terminal.home / "index" / "current").exists()


BAD_ROWS = [
    pytest.param(b"{", id="cut off"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b'{"id": "a"}', id="no text"),
    pytest.param(b'{"id": 1, "text": "words"}', id="id a number"),
    pytest.param(b'{"id": "a", "title": 1, "text": "words"}', id="title a number"),
    pytest.param(b'{"id": "good", "text": "The same id."}', id="an id twice"),
    pytest.param(b'{"id": "a", "text": ""}', id="an empty text"),
    pytest.param(b'{"id": "a", "text": "alcohol \xff"}', id="no UTF-8"),
    pytest.param(b'{"id": "a", "text": "alcohol \\ud800"}', id="half a character"),
    pytest.param(b"[" * 100_000, id="nested deep"),
]


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_strict_build_from_a_bad_row_is_bad_input(terminal: Terminal, row: bytes) -> None:
    """The sentence names the file, and no index is begun."""
    (terminal.home / "rows.jsonl").write_bytes(
        b'{"id": "good", "title": "T", "text": "Avoid alcohol."}\n' + row + b"\n"
    )
    ran = terminal.run("build", "rows.jsonl", "--index", "index", "--strict")
    assert (ran.status, ran.out) == (2, "")
    assert "rows.jsonl" in one_sentence(ran.err)
    assert not (terminal.home / "index" / "current").exists()


def test_building_from_leaflets_without_a_sentence_is_bad_input(terminal: Terminal) -> None:
    """A library that holds nothing to show makes no index."""
    (terminal.home / "a.md").write_text("# A heading\n", encoding="utf-8")
    ran = terminal.run("build", "a.md", "--index", "index")
    assert (ran.status, ran.out) == (2, "")
    one_sentence(ran.err)


def test_a_small_library_can_be_asked(terminal: Terminal, small_library: tuple[Path, Path]) -> None:
    """What was built answers, in its own words and none of the bundled leaflets', with the warnings for any drug."""
    answer = terminal.run("ask", "--json", "alcohol", "--index", small_library[1]).object
    assert {passage["file"] for passage in answer["passages"]} <= {"first.md", "second.md"}
    assert answer["passages"]
    assert_warned(answer, ANY_DRUG)
    assert_warned(terminal.run("ask", "--json", "hello", "--index", small_library[1]).object, ANY_DRUG)


def test_check_passes_an_index_that_is_up_to_date(terminal: Terminal, small_library: tuple[Path, Path]) -> None:
    """Exit 0 and a line on stdout."""
    ran = terminal.run("build", small_library[0], "--index", small_library[1], "--check")
    assert (ran.status, ran.err) == (0, "")
    assert "up to date" in ran.out


@pytest.mark.parametrize("change", ["edited", "added", "removed"])
def test_check_fails_when_a_leaflet_has_changed(terminal: Terminal, small_copy: tuple[Path, Path], change: str) -> None:
    """Exit 1, and the sentence says what to run."""
    leaflets, index = small_copy
    if change == "edited":
        (leaflets / "first.md").write_text("# First\n\nDo not drink alcohol at all.\n", encoding="utf-8")
    elif change == "added":
        (leaflets / "third.md").write_text("# Third\n\nWear sun cream.\n", encoding="utf-8")
    else:
        (leaflets / "first.md").unlink()
    ran = terminal.run("build", leaflets, "--index", index, "--check")
    assert (ran.status, ran.out) == (1, "")
    assert "edubot build" in one_sentence(ran.err)


def test_check_tells_a_damaged_index(terminal: Terminal, small_copy: tuple[Path, Path]) -> None:
    """Exit 3, and the sentence names the file."""
    leaflets, index = small_copy
    (path,) = index.glob("versions/*/vectors.faiss")
    path.write_bytes(path.read_bytes()[:-1] + b"\x00\x01")
    ran = terminal.run("build", leaflets, "--index", index, "--check")
    assert (ran.status, ran.out) == (3, "")
    assert "vectors.faiss" in one_sentence(ran.err)


def test_check_tells_a_missing_index(terminal: Terminal, small_library: tuple[Path, Path]) -> None:
    """Exit 3, and nothing is built."""
    ran = terminal.run("build", small_library[0], "--index", "nowhere", "--check")
    assert (ran.status, ran.out) == (3, "")
    assert "nowhere" in one_sentence(ran.err)
    assert not (terminal.home / "nowhere").exists()


def test_building_again_means_the_same_leaflets(terminal: Terminal, tmp_path: Path) -> None:
    """An index remembers its library: `build` and `build --check` without a folder never put others in its place."""
    leaflets = tmp_path / "mine"
    leaflets.mkdir()
    (leaflets / "a.md").write_text("# Mine\n\nKeep it dry at all times.\n", encoding="utf-8")
    assert terminal.run("build", leaflets, "--index", "remembered").status == 0
    assert terminal.run("build", "--check", "--index", "remembered").status == 0
    assert "1 leaflet," in terminal.run("build", "--index", "remembered").out
