"""What was asked in this sitting."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from edubot.guardrail.guardrail import Guardrail
from edubot.rendering.as_text import one_line
from edubot.tui.messages import ExchangeRecalled
from edubot.tui.safe_screen import CLOSE, SafeScreen


class HistoryScreen(SafeScreen):
    """A line a question; Enter goes to its answer."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def __init__(self, guardrail: Guardrail, asked: Sequence[str]) -> None:
        super().__init__(guardrail)
        self._asked = asked

    def body(self) -> Iterator[Widget]:
        """The list, the latest at its end."""
        yield Static("What you asked in this sitting. It is kept nowhere unless you save it.", classes="lead")
        yield OptionList(*(Content(one_line(question)) for question in self._asked))

    def on_mount(self) -> None:
        """Begin at the latest."""
        listed = self.query_one(OptionList)
        listed.highlighted = len(self._asked) - 1
        listed.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there."""
        event.stop()
        self.app.pop_screen()
        self.app.screen.post_message(ExchangeRecalled(event.option_index))
