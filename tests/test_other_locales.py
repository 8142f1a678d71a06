"""What machines read says the same whatever the locale: JSON, and a leaflet's text to the character."""

import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edubot.cli.output import is_printable, print_json
from edubot.index.build import build_index
from edubot.leaflets.folder import Library
from tests.commands import Terminal
from tests.fakes import LetterEncoder

TEXT = "# Wärme ≥ 5 °C\n\nKeep the “capsules” at ≥ 5 °C, not over 25 °C – 痤疮 🌡.\n"
CRY = "I want to die, “naïve” ≥ 痤 🙂"
OLD_LOCALES = {
    "ascii stream": {"PYTHONIOENCODING": "ascii"},
    "cp1252 stream": {"PYTHONIOENCODING": "cp1252"},
    "strict latin-1 stream": {"PYTHONIOENCODING": "latin-1:strict"},
    "C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
LOCALES: Mapping[str, Mapping[str, str]] = {"utf-8": {}, **OLD_LOCALES}


@pytest.fixture(params=OLD_LOCALES)
def old_locale(request: pytest.FixtureRequest) -> dict[str, str]:
    """Variables that leave the command with few characters."""
    return OLD_LOCALES[request.param]


@pytest.fixture
def shelf(tmp_path: Path) -> Terminal:
    """A terminal in whose home one leaflet and its index lie."""
    (tmp_path / "leaflets").mkdir()
    (tmp_path / "leaflets" / "heat.md").write_text(TEXT, encoding="utf-8")
    build_index(Library.at(tmp_path / "leaflets", None), tmp_path / "index", LetterEncoder())
    return Terminal(tmp_path, tmp_path / "index")


def _bytes(shelf: Terminal, args: Sequence[str], locale: Mapping[str, str], stdin: str = "") -> bytes:
    """What a command prints, to the byte."""
    return shelf.run(*args, stdin=stdin, EDUBOT_INDEX=str(shelf.index), **locale).raw


@pytest.mark.parametrize("locale", LOCALES)
def test_a_leaflets_text_is_printed_to_the_character(shelf: Terminal, locale: str) -> None:
    """In UTF-8, as the file is."""
    assert _bytes(shelf, ["index", "text", "heat"], LOCALES[locale]) == TEXT.encode()


@pytest.mark.parametrize(
    ("args", "stdin"),
    [
        (["ask", "--json", CRY], ""),
        (["ask", "--json", "--country", "Atlantis", CRY], ""),
        (["ask", "--json", "--no-such-option", CRY], ""),
        (["ask", "--json"], CRY),
        (["ask", "--batch", "-"], json.dumps({"id": "≥", "text": CRY}) + '\n{"id": "♥"}\n'),
        (["index", "show", "--json"], ""),
        (["index", "withdrawn", "--json"], ""),
        (["check", "leaflets", "--json"], ""),
    ],
    ids=["question", "country", "usage", "stdin", "batch", "show", "withdrawn", "check"],
)
def test_json_says_the_same_in_any_locale(
    shelf: Terminal, old_locale: dict[str, str], args: list[str], stdin: str
) -> None:
    """Whoever reads it as UTF-8, or as ASCII, reads what a UTF-8 terminal would have been given."""
    if "withdrawn" in args:
        shelf.run("index", "withdraw", "heat", "--why", "≥ 痤", "--index", shelf.index)
    meant = _bytes(shelf, args, {}, stdin)
    assert not meant.isascii()
    told = _bytes(shelf, args, old_locale, stdin)
    assert told.isascii()
    assert list(map(json.loads, told.splitlines())) == list(map(json.loads, meant.splitlines()))


def test_plain_words_are_for_people_and_lose_only_what_cannot_be_shown(
    shelf: Terminal, old_locale: dict[str, str]
) -> None:
    """The card and the warnings are plain letters, and the command ends as it would have."""
    told = _bytes(shelf, ["ask", CRY], old_locale)
    assert b"988" in told
    assert b"never take isotretinoin" in told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.dictionaries(st.text(), st.text(st.characters()) | st.integers() | st.none()))
@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "ascii", "cp1252", "utf-16", "shift_jis"])
def test_what_is_printed_as_json_comes_back(
    monkeypatch: pytest.MonkeyPatch, encoding: str, value: dict[str, object]
) -> None:
    """Half of a surrogate pair too; in UTF-8 letters are letters."""
    held = io.BytesIO()
    stream = io.TextIOWrapper(held, encoding=encoding, errors="replace", newline="\n")
    with monkeypatch.context() as swapped:
        swapped.setattr(sys, "stdout", stream)
        print_json(value, flush=True)
    line = held.getvalue().decode(encoding)
    assert line.count("\n") == 1
    assert json.loads(line) == value
    plain = json.dumps(value, ensure_ascii=False)
    if encoding in ("utf-8", "UTF8") and is_printable(plain):
        assert line == f"{plain}\n"
