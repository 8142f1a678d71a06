"""The sheet of questions for the prescriber."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from edubot.guardrail.guardrail import Guardrail
from edubot.rendering.as_text import one_line
from edubot.saving import collect
from edubot.tui import keys
from edubot.tui.messages import SaveWanted
from edubot.tui.safe_screen import CLOSE, SafeScreen


class SheetScreen(SafeScreen):
    """The questions collected so far; more can be typed, and any taken off again."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLOSE, keys.SAVE, Binding("delete", "take_off", "Take off")]

    def __init__(self, guardrail: Guardrail, sheet: list[str]) -> None:
        """A screen over a sheet that it changes.

        Args:
            sheet: the questions, the first one first.
        """
        super().__init__(guardrail)
        self._sheet = sheet

    def body(self) -> Iterator[Widget]:
        """What it is for, the list, and a line to add to it."""
        yield Static(
            "Questions for your prescriber, saved with your answers. In the list Delete takes one off.", classes="lead"
        )
        yield OptionList(*self._lines())
        yield Input(placeholder="Type another question and press Enter", id="another")

    def on_mount(self) -> None:
        """Begin where one types."""
        self.query_one("#another", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Put a question on the sheet."""
        event.stop()
        if collect(self._sheet, event.value.strip()):
            self._draw()
        event.input.clear()

    def action_take_off(self) -> None:
        """Take off the question that is highlighted."""
        place = self.query_one(OptionList).highlighted
        if place is not None and self.query_one(OptionList).has_focus:
            del self._sheet[place]
            self._draw()

    def action_save(self) -> None:
        """Go on to saving."""
        self.app.pop_screen()
        self.app.screen.post_message(SaveWanted())

    def _draw(self) -> None:
        self.query_one(OptionList).set_options(self._lines())

    def _lines(self) -> list[Content]:
        return [Content(f"{number}. {one_line(question)}") for number, question in enumerate(self._sheet, start=1)]
