"""To note that a passage is wrong or unclear."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from edubot.errors import BadInput
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Hit
from edubot.remarks import LONGEST_REMARK, MOST_OF_A_VISITOR, Remark, add_remark
from edubot.rendering.marks import visible
from edubot.tui.safe_screen import CLOSE, SafeScreen

KEPT = "Your words are still here."
NO_ROOM = "There is no room for more remarks. Please tell the staff."


class RemarkScreen(SafeScreen):
    """The passage, and a line to say what is wrong with it; Enter notes it, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def __init__(self, guardrail: Guardrail, hit: Hit, file: Path, noted: list[Hit] | None = None) -> None:
        """A screen for one remark.

        Args:
            noted: what was noted in this sitting; it is added to.
        """
        super().__init__(guardrail)
        self._noted = noted if noted is not None else []
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
        yield Input(placeholder="Wrong, because… or: I do not understand…", id="remark", max_length=LONGEST_REMARK)

    def shows(self, leaflets: Collection[str]) -> bool:
        """The one that the passage is from."""
        return self._hit.passage.source.id in leaflets

    def on_mount(self) -> None:
        """Begin where one types."""
        self.query_one("#remark", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it down."""
        event.stop()
        problem = self._refused() or self._written(event.value)
        if problem:
            self.notify(problem, severity="error", timeout=20, markup=False)
            return
        self._noted.append(self._hit)
        self.app.pop_screen()
        self.app.notify("Noted." if self.app.is_web else f"Noted in {self._file}.", markup=False)

    def _refused(self) -> str:
        """Why a visitor's remark is not taken, if it is not."""
        if self.app.is_web and len(self._noted) >= MOST_OF_A_VISITOR:
            return f"No more than {MOST_OF_A_VISITOR} remarks are taken in one sitting. Please tell the staff the rest."
        return ""

    def _written(self, words: str) -> str:
        """Why it could not be written down, if it could not."""
        try:
            add_remark(self._file, Remark(self._hit.passage, words))
        except BadInput as problem:
            return NO_ROOM if self.app.is_web else f"{problem} {KEPT}"
        return ""

    def _where(self) -> str:
        if self.app.is_web:
            return "It is noted on the machine that serves this page, for its educator, without your name."
        return f"It is noted in {self._file} on this machine, for you to hand to your educator. Not sent."
