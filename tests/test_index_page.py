"""The page on the index folder shows what the program prints, command by command."""

import re
from pathlib import Path

import pytest

from edubot.index.history import versions
from edubot.index.layout import KEPT
from edubot.index.versions import IndexFolder
from tests.conftest import REPOSITORY
from tests.transcripts import filled, settled

PAGE = REPOSITORY / "docs" / "index-folder.md"


def test_the_page_shows_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command is run in its order, in a folder of its own, over the index that the page names."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDUBOT_INDEX", "index")
    monkeypatch.setenv("TZ", "UTC")
    page = PAGE.read_text(encoding="utf-8")
    assert settled(filled(page)).splitlines() == settled(page).splitlines()
    held = {path.name for path in (tmp_path / "index").iterdir()} - {".lock", ".withdrawn.lock"}
    drawn = re.findall(r"^      (\S+?)/?(?: |$)", page.split("```")[1], re.MULTILINE)
    assert {name.split("/")[0] for name in drawn} == held | {"withdrawn.json"}
    assert f"{KEPT} versions" in page
    assert len(versions(IndexFolder(tmp_path / "index"))) <= KEPT
