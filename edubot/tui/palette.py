"""Every command by its name, under the warnings like any other screen."""

from collections.abc import Iterator
from typing import ClassVar

from textual.command import CommandPalette
from textual.widget import Widget

from edubot.tui.safe_screen import SafeScreen


class SafePalette(SafeScreen, CommandPalette):
    """Textual's own palette with the warnings above it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = CommandPalette.COMPONENT_CLASSES
    """Textual takes these from the first base only."""

    def body(self) -> Iterator[Widget]:
        """The line to type in, and the commands."""
        yield from CommandPalette.compose(self)
