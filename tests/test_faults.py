"""What an educator's folder may hold that is no leaflet: a table of faults, each one clear sentence."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from edubot.checking.check import check
from edubot.checking.finding import Kind
from edubot.errors import BadInput, EdubotError
from edubot.index.build import build_index
from edubot.leaflets.decode import LARGEST_FILE
from edubot.leaflets.folder import Library
from tests import papers
from tests.conftest import REPOSITORY
from tests.fakes import LetterEncoder

GOOD = "# Good leaflet\n\nTake it with food.\n"
Make = Callable[[Path], object]
SIZE = 200 * 1024 * 1024


def _bytes(name: str, raw: bytes) -> Make:
    def make(folder: Path) -> None:
        (folder / name).write_bytes(raw)

    return make


def _sparse(name: str) -> Make:
    def make(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.truncate(SIZE)

    return make


def _link_out(folder: Path) -> None:
    outside = folder.parent / "outside.md"
    outside.write_text("# Secret\n\nNobody's business.\n", encoding="utf-8")
    (folder / "link.md").symlink_to(outside)


def _link_nowhere(folder: Path) -> None:
    (folder / "link.md").symlink_to(folder / "gone.md")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")


def _same_id(folder: Path) -> None:
    (folder / "good.txt").write_text("Take it with milk.", encoding="utf-8")


def _bad_curation(folder: Path) -> None:
    (folder / "other.md").write_text(GOOD, encoding="utf-8")
    (folder / "other.toml").write_text('nonsense = "x"', encoding="utf-8")


def _half_a_pdf(folder: Path) -> None:
    raw = papers.with_fpdf(folder / "leaf.pdf").read_bytes()
    (folder / "leaf.pdf").write_bytes(raw[: len(raw) // 2])


def _half_a_word_file(folder: Path) -> None:
    raw = papers.with_word(folder / "leaf.docx").read_bytes()
    (folder / "leaf.docx").write_bytes(raw[: len(raw) // 2])


def _no_document(folder: Path) -> None:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
    papers.archive(folder / "leaf.docx", **{"[Content_Types].xml": types})


def _odd_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/a\xffb.md")).write_text("Words.", encoding="utf-8")


FAULTS = {
    "an empty file": (_bytes("leaf.md", b""), "leaf.md is empty"),
    "white space alone": (_bytes("leaf.txt", b" \r\n\t"), "leaf.txt is empty"),
    "no words": (_bytes("leaf.md", b"---\n***\n"), "leaf.md has no words in it"),
    "a file of 200 MB": (_sparse("leaf.md"), "leaf.md is over 50 MB"),
    "NUL bytes": (_bytes("leaf.txt", b"Take it\0with food."), "leaf.txt is a binary file"),
    "an unknown ending": (_bytes("leaf.xyz", b"Words."), "leaf.xyz is of no kind that edubot reads"),
    "no ending": (_bytes("README", b"Words."), "README is of no kind that edubot reads"),
    "a picture": (_bytes("leaf.jpg", b"\xff\xd8\xff"), "leaf.jpg is of no kind that edubot reads"),
    "Word's old form": (_bytes("leaf.doc", b"\xd0\xcf\x11\xe0"), "save it as .docx"),
    "rows among leaflets": (_bytes("rows.jsonl", b"{}"), "give edubot build that file by its own name"),
    "a scan without text": (lambda folder: papers.scanned(folder / "leaf.pdf"), "holds pictures of pages and no text"),
    "a PDF with a password": (lambda folder: papers.locked(folder / "leaf.pdf", "secret"), "locked with a password"),
    "half a PDF": (_half_a_pdf, "leaf.pdf is a PDF that breaks off"),
    "a PDF that unpacks to 100 MB": (lambda folder: papers.bomb(folder / "leaf.pdf"), "unpacks to far more"),
    "a PDF without pages": (_bytes("leaf.pdf", b"%PDF-1.4\nstartxref\n0\n%%EOF"), "leaf.pdf is a damaged PDF"),
    "words named PDF": (_bytes("leaf.pdf", b"Take it with food."), "leaf.pdf is no PDF"),
    "a PDF named text": (lambda folder: papers.with_fpdf(folder / "leaf.txt"), "leaf.txt is"),
    "a Word file that is none": (_bytes("leaf.docx", b"Take it with food."), "leaf.docx is no Word file"),
    "a Word file with a password": (_bytes("leaf.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "locked with a password"),
    "an archive named Word": (lambda folder: papers.archive(folder / "leaf.docx", a=b"x"), "an archive without a Word"),
    "a Word file without a document": (_no_document, "leaf.docx is a damaged Word file"),
    "half a Word file": (_half_a_word_file, "leaf.docx is a damaged Word file"),
    "a Word file that unpacks to 60 MB": (lambda folder: papers.word_bomb(folder / "leaf.docx"), "unpacks to far more"),
    "a Word file without words": (lambda folder: docx.Document().save(str(folder / "leaf.docx")), "has no words in it"),
    "a web page without a main text": (_bytes("leaf.html", b"<nav><a href='/'>Start</a></nav>"), "without a main text"),
    "a web page with nothing in it": (_bytes("leaf.htm", b"<!-- -->"), "leaf.htm cannot be read as a web page"),
    "a picture named as a page": (_bytes("leaf.html", b"\x89PNG\r\n\0\0"), "leaf.html is a binary file"),
    "a link out of the folder": (_link_out, "link.md is a link that leads out of the folder"),
    "a link to nothing": (_link_nowhere, "link.md is a link that leads nowhere"),
    "a pipe": (_pipe, "pipe.txt is no file but a pipe or a device"),
    "a name that commands the terminal": (_bytes("a\x1b[2Jb.md", b"Words."), r"'a\x1b[2Jb.md'"),
    "a name of two lines": (_bytes("a\nb.md", b"Words."), r"'a\nb.md'"),
    "a name that is no text": (_odd_name, r"'a\udcffb.md'"),
    "two files of one id": (_same_id, "good.md and good.txt have the same id, 'good'"),
    "a curation with an unknown key": (_bad_curation, "nonsense"),
}
"""What lies in the folder beside a good leaflet, and some words of the sentence that tells it."""
STRAYS = {
    "a curation without its leaflet": (
        _bytes("leaf.toml", b'title = "x"'),
        "leaf.toml stands beside no leaflet: give it the leaflet's name again, or take it out of the folder",
    ),
    "a curation that is not read": (_bytes("good.Toml", b'title = "x"'), "write the ending as .toml"),
    "a curation that is a link to nothing": (
        lambda folder: (folder / "good.toml").symlink_to(folder / "gone.toml"),
        "good.toml is a link that leads nowhere",
    ),
    "a folder named as a curation": (
        lambda folder: (folder / "good.toml").mkdir(),
        "good.toml is a folder and no file",
    ),
}
"""Curations that are lost to their leaflets, and some words of the sentence that tells each."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good leaflet."""
    place = tmp_path / "leaflets"
    place.mkdir()
    (place / "good.md").write_text(GOOD, encoding="utf-8")
    return place


