"""Three leaflets that are built, opened and asked wherever an index is, on a machine that never saw an engine."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from edubot.address import Place
from edubot.assistant import Assistant
from edubot.cli.app import app
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import BuildReport, build_index
from edubot.index.search_index import SearchIndex
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from edubot.retriever import Retriever
from tests.fakes import LetterEncoder
from tests.three_leaflets import laid_out


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that never saw an engine."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Three leaflets that disagree."""
    return laid_out(tmp_path)


def build(shelf: Path, place: Place, keep: int = 5) -> BuildReport:
    """Build the leaflets on a shelf."""
    return build_index(Library.at(shelf, None), place, LetterEncoder(), keep=keep, place=shelf)


def opened(place: Place) -> Assistant:
    """As `Assistant.open` does, with an encoder that can be checked by hand."""
    retriever = Retriever(SearchIndex.open(place, LetterEncoder()))
    return Assistant(retriever, Guardrail.load(), withdrawals=IndexFolder.at(place).withdrawals)


def run(*words: object) -> Any:
    """Run a command; whatever is no exit is a fault of it."""
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def one_sentence(told: str) -> str:
    """What was told, if it is one sentence with its mend."""
    line = told.removeprefix("edubot: ").strip()
    assert "\n" not in line
    assert line.endswith(".")
    assert ": " in line
    return line
