"""Pictures of every screen, held against committed ones."""

import threading
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from edubot.guardrail.guardrail import Guardrail
from edubot.tui.passage_card import PassageCard
from edubot.tui.save_screen import SaveScreen
from tests.fakes import ScriptedAssistant
from tests.test_chat import (
    ALCOHOL,
    CRISIS,
    PATIENCE,
    ask,
    chat_app,
    opened,
    scripted,
    shown,
    unavailable,
    until,
    value,
    words,
)

Compare = Callable[..., bool]
Drive = Callable[[Pilot[None]], Awaitable[None]]
each_size = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")


STILL = 5
"""Turns of the loop over which a picture must stay the same."""


def _still(drive: Drive) -> Drive:
    """Drive, then hold the cursor still and wait until nothing moves: a picture must not depend on when it is taken."""

    async def driven(pilot: Pilot[None]) -> None:
        await drive(pilot)
        for box in pilot.app.screen.query(Input):
            box.cursor_blink = False
        pictures: list[str] = []
        for _ in range(PATIENCE):
            await pilot.pause()
            pictures = [*pictures, shown(pilot)][-STILL:]
            if len(pictures) == STILL and len(set(pictures)) == 1:
                return
        raise AssertionError("the screen never came to rest")

    return driven


async def _asked(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await ask(pilot, "hello")
    await ask(pilot, ALCOHOL)


async def _first_asked(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await ask(pilot, ALCOHOL)


async def _asked_in_vain(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await ask(pilot, "Can I fly a kite?")


async def _refused(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "run edubot build" in words(shown(pilot)))
    await ask(pilot, ALCOHOL)


async def _in_danger(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await ask(pilot, "hello")
    await ask(pilot, CRISIS)


async def _in_danger_unfolded(pilot: Pilot[None]) -> None:
    await _in_danger(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: bool(pilot.app.screen.query(PassageCard)))


async def _helped(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await pilot.press("f1")


async def _warned(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await pilot.press("f2")


async def _saving(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await ask(pilot, ALCOHOL)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))
    pilot.app.screen.query_one("#place", Input).value = "/home/you/edubot-2026-11-23-090000.md"


STATES: dict[str, Drive] = {
    "welcome": opened,
    "answer": _asked,
    "first-answer": _first_asked,
    "no-answer": _asked_in_vain,
    "crisis": _in_danger,
    "crisis-unfolded": _in_danger_unfolded,
    "help": _helped,
    "full-warnings": _warned,
    "save": _saving,
}


@each_size
@pytest.mark.parametrize("state", STATES)
def test_screen(snap_compare: Compare, guardrail: Guardrail, state: str, size: tuple[int, int]) -> None:
    """What a person sees in each state."""
    assert snap_compare(chat_app(guardrail), run_before=_still(STATES[state]), terminal_size=size)


@each_size
def test_screen_unavailable(snap_compare: Compare, guardrail: Guardrail, size: tuple[int, int]) -> None:
    """What a person sees when there is no index."""
    assert snap_compare(chat_app(guardrail, unavailable), run_before=_still(_refused), terminal_size=size)


@each_size
def test_screen_opening(snap_compare: Compare, guardrail: Guardrail, size: tuple[int, int]) -> None:
    """What a person sees before the leaflets are open."""
    gate = threading.Event()

    def open_late() -> ScriptedAssistant:
        assert gate.wait(60)
        return scripted(guardrail)

    async def typed(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.press(*"Can I drink")
        await until(pilot, lambda: "Can I drink" in value(pilot))

    try:
        assert snap_compare(chat_app(guardrail, open_late), run_before=_still(typed), terminal_size=size)
    finally:
        gate.set()
