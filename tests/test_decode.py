"""Which bytes become a leaflet's text, and with which words the others are refused."""

import codecs
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.errors import LeafletUnreadable
from edubot.leaflets.decode import LARGEST_FILE, decode, read_bytes
from edubot.leaflets.folder import Library
from edubot.leaflets.guess import decoded
from edubot.leaflets.read import read_leaflet
from edubot.settings import bundled_corpus, bundled_originals

WORDS = "Café au lait\n\nTake it with food – daily.\n"
SPARSE_OVERRUN = LARGEST_FILE + 1


def file_of(folder: Path, raw: bytes) -> Path:
    """A leaflet file of these bytes."""
    path = folder / "leaflet.md"
    path.write_bytes(raw)
    return path


def refusal(path: Path) -> LeafletUnreadable:
    """The error with which a file is refused: it names the file and ends with a mend."""
    with pytest.raises(LeafletUnreadable) as caught:
        read_leaflet(path, {})
    error = caught.value
    assert path.name in error.problem
    assert error.mend.strip()
    assert str(error).endswith(f": {error.mend}.")
    return error


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(WORDS.encode(), id="plain"),
        pytest.param(codecs.BOM_UTF8 + WORDS.encode(), id="utf-8 with its mark"),
        pytest.param(codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), id="utf-16, little end first"),
        pytest.param(codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), id="utf-16, big end first"),
        pytest.param(WORDS.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(WORDS.replace("\n", "\r").encode(), id="CR"),
        pytest.param(codecs.BOM_UTF8 + WORDS.replace("\n", "\r\n").encode(), id="mark and CRLF"),
        pytest.param(codecs.BOM_UTF16_LE + WORDS.replace("\n", "\r\n").encode("utf-16-le"), id="utf-16 and CRLF"),
        pytest.param(WORDS.encode("utf-16-le"), id="utf-16 without its mark, little end first"),
        pytest.param(WORDS.encode("utf-16-be"), id="utf-16 without its mark, big end first"),
        pytest.param(WORDS.encode("utf-32"), id="utf-32 with its mark"),
        pytest.param(WORDS.encode("utf-32-be"), id="utf-32 without its mark"),
        pytest.param(WORDS.encode("cp1252"), id="windows-1252"),
        pytest.param(WORDS.replace("\n", "\r\n").encode("mac_roman"), id="mac roman and CRLF"),
    ],
)
def test_encodings_and_line_ends_come_to_one_text(tmp_path: Path, raw: bytes) -> None:
    """However a file is saved, its text has no byte-order mark and ends its lines with one newline."""
    leaflet = read_leaflet(file_of(tmp_path, raw), {})
    assert leaflet.text == WORDS
    assert leaflet.source.sha256 == hashlib.sha256(raw).hexdigest()
    assert leaflet.source.text_sha256 == hashlib.sha256(WORDS.encode()).hexdigest()


def test_mixed_line_ends_keep_their_number_of_lines() -> None:
    """CRLF is one line end, a lone CR is one, and a CR before a CRLF is its own."""
    assert decode(b"a\r\nb\rc\nd\r\r\ne", "x") == "a\nb\nc\nd\n\ne"


def test_nothing_else_is_changed_in_clean_text() -> None:
    """Tabs, spaces at line ends, form feeds, no-break spaces and split accents stay."""
    text = "\ta  \n\x0c\u00a0e\u0301\u2028b\ufeffc\n\n\n"
    assert decode(text.encode(), "x") == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")))
