"""How a build of the index goes on, or why it failed: above the question box, whatever the thread shows."""

import time

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from edubot.answering import BuildStep

CELLS = 16
"""Columns of the bar."""


class BuildLine(Static):
    """Out of the way until a build begins, and again when it is done."""

    def __init__(self) -> None:
        super().__init__(id="build")
        self.display = False
        self._step: BuildStep | None = None
        self._began = 0.0
        self._ticking: Timer | None = None

    def show_step(self, step: BuildStep) -> None:
        """What is being done, how much of it is done where that is known, and for how long, as a sign of life."""
        if self._step is None:
            self._began = time.monotonic()
            if self.app.animation_level != "none":
                self._ticking = self.set_interval(1, self._draw)
        self._step = step
        self._draw()

    def show_problem(self, problem: str, again: str) -> None:
        """Why it failed, and the key to try once more.

        Args:
            again: the key's name.
        """
        self.clear()
        self.update(Content.assemble(("The index was not built. ", "bold"), problem, f" {again} tries again."))
        self.set_class(True, "problem")
        self.display = True

    def clear(self) -> None:
        """Nothing to tell any more."""
        if self._ticking:
            self._ticking.stop()
        self._step, self._ticking = None, None
        self.display = False

    def _draw(self) -> None:
        if self._step is None:
            return
        done = f"  {_bar(self._step)} {self._step.done} of {self._step.total}" if self._step.total > 1 else ""
        lasted = f"  {int(time.monotonic() - self._began)} s" if self._ticking else ""
        self.update(Content.assemble((f"{self._step.stage}…", "bold"), done, lasted))
        self.set_class(False, "problem")
        self.display = True


def _bar(step: BuildStep) -> str:
    full = CELLS * min(step.done, step.total) // step.total
    return "█" * full + "░" * (CELLS - full)
