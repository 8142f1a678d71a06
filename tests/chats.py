"""The chat as a person meets it: driven by keys, read from the screen."""

import threading
from collections.abc import Awaitable, Callable
from typing import cast

import pytest
from textual import events
from textual.pilot import Pilot

from edubot.answering import Answering
from edubot.guardrail.guardrail import Guardrail
from edubot.model import WarningTopic
from edubot.tui.app import EdubotApp
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.exchange import WAITING, Exchange
from edubot.tui.leaflet_text import LeafletText
from edubot.tui.opener import Opener
from edubot.tui.question_box import QuestionBox
from tests.fakes import ScriptedAssistant
from tests.scripted import ALCOHOL, BARE_CRISIS, CRISIS, EVERYTHING, PROBLEM, scripted

SIZES = [(80, 24), (120, 40), (60, 20)]
PATIENCE = 3000
"""Turns of the loop that something may take; only a fault takes them all."""


def chat_app(guardrail: Guardrail, open_assistant: Callable[[], Answering] | None = None) -> EdubotApp:
    """The chat over whatever opens; by default over the scripted assistant."""
    return EdubotApp(guardrail, open_assistant or (lambda: scripted(guardrail)))


async def until(pilot: Pilot[None], come: Callable[[], bool]) -> None:
    """Wait for what the worker brings about."""
    for _ in range(PATIENCE):
        if come() or not pilot.app.is_running:
            break
        await pilot.pause(0.01)
    await pilot.pause()
    assert come(), f"this never came:\n{shown(pilot)}"


def shown(pilot: Pilot[None]) -> str:
    """What stands on the screen, row by row."""
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


def words(text: str) -> str:
    """A text without its line ends."""
    return " ".join(text.split())


async def opened(pilot: Pilot[None]) -> None:
    """Wait for the leaflets."""
    await until(pilot, lambda: "Your questions are answered from" in shown(pilot))


async def ask(pilot: Pilot[None], question: str) -> None:
    """Type a question, send it, and wait for its answer."""
    await send(pilot, question)
    await until(pilot, lambda: all(exchange.answer for exchange in exchanges(pilot)))
    await until(pilot, lambda: WAITING not in shown(pilot))


async def send(pilot: Pilot[None], question: str) -> None:
    """Type a question and send it."""
    before = len(exchanges(pilot))
    pilot.app.screen.query_one(QuestionBox).insert_text_at_cursor(question)
    await pilot.press("enter")
    await until(pilot, lambda: len(exchanges(pilot)) == before + 1)


def exchanges(pilot: Pilot[None]) -> list[Exchange]:
    """Questions and answers, oldest first."""
    (chat,) = [screen for screen in pilot.app.screen_stack if isinstance(screen, ChatScreen)]
    return list(chat.query(Exchange))


def has_rows(pilot: Pilot[None]) -> bool:
    """Whether the leaflet on the screen was cut into rows."""
    return any(text.virtual_size.height > 0 for text in pilot.app.screen.query(LeafletText))


def when_opened(opener: Opener) -> None:
    """Wait until what was begun is there, if anything was."""
    if opener._beside:
        opener._beside.join()


def value(pilot: Pilot[None]) -> str:
    """What stands in the question box."""
    return pilot.app.screen.query_one(QuestionBox).value


Drive = Callable[[Pilot[None]], Awaitable[None]]


def asking(question: str, *keys: str) -> Drive:
    async def drive(pilot: Pilot[None]) -> None:
        await opened(pilot)
        await ask(pilot, question)
        await pilot.press(*keys)
        await pilot.pause()

    return drive


def pressing(*keys: str) -> Drive:
    async def drive(pilot: Pilot[None]) -> None:
        await opened(pilot)
        await pilot.press(*keys)
        await pilot.pause()

    return drive


async def refused(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: PROBLEM.problem in words(shown(pilot)))


async def refused_a_question(pilot: Pilot[None]) -> None:
    await refused(pilot)
    await ask(pilot, ALCOHOL)


async def _many(pilot: Pilot[None]) -> None:
    await opened(pilot)
    for question in (ALCOHOL, EVERYTHING, "hello", ALCOHOL):
        await ask(pilot, question)


async def _long_paste(pilot: Pilot[None]) -> None:
    await opened(pilot)
    pilot.app.post_message(events.Paste("alcohol " * 400))
    await until(pilot, lambda: bool(value(pilot)))


STATES: dict[str, Drive] = {
    "welcome": opened,
    "answer": asking(ALCOHOL),
    "answer, second passage": asking(ALCOHOL, "shift+tab"),
    "long answer": asking(EVERYTHING),
    "long answer, scrolled": asking(EVERYTHING, "pagedown", "pagedown", "pagedown"),
    "many answers": _many,
    "no passages": asking("Can I fly a kite?"),
    "greeting": asking("hello"),
    "blank": pressing("enter"),
    "crisis": asking(BARE_CRISIS),
    "crisis, passages folded": asking(CRISIS),
    "crisis, passages unfolded": asking(CRISIS, "enter"),
    "long paste": _long_paste,
    "help": pressing("f1"),
    "help, scrolled": pressing("f1", "end"),
    "full warnings": pressing("f2"),
    "full warnings, scrolled": pressing("f2", "end"),
    "save": asking(ALCOHOL, "f4"),
    "copied": asking(ALCOHOL, "f3"),
    "nothing to save": pressing("f4"),
    "back from help": pressing("f1", "escape"),
}
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def assert_warned(pilot: Pilot[None], guardrail: Guardrail) -> None:
    screen = pilot.app.screen
    text = words(shown(pilot))
    for warning in guardrail.warnings:
        widget = screen.query_one(f"#warning-{warning.topic}")
        assert widget.display
        assert widget.region.area > 0
        assert screen.region.contains_region(widget.region)
        assert warning.line in text
    assert len(guardrail.warnings) == len(WarningTopic)
    assert guardrail.policy.unreviewed_notice in text


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio as WCAG defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def behind(gate: threading.Event, assistant: ScriptedAssistant) -> Callable[[], ScriptedAssistant]:
    """What opens when the gate does."""

    def open_assistant() -> ScriptedAssistant:
        assert gate.wait(60)
        return assistant

    return open_assistant


def quit_at_once() -> None:
    """Run the chat without a terminal, ask, and quit before the answer is read."""

    async def drive(pilot: Pilot[object]) -> None:
        await send(cast(Pilot[None], pilot), ALCOHOL)
        await pilot.press("ctrl+q")

    chat_app(Guardrail.load()).run(headless=True, auto_pilot=drive)
