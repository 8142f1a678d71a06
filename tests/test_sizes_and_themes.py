"""Both warnings, seen in every state on every size of terminal in every theme; test_screens has the pictures."""

import threading

import pytest
from textual.pilot import Pilot

from edubot.guardrail.guardrail import Guardrail
from edubot.model import WarningTopic
from edubot.preferences import Preferences
from edubot.tui.themes import THEMES
from tests.chats import assert_warned, contrast
from tests.states import STATES

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
LEGIBLE = {"dark": 4.5, "light": 4.5, "high-contrast": 7.0}
"""Contrast that text needs (WCAG 2.2, AA; AAA where somebody asks for more)."""


@pytest.mark.parametrize("state", STATES)
async def test_both_warnings_are_seen(guardrail: Guardrail, state: str) -> None:
    """Whole, inside the screen, with a size of their own, and legible: each state on each size and in each theme.

    Over all states each size meets each theme.
    """
    gate = threading.Event()
    app = STATES[state].app(guardrail, Preferences(), gate)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await STATES[state].drive(pilot)
            for number, size in enumerate(SIZES, start=list(STATES).index(state)):
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
    for topic in WarningTopic:
        region = screen.query_one(f"#warning-{topic}").region
        for strip in rows[region.y : region.bottom]:
            for segment in strip.crop(region.x, region.right):
                style = segment.style
                if segment.text.strip() and style and style.color and style.bgcolor:
                    ratios.append(contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor()))
    assert ratios
    return min(ratios)
