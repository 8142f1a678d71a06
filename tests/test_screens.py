"""Pictures of every screen, held against committed ones."""

import threading
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from edubot.guardrail.guardrail import Guardrail
from edubot.preferences import Preferences
from tests.chats import PATIENCE, assert_warned, each_size, shown
from tests.states import STATES, Drive

Compare = Callable[..., bool]
STILL = 5
"""Turns of the loop over which a picture must stay the same."""


@pytest.fixture
def holds(snap_compare: Compare, guardrail: Guardrail) -> Compare:
    """Whether a state looks as its picture does, in a theme and on a size of terminal."""

    def compare(state: str, size: tuple[int, int], theme: str = "dark") -> bool:
        gate = threading.Event()
        app = STATES[state].app(guardrail, Preferences(theme, motion="reduced"), gate)
        try:
            return snap_compare(app, run_before=_still(STATES[state].drive, guardrail), terminal_size=size)
        finally:
            gate.set()

    return compare


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


@each_size
@pytest.mark.parametrize("state", STATES)
def test_screen(holds: Compare, state: str, size: tuple[int, int]) -> None:
    """What a person sees in each state, under both warnings."""
    assert holds(state, size)


@pytest.mark.parametrize("theme", ["light", "high-contrast"])
@pytest.mark.parametrize("state", STATES)
def test_screen_in_another_theme(holds: Compare, state: str, theme: str) -> None:
    """The same in other colours, on the smallest screen that most have."""
    assert holds(state, (80, 24), theme)


@pytest.mark.parametrize("state", ["welcome", "answer", "crisis", "source", "disagreement"])
def test_screen_without_colour(holds: Compare, state: str) -> None:
    """What must be told apart is told apart by form."""
    assert holds(state, (80, 24), "no-colour")


@pytest.mark.parametrize("state", ["answer", "crisis", "source", "disagreement"])
def test_screen_on_a_large_terminal(holds: Compare, state: str) -> None:
    """Text does not run from edge to edge of 200 columns."""
    assert holds(state, (200, 60))
