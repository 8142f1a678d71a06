"""Where to save the conversation."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from edubot.guardrail.guardrail import Guardrail
from edubot.saving import place_named
from edubot.tui import keys
from edubot.tui.messages import PlaceChosen
from edubot.tui.safe_screen import SafeScreen


class SaveScreen(SafeScreen):
    """Asks for a file; Enter saves, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Do not save"),
        keys.WARNINGS,
    ]

    def __init__(self, guardrail: Guardrail, proposed: str) -> None:
        super().__init__(guardrail)
        self._proposed = proposed

    def body(self) -> Iterator[Widget]:
        """One line to read, one to fill."""
        yield Static(
            "Save this sitting, your sheet and both warnings. The name's end chooses: .md, .html or .pdf", id="saving"
        )
        yield Input(self._proposed, id="place")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the place to the chat."""
        event.stop()
        self.app.pop_screen()
        self.app.screen.post_message(PlaceChosen(place_named(event.value)))
