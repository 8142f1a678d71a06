"""Both warnings, seen in every state on every size of terminal in every theme; test_screens has the pictures."""

import threading
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from edubot.answering import Answering
from edubot.errors import IndexDamaged
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Topic
from edubot.tui.app import EdubotApp
from edubot.tui.themes import THEMES
from tests.chats import assert_warned, contrast, shown, until, words
from tests.fakes import ScriptedAssistant, refusing
from tests.scripted import scripted, unavailable
from tests.test_reading import differing
from tests.test_rebuilding import Workshop, failed, half_done
from tests.test_screens import STATES, _first_asked, _refused

Drive = Callable[[Pilot[None]], Awaitable[None]]
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
OTHERS = ["disagreement", "no index", "broken index", "no leaflets", "loading", "building", "build failed"]
ALL = [*STATES, *OTHERS]
LEGIBLE = {"dark": 4.5, "light": 4.5, "high-contrast": 7.0}
"""Contrast that text needs (WCAG 2.2, AA; AAA where somebody asks for more)."""


def _damaged() -> Answering:
    return refusing(IndexDamaged("/nowhere/store.sqlite was changed after the build", "Run edubot build"))


async def _nothing_here(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: "edubot build FOLDER" in words(shown(pilot)))


async def _opening(pilot: Pilot[None]) -> None:
    await pilot.pause()
    assert "Opening the leaflets" in shown(pilot)


def _app(guardrail: Guardrail, state: str, gate: threading.Event) -> tuple[EdubotApp, Drive]:
    """What is opened for a state, and how one gets there."""

    def late() -> Answering:
        assert gate.wait(60)
        return scripted(guardrail)

    others: dict[str, tuple[Callable[[], Answering], Drive]] = {
        "disagreement": (lambda: differing(guardrail), _first_asked),
        "no index": (unavailable, _refused),
        "broken index": (_damaged, _refused),
        "no leaflets": (lambda: ScriptedAssistant(guardrail, {}, []), _nothing_here),
        "loading": (late, _opening),
    }
    if state in ("building", "build failed"):
        shop = Workshop(guardrail, failures=1, gate=gate)
        if state == "build failed":
            gate.set()
        return shop.app(), half_done if state == "building" else failed
    opens, drive = others.get(state) or (lambda: scripted(guardrail), STATES[state])
    return EdubotApp(guardrail, opens), drive


@pytest.mark.parametrize("state", ALL)
async def test_both_warnings_are_seen(guardrail: Guardrail, state: str) -> None:
    """Whole, inside the screen, with a size of their own, and legible: each state on each size and in each theme.

    Over all states each size meets each theme.
    """
    gate = threading.Event()
    app, drive = _app(guardrail, state, gate)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await drive(pilot)
            for number, size in enumerate(SIZES, start=ALL.index(state)):
                app.theme = theme = list(THEMES)[number % len(THEMES)]
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert app.screen.size == size
                assert_warned(pilot, guardrail)
                assert _faintest(pilot) >= LEGIBLE[theme], (size, theme)
    finally:
        gate.set()


def _faintest(pilot: Pilot[None]) -> float:
    """The least contrast of any letter of both warnings."""
    screen = pilot.app.screen
    rows = screen._compositor.render_strips()
    ratios = []
    for topic in Topic:
        region = screen.query_one(f"#warning-{topic}").region
        for strip in rows[region.y : region.bottom]:
            for segment in strip.crop(region.x, region.right):
                style = segment.style
                if segment.text.strip() and style and style.color and style.bgcolor:
                    ratios.append(contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor()))
    assert ratios
    return min(ratios)