def sentence(fault: EdubotError) -> str:
    """What is told: one line that can be printed anywhere, and ends in a mend."""
    told = str(fault)
    assert told.endswith(f": {fault.mend}.")
    assert fault.mend.strip()
    assert told.isprintable()
    told.encode()
    return told


@pytest.mark.parametrize(("make", "says"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_and_the_rest_is_read(folder: Path, make: Make, says: str) -> None:
    """The good leaflet is read, the fault is one sentence, and a second reading says the same."""
    make(folder)
    library = Library.at(folder, None, strict=False)
    for _ in range(2):
        assert [leaflet.source.id for leaflet in library] == ["good"]
        (fault,) = library.faults
        assert says in sentence(fault)


@pytest.mark.parametrize(("make", "says"), FAULTS.values(), ids=FAULTS)
def test_a_strict_library_stops_at_a_fault(folder: Path, make: Make, says: str) -> None:
    """The same sentence, as an error."""
    make(folder)
    with pytest.raises(BadInput) as caught:
        list(Library.at(folder, None))
    assert says in sentence(caught.value)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(("make", "says"), STRAYS.values(), ids=STRAYS)
def test_a_curation_lost_to_its_leaflet_stops_every_build(folder: Path, make: Make, says: str, strict: bool) -> None:
    """No leaflet goes out without what its curation keeps back: the index before stays in use."""
    root = folder.parent / "index"
    build_index(Library.at(folder, None), root, LetterEncoder())
    version = (root / "current").read_bytes()
    (folder / "good.md").write_text(f"{GOOD}\nBuy it here.\n", encoding="utf-8")
    make(folder)
    with pytest.raises(BadInput) as caught:
        build_index(Library.at(folder, None, strict=strict), root, LetterEncoder())
    assert says in sentence(caught.value)
    assert caught.value.exit_status == 2
    assert (root / "current").read_bytes() == version


@pytest.mark.parametrize(("make", "says"), STRAYS.values(), ids=STRAYS)
def test_a_check_reports_the_rest_beside_a_lost_curation(folder: Path, make: Make, says: str) -> None:
    """It publishes nothing, so it can say all that must be mended in one go."""
    make(folder)
    library = Library.at(folder, None, strict=False, stops_at_strays=False)
    assert [leaflet.source.id for leaflet in library] == ["good"]
    (fault,) = library.faults
    assert says in sentence(fault)


def test_one_file_that_is_named_is_not_read_without_its_curation(folder: Path) -> None:
    """Another leaflet's is nobody's business then; its own is, whatever came of it."""
    (folder / "leaf.toml").write_text('title = "x"', encoding="utf-8")
    assert len(list(Library.at(folder / "good.md", None, strict=False))) == 1
    (folder / "good.Toml").write_text('title = "x"', encoding="utf-8")
    with pytest.raises(BadInput, match="is not read, for its ending"):
        list(Library.at(folder / "good.md", None, strict=False))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(folder: Path) -> None:
    """Rights that are missing are named."""
    (folder / "leaf.md").write_text(GOOD, encoding="utf-8")
    (folder / "leaf.md").chmod(0)
    library = Library.at(folder, None, strict=False)
    assert len(list(library)) == 1
    assert "Permission denied" in sentence(library.faults[0])


def test_a_leaflet_whose_curation_is_broken_is_not_read_without_it(folder: Path) -> None:
    """What the curation would have hidden is never shown for a slip in it."""
    _bad_curation(folder)
    assert "other" not in {leaflet.source.id for leaflet in Library.at(folder, None, strict=False)}


@pytest.mark.parametrize("large", [SIZE, LARGEST_FILE + 1])
def test_a_large_file_is_refused_before_it_is_read(folder: Path, large: int) -> None:
    """By its size alone: what is in it is not looked at."""
    with (folder / "large.md").open("wb") as file:
        file.truncate(large)
    library = Library.at(folder, None, strict=False)
    assert len(list(library)) == 1
    assert "over 50 MB" in sentence(library.faults[0])


def test_nothing_that_can_be_read_is_an_error_that_names_the_first(folder: Path) -> None:
    """Also where faults may be left out: an index of nothing is never built, and the old one stays in use."""
    root = folder.parent / "index"
    build_index(Library.at(folder, None, strict=False), root, LetterEncoder())
    version = (root / "current").read_bytes()
    (folder / "good.md").write_bytes(b"")
    (folder / "other.pages").write_bytes(b"Words.")
    with pytest.raises(BadInput) as caught:
        build_index(Library.at(folder, None, strict=False), root, LetterEncoder())
    assert "None of 2" in sentence(caught.value)
    assert "good.md is empty" in sentence(caught.value)
    assert (root / "current").read_bytes() == version


def test_an_index_holds_what_could_be_read(folder: Path) -> None:
    """Building goes on with the rest."""
    (folder / "other.md").write_bytes(b"")
    report = build_index(Library.at(folder, None, strict=False), folder.parent / "index", LetterEncoder())
    assert (report.leaflets, report.passages) == (1, 1)


def test_a_check_tells_what_was_mended(folder: Path) -> None:
    """Educators see it before they publish, also where nobody watched the build."""
    (folder / "windows.txt").write_bytes(b"Don\x92t take two.")
    report = check(Library.at(folder, None), str(folder))
    (found,) = (found for found in report.findings if found.kind is Kind.REPAIRED)
    assert (found.leaflet, found.told) == ("windows", "windows.txt was read as Windows-1252")


BAD_ROWS = [b"{not json", b'{"id":"b"}', b'{"id":"b","text":"caf\xe9"}', b'{"id":"a","text":"Two."}', b"[]"]


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_bad_row_is_told_by_its_line_and_the_rest_is_read(tmp_path: Path, row: bytes) -> None:
    """Rows before and after it are leaflets; strictly, it stops the reading."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"id":"a","text":"One."}\n' + row + b'\n\n{"id":"d","text":"Four."}\n')
    library = Library.at(path, None, strict=False)
    assert [leaflet.source.id for leaflet in library] == ["a", "d"]
    (fault,) = library.faults
    assert f"{path}, line 2" in sentence(fault)
    with pytest.raises(BadInput, match="line 2"):
        list(Library.at(path, None))


def test_a_row_that_is_left_out_does_not_take_an_id(tmp_path: Path) -> None:
    """A later row may have the id that a bad one meant to have."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"id":"a","text":" "}\n{"id":"a","text":"One."}\n')
    library = Library.at(path, None, strict=False)
    assert [leaflet.text for leaflet in library] == ["One."]
    assert len(library.faults) == 1


def test_rows_that_end_too_soon_stop_the_reading(tmp_path: Path) -> None:
    """What a cut file has lost nobody can tell, so nothing of it is used."""
    path = tmp_path / "rows.jsonl.gz"
    rows = "\n".join(json.dumps({"id": str(number), "text": f"Take {number}."}) for number in range(2000))
    path.write_bytes(gzip.compress(rows.encode())[:-20])
    with pytest.raises(BadInput, match="cannot be read"):
        list(Library.at(path, None, strict=False))


def _edubot(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "edubot", *map(str, arguments)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def test_the_educator_chooses_whether_a_build_stops(folder: Path) -> None:
    """Left out and told with status 0; with --strict nothing is built and the status is 2; never a traceback."""
    (folder / "empty.md").write_bytes(b"")
    (folder / "odd\x1b[2J.md").write_bytes(b"Words.")
    (folder / "windows.txt").write_bytes(b"Don\x92t take two.")
    index = folder.parent / "index"
    strict = _edubot("build", folder, "--index", index, "--strict")
    assert (strict.returncode, index.joinpath("current").exists()) == (2, False)
    assert strict.stderr.count("\n") == 1
    assert "empty.md is empty" in strict.stderr
    built = _edubot("build", folder, "--index", index)
    assert built.returncode == 0, built.stderr
    told = [line for line in built.stderr.splitlines() if line.startswith("edubot: Left out: ")]
    assert ["empty.md" in told[0], r"odd\x1b[2J.md" in told[1]] == [True, True]
    assert "\x1b" not in built.stderr
    assert "edubot: windows.txt was read as Windows-1252.\n" in built.stderr
    assert "2 leaflets, 2 passages" in built.stdout
