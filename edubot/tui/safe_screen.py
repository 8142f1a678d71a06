"""The screen that every other is made from: it cannot be drawn without the warnings."""

from collections.abc import Collection, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Input

from edubot.guardrail.guardrail import Guardrail
from edubot.tui import keys
from edubot.tui.warnings_bar import WarningsBar

CLOSE: list[BindingType] = [Binding("escape", "app.pop_screen", "Back"), keys.WARNINGS]
"""Keys of a screen that is left again."""


class SafeScreen(Screen[None]):
    """Warnings above, keys below, and between them what `body` gives."""

    ALLOW_IN_MAXIMIZED_VIEW: ClassVar[str | None] = "WarningsBar"

    def __init__(self, guardrail: Guardrail) -> None:
        super().__init__()
        self.guardrail = guardrail

    def compose(self) -> ComposeResult:
        """Never overridden: what differs between screens is their body."""
        yield WarningsBar(self.guardrail)
        yield from self.body()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """With reduced motion no cursor blinks. A screen's own `on_mount` is called beside this one."""
        if self.app.animation_level == "none":
            for box in self.query(Input):
                box.cursor_blink = False

    def stand_under(self, guardrail: Guardrail) -> None:
        """Take over another policy; its warnings are on screen at once, or as soon as the screen is."""
        self.guardrail = guardrail
        for bar in self.query(WarningsBar):
            bar.stand_under(guardrail)

    def shows(self, leaflets: Collection[str]) -> bool:  # noqa: ARG002  most show none
        """Whether it stands for words of any of these leaflets, and has to be left when they are gone."""
        return False

    def body(self) -> Iterator[Widget]:
        """What stands between the warnings and the keys."""
        raise NotImplementedError
