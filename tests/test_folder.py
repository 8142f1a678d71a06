"""A folder, one file, or rows of documents become leaflets; everything else is told, not skipped in silence."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from edubot.errors import BadInput, LeafletUnreadable
from edubot.leaflets.folder import Library
from edubot.leaflets.reading import Reading
from edubot.leaflets.readings import Readings

TEXT = "Title\n\nUse\n\nTake it with food.\n"


def fill(folder: Path, *names: str) -> Path:
    """A folder with files of these names, a different leaflet in each."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{TEXT}\nThis is {name} now.\n", encoding="utf-8")
    return folder


def rows_file(folder: Path, *rows: object) -> Path:
    """A JSON-lines file; words stand as they are, anything else as JSON."""
    path = folder / "rows.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def files(place: Path) -> list[str]:
    """File names of a library's leaflets, in order."""
    return [leaflet.source.file for leaflet in Library.at(place, None)]


def refusal(place: Path) -> BadInput:
    """The error with which a library is refused: it ends with a mend."""
    with pytest.raises(BadInput) as caught:
        list(Library.at(place, None))
    assert caught.value.mend.strip()
    assert str(caught.value).endswith(f": {caught.value.mend}.")
    return caught.value


def test_a_folder_gives_its_leaflets_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Text and Markdown files are read, whatever the case of their ending."""
    fill(tmp_path, "c.txt", "a.md", "d.MD", "b.markdown")
    assert files(tmp_path) == ["a.md", "b.markdown", "c.txt", "d.MD"]
    assert [leaflet.source.id for leaflet in Library.at(tmp_path, None)] == ["a", "b", "c", "d"]


def test_a_library_can_be_read_again(tmp_path: Path) -> None:
    """Each pass reads every leaflet anew and gives the same."""
    library = Library.at(fill(tmp_path, "a.md", "b.md"), None)
    assert list(library) == list(library)


def test_one_file_is_a_library(tmp_path: Path) -> None:
    """A file alone is read, and its neighbours are not."""
    fill(tmp_path, "a.md", "b.md")
    assert files(tmp_path / "b.md") == ["b.md"]


def test_hidden_files_and_folders_inside_are_left_alone(tmp_path: Path) -> None:
    """Only what lies open in the folder itself counts, and neither is told as a fault."""
    fill(tmp_path, "a.md", ".b.md", "inner/c.md", "inner.md/d.md")
    library = Library.at(tmp_path, None)
    assert [leaflet.source.file for leaflet in library] == ["a.md"]
    assert library.faults == []


def test_files_of_other_kinds_are_told(tmp_path: Path) -> None:
    """An educator sees what was not read; curation files belong to their leaflets."""
    fill(tmp_path, "a.md", "b.pages", "README", "c.jpg")
    (tmp_path / "a.toml").write_text("", encoding="utf-8")
    library = Library.at(tmp_path, None, strict=False)
    assert [leaflet.source.file for leaflet in library] == ["a.md"]
    told = [str(fault) for fault in library.faults]
    assert [name in fault for name, fault in zip(["README", "b.pages", "c.jpg"], told, strict=True)] == [True] * 3


def test_a_single_file_has_no_faulty_neighbours(tmp_path: Path) -> None:
    """Neighbours of a file that was named are nobody's business."""
    fill(tmp_path, "a.md", "b.pages")
    assert files(tmp_path / "a.md") == ["a.md"]


@pytest.mark.parametrize("names", [(), (".hidden.md",), ("picture.jpg",), ("inner/a.md",)])
def test_a_folder_without_leaflets_is_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    """Nothing to read is an error that names the folder."""
    error = refusal(fill(tmp_path, *names))
    assert isinstance(error, LeafletUnreadable)
    assert str(tmp_path) in error.problem


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    """A file that was named and cannot be a leaflet is an error that names it."""
    fill(tmp_path, "a.pages")
    assert "a.pages" in refusal(tmp_path / "a.pages").problem


