"""Remarks are taken until there is no room: strangers fill no disk, and each is told why theirs is not taken."""

import inspect
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from edubot.errors import BadInput
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Hit
from edubot.remarks import LONGEST_REMARK, MOST_BYTES, MOST_OF_A_VISITOR, Remark, add_remark
from edubot.tui.app import EdubotApp
from edubot.tui.remark_screen import KEPT, RemarkScreen
from tests.chats import chat_app, opened, until
from tests.scripted import FOUND, scripted


class Served(EdubotApp):
    """As a visitor of `edubot serve` has it."""

    CSS_PATH = inspect.getfile(EdubotApp).removesuffix("app.py") + "edubot.tcss"

    @property
    def is_web(self) -> bool:
        """In a browser."""
        return True


async def _noted(pilot: Pilot[None], file: Path, noted: list[Hit]) -> list[str]:
    """What is told when a remark is sent."""
    screen = RemarkScreen(Guardrail.load(), FOUND[0], file, noted)
    await pilot.app.push_screen(screen)
    pilot.app.clear_notifications()
    screen.query_one("#remark", Input).value = "I do not understand"
    await pilot.press("enter")
    await until(pilot, lambda: bool(pilot.app._notifications))
    told = [str(notice.message) for notice in pilot.app._notifications]
    if pilot.app.screen is screen:
        await pilot.press("escape")
    return told


async def test_a_visitor_leaves_so_many_remarks_and_no_more(guardrail: Guardrail, tmp_path: Path) -> None:
    """The last one is refused in a sentence; who sits at the machine itself is not counted."""
    file, noted = tmp_path / "remarks.txt", [FOUND[0]] * (MOST_OF_A_VISITOR - 1)
    async with Served(guardrail, lambda: scripted(guardrail)).run_test(notifications=True) as pilot:
        await opened(pilot)
        assert await _noted(pilot, file, noted) == ["Noted."]
        (told,) = await _noted(pilot, file, noted)
        assert told == "No more than 10 remarks are taken in one sitting. Please tell the staff the rest."
    assert file.read_text(encoding="utf-8").count("Remark: ") == 1
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        assert await _noted(pilot, file, noted) == [f"Noted in {file}."]


async def test_a_full_file_takes_no_more(guardrail: Guardrail, tmp_path: Path) -> None:
    """A visitor learns nothing of the machine; its own person learns which file, and keeps the words."""
    file = tmp_path / "remarks.txt"
    file.write_bytes(b"x" * (MOST_BYTES - 10))
    async with Served(guardrail, lambda: scripted(guardrail)).run_test(notifications=True) as pilot:
        await opened(pilot)
        assert await _noted(pilot, file, []) == ["There is no room for more remarks. Please tell the staff."]
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        (told,) = await _noted(pilot, file, [])
        assert told.startswith(f"{file} is full (1 MB of remarks): hand it to your educator")
        assert told.endswith(KEPT)
    assert file.stat().st_size == MOST_BYTES - 10


def test_a_remark_is_a_remark_and_no_book(tmp_path: Path) -> None:
    """Its words are cut; a file with room for it takes it."""
    file = tmp_path / "remarks.txt"
    add_remark(file, Remark(FOUND[0].passage, "x" * (LONGEST_REMARK + 5)))
    assert f"Remark: {'x' * LONGEST_REMARK}\n" in file.read_text(encoding="utf-8")
    file.write_bytes(b"x" * MOST_BYTES)
    with pytest.raises(BadInput, match="is full"):
        add_remark(file, Remark(FOUND[0].passage, ""))
