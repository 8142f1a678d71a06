"""Screens to read and leave: the help, and the warnings in full."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from edubot.guardrail.guardrail import Guardrail
from edubot.tui.exchange import full_warning, suggestions_content
from edubot.tui.safe_screen import WARNINGS_KEY, SafeScreen

CLOSE: list[BindingType] = [Binding("escape", "app.pop_screen", "Back"), WARNINGS_KEY]


class FullWarningsScreen(SafeScreen):
    """Both warnings in full, with sources and dates."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def body(self) -> Iterator[Widget]:
        """A warning below the other."""
        shown = (Static(full_warning(warning), classes="in-full") for warning in self.guardrail.warnings)
        yield VerticalScroll(*shown, classes="reading")


class HelpScreen(SafeScreen):
    """What to ask and which keys do what, the keys drawn from the bindings themselves."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def __init__(self, guardrail: Guardrail, keys: list[tuple[str, str]]) -> None:
        super().__init__(guardrail)
        self._keys = keys

    def body(self) -> Iterator[Widget]:
        """How answers are made, what to ask, and the keys."""
        yield VerticalScroll(Static(self._content()), classes="reading")

    def _content(self) -> Content:
        about = (
            "Ask in your own words. The words between quotation marks are the leaflets', unchanged, with their "
            "source below them. Underlined sentences are those that match best. Nothing you type leaves this machine "
            "or is kept, unless you save it."
        )
        keys = [Content.assemble((f"{key:<10}", "bold"), what) for key, what in self._keys]
        parts = [Content(about), Content(""), Content.styled("Keys", "bold"), *keys, Content("")]
        return Content("\n").join([*parts, suggestions_content(self.guardrail.policy)])
