"""Pictures of every screen, held against committed ones."""

import threading
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from edubot.errors import IndexDamaged
from edubot.guardrail.guardrail import Guardrail
from edubot.tui.app import EdubotApp
from edubot.tui.passage_card import PassageCard
from edubot.tui.preferences import Preferences
from edubot.tui.save_screen import SaveScreen
from edubot.tui.sheet_screen import SheetScreen
from tests.chats import PATIENCE, SIZES, ask, assert_warned, chat_app, opened, shown, until, value, words
from tests.fakes import ScriptedAssistant, refusing
from tests.scripted import ALCOHOL, CRISIS, EVERYTHING, scripted, unavailable
from tests.test_reading import differing, opened_source
from tests.test_rebuilding import Workshop, failed, half_done

Compare = Callable[..., bool]
Drive = Callable[[Pilot[None]], Awaitable[None]]
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


STILL = 5
"""Turns of the loop over which a picture must stay the same."""


def _still(drive: Drive, guardrail: Guardrail) -> Drive:
    """Drive, then hold the cursor still and wait until nothing moves: a picture must not depend on when it is taken.

    Whatever the state, both warnings must then be on the screen.
    """

    async def driven(pilot: Pilot[None]) -> None:
        await drive(pilot)
        for box in pilot.app.screen.query(Input):
            box.cursor_blink = False
        pictures: list[str] = []
        for _ in range(PATIENCE):
            await pilot.pause()
            pictures = [*pictures, shown(pilot)][-STILL:]
            if len(pictures) == STILL and len(set(pictures)) == 1:
                assert_warned(pilot, guardrail)
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


async def _asked_for(pilot: Pilot[None], question: str) -> None:
    await opened(pilot)
    await ask(pilot, question)


def _asking(question: str) -> Drive:
    return lambda pilot: _asked_for(pilot, question)


def _source(*keys: str) -> Drive:
    return lambda pilot: opened_source(pilot, *keys)


async def _topics(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await pilot.press("f6")
    await until(pilot, lambda: "Storage" in shown(pilot))


async def _sheet(pilot: Pilot[None]) -> None:
    await _first_asked(pilot)
    await pilot.press("f7", "f8")
    await until(pilot, lambda: isinstance(pilot.app.screen, SheetScreen))


async def _commands(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await pilot.press("ctrl+p")
    await until(pilot, lambda: "List what you asked" in shown(pilot))


STATES: dict[str, Drive] = {
    "welcome": opened,
    "answer": _asked,
    "first-answer": _first_asked,
    "long-answer": _asking(EVERYTHING),
    "no-answer": _asked_in_vain,
    "greeting": _asking("hello"),
    "warning-opened": _asking("Can I get pregnant?"),
    "crisis": _in_danger,
    "crisis-unfolded": _in_danger_unfolded,
    "emergency": _asking("I can not breathe and my face is swollen"),
    "pregnancy": _asking("I take isotretinoin and I am pregnant"),
    "dosing": _asking("How many mg should I take?"),
    "procurement": _asking("Where can I buy isotretinoin without a prescription?"),
    "source": _source(),
    "contents": _source("t"),
    "topics": _topics,
    "sheet": _sheet,
    "commands": _commands,
    "help": _helped,
    "full-warnings": _warned,
    "save": _saving,
}
THEMED = ("welcome", "answer", "crisis", "source")
"""States that are also drawn in every other theme."""


@each_size
@pytest.mark.parametrize("state", STATES)
def test_screen(snap_compare: Compare, guardrail: Guardrail, state: str, size: tuple[int, int]) -> None:
    """What a person sees in each state, under both warnings."""
    assert snap_compare(chat_app(guardrail), run_before=_still(STATES[state], guardrail), terminal_size=size)


@pytest.mark.parametrize("theme", ["light", "high-contrast", "no-colour"])
@pytest.mark.parametrize("state", THEMED)
def test_screen_in_another_theme(snap_compare: Compare, guardrail: Guardrail, state: str, theme: str) -> None:
    """The main states, on the smallest screen that most have."""
    app = EdubotApp(guardrail, lambda: scripted(guardrail), Preferences(theme))
    assert snap_compare(app, run_before=_still(STATES[state], guardrail), terminal_size=(80, 24))


@pytest.mark.parametrize("state", ["answer", "crisis", "source", "disagreement"])
def test_screen_on_a_large_terminal(snap_compare: Compare, guardrail: Guardrail, state: str) -> None:
    """Text does not run from edge to edge of 200 columns."""
    apart = state == "disagreement"
    app = chat_app(guardrail, (lambda: differing(guardrail)) if apart else None)
    drive = _first_asked if apart else STATES[state]
    assert snap_compare(app, run_before=_still(drive, guardrail), terminal_size=(200, 60))


@pytest.mark.parametrize("theme", ["light", "high-contrast"])
@pytest.mark.parametrize("state", ["disagreement", "damaged"])
def test_screen_of_trouble_in_another_theme(
    snap_compare: Compare, guardrail: Guardrail, state: str, theme: str
) -> None:
    """Where leaflets differ, and where none can be opened: frames and sentences that stand out in every theme."""
    damaged = IndexDamaged("/nowhere/store.sqlite was changed after the build", "Run edubot build")
    apart = state == "disagreement"
    app = EdubotApp(guardrail, lambda: differing(guardrail) if apart else refusing(damaged), Preferences(theme))
    drive = _first_asked if apart else _refused
    assert snap_compare(app, run_before=_still(drive, guardrail), terminal_size=(80, 24))


@each_size
def test_screen_disagreement(snap_compare: Compare, guardrail: Guardrail, size: tuple[int, int]) -> None:
    """What a person sees where leaflets differ, and one is silent."""
    app = chat_app(guardrail, lambda: differing(guardrail))
    assert snap_compare(app, run_before=_still(_first_asked, guardrail), terminal_size=size)


@each_size
@pytest.mark.parametrize("problem", ["missing", "damaged"])
def test_screen_unavailable(snap_compare: Compare, guardrail: Guardrail, problem: str, size: tuple[int, int]) -> None:
    """What a person sees when there is no index, or a broken one, before a question and as its answer."""
    damaged = IndexDamaged("/nowhere/store.sqlite was changed after the build", "Run edubot build")
    app = chat_app(guardrail, unavailable if problem == "missing" else lambda: refusing(damaged))
    assert snap_compare(app, run_before=_still(_refused, guardrail), terminal_size=size)


@each_size
@pytest.mark.parametrize("state", ["half-done", "failed"])
def test_screen_building(snap_compare: Compare, guardrail: Guardrail, state: str, size: tuple[int, int]) -> None:
    """What a person sees while a broken index is built again, and when that fails."""
    shop = Workshop(guardrail, failures=1)
    if state == "failed":
        shop.gate.set()
    drive = half_done if state == "half-done" else failed
    app = shop.app(Preferences(motion="reduced"))
    try:
        assert snap_compare(app, run_before=_still(drive, guardrail), terminal_size=size)
    finally:
        shop.gate.set()


@each_size
def test_screen_without_leaflets(snap_compare: Compare, guardrail: Guardrail, size: tuple[int, int]) -> None:
    """What a person sees of an index that holds nothing."""

    async def opened_in_vain(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "edubot build FOLDER" in words(shown(pilot)))

    app = chat_app(guardrail, lambda: ScriptedAssistant(guardrail, {}, []))
    assert snap_compare(app, run_before=_still(opened_in_vain, guardrail), terminal_size=size)


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
        assert snap_compare(chat_app(guardrail, open_late), run_before=_still(typed, guardrail), terminal_size=size)
    finally:
        gate.set()
