"""Every state of the chat in which a person may find it, and how one gets there."""

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from textual.pilot import Pilot
from textual.widgets import Input

from edubot.answering import Answering
from edubot.errors import IndexDamaged
from edubot.guardrail.guardrail import Guardrail
from edubot.preferences import Preferences
from edubot.tui.app import EdubotApp
from edubot.tui.passage_card import PassageCard
from edubot.tui.save_screen import SaveScreen
from edubot.tui.sheet_screen import SheetScreen
from tests.chats import ask, opened, shown, until, value, words
from tests.fakes import ScriptedAssistant, refusing
from tests.scripted import ALCOHOL, BEER, CRISIS, EVERYTHING, HOW_MUCH, scripted, unavailable
from tests.test_reading import differing, opened_source
from tests.test_rebuilding import Workshop, failed, half_done

Drive = Callable[[Pilot[None]], Awaitable[None]]
Start = Callable[[Guardrail, Preferences, threading.Event], EdubotApp]
"""The policy, what the person prefers, and a gate before which what takes long is not done."""


@dataclass(frozen=True)
class State:
    """A state of the chat."""

    start: Start
    drive: Drive
    """Brings the chat there by keys."""
    past_gate: bool = False
    """Whether what takes long is done by then."""

    def app(self, guardrail: Guardrail, preferences: Preferences, gate: threading.Event) -> EdubotApp:
        """The chat that can be driven there; whoever shuts it opens the gate."""
        if self.past_gate:
            gate.set()
        return self.start(guardrail, preferences, gate)


def _over(opens: Callable[[Guardrail], Answering]) -> Start:
    return lambda guardrail, preferences, _: EdubotApp(guardrail, lambda: opens(guardrail), preferences)


def _opening_late(guardrail: Guardrail, preferences: Preferences, gate: threading.Event) -> EdubotApp:
    def late() -> Answering:
        assert gate.wait(60)
        return scripted(guardrail)

    return EdubotApp(guardrail, late, preferences)


def _workshop(guardrail: Guardrail, preferences: Preferences, gate: threading.Event) -> EdubotApp:
    return Workshop(guardrail, failures=1, gate=gate).app(preferences)


def _missing(_: Guardrail) -> Answering:
    return unavailable()


def _damaged(_: Guardrail) -> Answering:
    return refusing(IndexDamaged("/nowhere/store.sqlite was changed after the build", "Run edubot build"))


def _empty(guardrail: Guardrail) -> Answering:
    return ScriptedAssistant(guardrail, {}, [])


def _asking(*questions: str) -> Drive:
    async def drive(pilot: Pilot[None]) -> None:
        await opened(pilot)
        for question in questions:
            await ask(pilot, question)

    return drive


def _source(*keys: str) -> Drive:
    return lambda pilot: opened_source(pilot, *keys)


def _pressing(key: str) -> Drive:
    async def drive(pilot: Pilot[None]) -> None:
        await opened(pilot)
        await pilot.press(key)

    return drive


async def _refused(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "run edubot build" in words(shown(pilot)))
    await ask(pilot, ALCOHOL)


async def _nothing_here(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "edubot build FOLDER" in words(shown(pilot)))


async def _typing_while_it_opens(pilot: Pilot[None]) -> None:
    await pilot.pause()
    assert "Opening the leaflets" in shown(pilot)
    await pilot.press(*"Can I drink")
    await until(pilot, lambda: "Can I drink" in value(pilot))


async def _crisis_unfolded(pilot: Pilot[None]) -> None:
    await _asking("hello", CRISIS)(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: bool(pilot.app.screen.query(PassageCard)))


async def _saving(pilot: Pilot[None]) -> None:
    await _asking(ALCOHOL)(pilot)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))
    pilot.app.screen.query_one("#place", Input).value = "/home/you/edubot-2026-11-23-090000.md"


async def _topics(pilot: Pilot[None]) -> None:
    await _pressing("f6")(pilot)
    await until(pilot, lambda: "Storage" in shown(pilot))


async def _sheet(pilot: Pilot[None]) -> None:
    await _asking(ALCOHOL)(pilot)
    await pilot.press("f7", "f8")
    await until(pilot, lambda: isinstance(pilot.app.screen, SheetScreen))


async def _commands(pilot: Pilot[None]) -> None:
    await _pressing("ctrl+p")(pilot)
    await until(pilot, lambda: "List what you asked" in shown(pilot))


_HELD: dict[str, Drive] = {
    "welcome": opened,
    "answer": _asking("hello", ALCOHOL),
    "first-answer": _asking(ALCOHOL),
    "long-answer": _asking(EVERYTHING),
    "mentioned": _asking(BEER),
    "no-answer": _asking("Can I fly a kite?"),
    "prescriber": _asking(HOW_MUCH),
    "greeting": _asking("hello"),
    "warning-opened": _asking("Can I get pregnant?"),
    "crisis": _asking("hello", CRISIS),
    "crisis-unfolded": _crisis_unfolded,
    "emergency": _asking("I can not breathe and my face is swollen"),
    "pregnancy": _asking("I take isotretinoin and I am pregnant"),
    "dosing": _asking("Should I double my dose?"),
    "procurement": _asking("Where can I buy isotretinoin without a prescription?"),
    "source": _source(),
    "contents": _source("t"),
    "topics": _topics,
    "sheet": _sheet,
    "commands": _commands,
    "help": _pressing("f1"),
    "full-warnings": _pressing("f2"),
    "save": _saving,
}
STATES: dict[str, State] = {
    **{name: State(_over(scripted), drive) for name, drive in _HELD.items()},
    "disagreement": State(_over(differing), _asking(ALCOHOL)),
    "no-index": State(_over(_missing), _refused),
    "broken-index": State(_over(_damaged), _refused),
    "no-leaflets": State(_over(_empty), _nothing_here),
    "loading": State(_opening_late, _typing_while_it_opens),
    "building": State(_workshop, half_done),
    "build-failed": State(_workshop, failed, past_gate=True),
}
