"""A line of text that can be reached with Tab and chosen with Enter or a click."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static


class Choosable(Static, can_focus=True):
    """What choosing means is the subclass's."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open", show=False)]

    def __init__(self, content: Content | str, classes: str | None = None) -> None:
        super().__init__(content, classes=classes, markup=False)

    def action_choose(self) -> None:
        """Enter."""
        raise NotImplementedError

    def on_click(self) -> None:
        """A click is as good as Enter."""
        self.action_choose()