def test_clean_utf8_is_its_own_text(text: str) -> None:
    """UTF-8 without carriage returns comes out to the character, so offsets count in the file itself."""
    assert decode(text.encode(), "x") == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_a_text_has_no_carriage_return(text: str) -> None:
    """Any mixture of line ends, in any encoding with a mark, gives the same text."""
    plain = decode(text.encode(), "x")
    assert "\r" not in plain
    assert plain.splitlines() == text.splitlines()
    assert decode(text.encode("utf-8-sig"), "x") == plain
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "x") == plain


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b" \r\n\t\n", "empty", id="white space"),
        pytest.param(codecs.BOM_UTF8, "no words", id="a mark alone"),
        pytest.param(b"---\n\n***\n", "no words", id="rules alone"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", id="a picture"),
        pytest.param(bytes(range(1, 256)) * 9, "binary", id="every byte"),
        pytest.param(b"PK\x03\x04\x14\0\0\0 words", "binary", id="an archive"),
        pytest.param(b"words\0and words", "binary", id="words with a NUL"),
        pytest.param(codecs.BOM_UTF16_LE + b"w\0o", "not UTF-16-LE text (byte 2)", id="utf-16 cut short"),
        pytest.param(codecs.BOM_UTF16_BE + b"\xd8\0\0a", "not UTF-16-BE text (byte 0)", id="half a surrogate pair"),
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, raw: bytes, says: str) -> None:
    """What holds no text is refused, told by its kind and by the first byte that is wrong."""
    assert says in refusal(file_of(tmp_path, raw)).problem


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A name that is nowhere is told as such."""
    assert "No such file" in refusal(tmp_path / "nowhere.md").problem


def test_a_folder_is_no_leaflet(tmp_path: Path) -> None:
    """A folder with a leaflet's name is refused like any file that cannot be read."""
    folder = tmp_path / "folder.md"
    folder.mkdir()
    assert "cannot be read" in refusal(folder).problem


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """One byte over the limit is refused; the limit itself is not."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(SPARSE_OVERRUN)
    assert "over 50 MB" in refusal(path).problem
    with path.open("r+b") as file:
        file.truncate(LARGEST_FILE)
    assert len(read_bytes(path)) == LARGEST_FILE


# ---- what was guessed or mended ----

WESTERN = "Don’t take “two” – it’s naïve; keep it under 25 °C.\n"


@pytest.mark.parametrize(
    ("raw", "text", "told"),
    [
        (WESTERN.encode("cp1252"), WESTERN, "was read as Windows-1252"),
        (WESTERN.encode("mac_roman"), WESTERN, "was read as Mac Roman"),
        (
            "Take a light café crème, kept at 25 °C.\n".encode("cp850"),
            "Take a light café crème, kept at 25 °C.\n",
            "was read as DOS code page 850",
        ),
        ("Не принимайте во время беременности.\n".encode("cp1251"), "Не принимайте во время беременности.\n", "CP1251"),
        (WESTERN.encode("utf-16-le"), WESTERN, "was read as UTF-16-LE"),
        ("Clean.\nIt donâ€™t hurt.\n".encode(), "Clean.\nIt don’t hurt.\n", "on 1 line, such as “donâ€™t” to “don’t”"),
        ("Lost \ufffd here.\n".encode(), "Lost \ufffd here.\n", "has 1 letter lost"),
    ],
    ids=["windows", "mac", "dos", "cyrillic", "wide", "mojibake", "lost letters"],
)
def test_every_repair_is_recorded(tmp_path: Path, raw: bytes, text: str, told: str) -> None:
    """The text comes out right, and the leaflet says what was done to get it."""
    leaflet = read_leaflet(file_of(tmp_path, raw), {})
    assert leaflet.text == text
    (repair,) = leaflet.repairs
    assert told in repair
    assert leaflet.source.text_sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "text", [WORDS, WESTERN, "Ärzte raten: naïve Façade, Œuvre, 5 €.\n", "Ångström\n", "Не сейчас.\n"]
)
def test_a_clean_file_is_not_mended(tmp_path: Path, text: str) -> None:
    """What is UTF-8 and reads well stays as it is, to the character."""
    leaflet = read_leaflet(file_of(tmp_path, text.encode()), {})
    assert (leaflet.text, leaflet.repairs) == (text, ())


def test_the_bundled_leaflets_need_no_repair() -> None:
    """Their text is the file's."""
    for leaflet in Library.at(bundled_corpus(), bundled_originals()):
        assert leaflet.repairs == ()
        assert leaflet.text == (bundled_corpus() / leaflet.source.file).read_text(encoding="utf-8")


def test_a_file_that_contradicts_its_own_mark_is_refused() -> None:
    """A mark is no guess: bytes that do not follow it are damaged."""
    with pytest.raises(LeafletUnreadable, match="byte 2"):
        decoded(codecs.BOM_UTF8 + b"ab\xff", "x")