def test_a_place_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    """A missing folder is an error before anything is read."""
    with pytest.raises(LeafletUnreadable, match="nowhere does not exist"):
        Library.at(tmp_path / "nowhere", None)


def test_one_unreadable_leaflet_stops_the_library(tmp_path: Path) -> None:
    """A leaflet that cannot be read is never left out in silence."""
    fill(tmp_path, "a.md", "c.md")
    (tmp_path / "b.md").write_bytes(b"caf\0")
    assert "b.md" in refusal(tmp_path).problem


def test_two_leaflets_of_one_id_are_refused(tmp_path: Path) -> None:
    """Both files are named, whether the id is the stem or curated."""
    assert "a.md and a.txt" in refusal(fill(tmp_path, "a.md", "a.txt")).problem
    (tmp_path / "a.txt").unlink()
    fill(tmp_path, "b.md")
    (tmp_path / "b.toml").write_text('id = "a"', encoding="utf-8")
    error = refusal(tmp_path)
    assert "'a'" in error.problem
    assert "a.md and b.md" in error.problem


def test_rows_are_documents(tmp_path: Path) -> None:
    """Each row is one leaflet with its own id, title and hash; empty lines are nothing."""
    path = rows_file(tmp_path, {"id": "r1", "title": "One", "text": TEXT}, "", {"id": "r2", "text": "Two is here."}, "")
    first, second = Library.at(path, None)
    assert (first.source.id, first.source.title, first.source.file, first.text) == ("r1", "One", "rows.jsonl", TEXT)
    assert first.source.sha256 == first.source.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (second.source.id, second.text) == ("r2", "Two is here.")


def test_general_rules_hold_for_rows(tmp_path: Path) -> None:
    """A row's boilerplate is kept back like a file's."""
    path = rows_file(tmp_path, {"id": "r1", "text": f"{TEXT}\nLeave a Reply"})
    (leaflet,) = Library.at(path, None)
    assert [mark.span.of(leaflet.text) for mark in leaflet.quarantined] == ["Leave a Reply"]


@pytest.mark.parametrize(
    "row",
    [
        "{not json",
        "[1, 2]",
        "7",
        "null",
        {"id": "r2"},
        {"text": "Two."},
        {"id": 2, "text": "Two."},
        {"id": "r2", "text": None},
        {"id": "r2", "text": ["Two."]},
        {"id": "r2", "title": 2, "text": "Two."},
    ],
    ids=str,
)
def test_a_bad_row_names_its_line(tmp_path: Path, row: object) -> None:
    """The line is counted from one, empty lines included."""
    path = rows_file(tmp_path, {"id": "r1", "text": "One."}, "", row, {"id": "r4", "text": "Four."})
    assert f"{path}, line 3" in refusal(path).problem


def test_two_rows_of_one_id_are_refused(tmp_path: Path) -> None:
    """An id names one document."""
    path = rows_file(tmp_path, {"id": "r1", "text": "One."}, {"id": "r1", "text": "Two."})
    assert "'r1'" in refusal(path).problem


# ---- texts that are kept between two readings ----


def test_a_file_is_opened_once_while_it_stays_the_same() -> None:
    """The second reading takes the text that the first one got, and no more of them are kept than is allowed."""
    read: list[str] = []

    def reader(key: str) -> Callable[[], Reading]:
        return lambda: read.append(key) or Reading(key * 4)  # type: ignore[func-returns-value]

    readings = Readings(most=8)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert readings.get(key, reader(key)).text == key * 4
    assert read == ["a", "b", "c", "b"]


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    """Its bytes tell, whatever its name and date say."""
    path = fill(tmp_path, "a.md") / "a.md"
    library = Library.at(path, None)
    (first,) = library
    path.write_text("Take it with milk.", encoding="utf-8")
    (second,) = library
    assert (first.text == second.text, second.text) == (False, "Take it with milk.")
