"""The terminal application."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from edubot.guardrail.guardrail import Guardrail
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.librarian import Answering
from edubot.tui.safe_screen import SafeScreen
from edubot.tui.text_screens import FullWarningsScreen


class EdubotApp(App[None]):
    """Opens on the chat; everything it shows stands on a `SafeScreen`."""

    TITLE = "edubot"
    CSS_PATH = "edubot.tcss"
    ENABLE_COMMAND_PALETTE = False
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012  declared so by the base class
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", priority=True)]

    def __init__(self, guardrail: Guardrail, open_assistant: Callable[[], Answering]) -> None:
        """An app over whatever answers.

        Args:
            open_assistant: called once, in a worker thread; may take seconds, may raise an `EdubotError`.
        """
        super().__init__()
        self._guardrail = guardrail
        self._open_assistant = open_assistant

    def on_mount(self) -> None:
        """Show the chat."""
        self.push_screen(ChatScreen(self._guardrail, self._open_assistant))

    def action_warnings(self) -> None:
        """Both warnings in full, from whichever screen."""
        if not isinstance(self.screen, FullWarningsScreen):
            screen = self.screen
            guardrail = screen.guardrail if isinstance(screen, SafeScreen) else self._guardrail
            self.push_screen(FullWarningsScreen(guardrail))
