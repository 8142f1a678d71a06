"""To note that a passage is wrong or unclear."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Hit
from edubot.remarks import Remark, add_remark
from edubot.rendering.marks import visible
from edubot.tui.safe_screen import CLOSE, SafeScreen


class RemarkScreen(SafeScreen):
    """The passage, and a line to say what is wrong with it; Enter notes it, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def __init__(self, guardrail: Guardrail, hit: Hit, file: Path) -> None:
        super().__init__(guardrail)
        self._hit = hit
        self._file = file

    def body(self) -> Iterator[Widget]:
        """What is noted, where, and the line to fill."""
        yield VerticalScroll(
            Static("What is wrong or unclear here? Type it and press Enter.", classes="lead"),
            Static(Content(f"“{visible(self._hit.passage.text).text}”"), classes="lead"),
            Static(
                Content(self._where()),
                classes="lead",
            ),
            classes="reading",
            can_focus=False,
        )
        yield Input(placeholder="Wrong, because… or: I do not understand…", id="remark")

    def on_mount(self) -> None:
        """Begin where one types."""
        self.query_one("#remark", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it down."""
        event.stop()
        passage = self._hit.passage
        try:
            add_remark(self._file, Remark(passage, event.value))
        except OSError as error:
            told = f"{self._file} cannot be written: {error.strerror}. Your words are still here."
            self.notify(told, severity="error", markup=False)
            return
        self.app.pop_screen()
        self.app.notify("Noted." if self.app.is_web else f"Noted in {self._file}.", markup=False)

    def _where(self) -> str:
        if self.app.is_web:
            return "It is noted on the machine that serves this page, for its educator, without your name."
        return f"It is noted in {self._file} on this machine, for you to hand to your educator. Not sent."
