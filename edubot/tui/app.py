"""The terminal application."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from edubot.answering import Answering, Rebuild
from edubot.guardrail.guardrail import Guardrail
from edubot.preferences import Preferences, preferences_file
from edubot.rendering import said
from edubot.tui import keys
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.palette import SafePalette
from edubot.tui.safe_screen import SafeScreen
from edubot.tui.text_screens import FullWarningsScreen
from edubot.tui.themes import NO_COLOUR, THEMES

LONG_ENOUGH = 20
"""Seconds in which the way to a setting can be read."""
FUNCTION_KEY = re.compile(r"f\d+")


@contextmanager
def _without_colour() -> Iterator[None]:
    """Textual takes its filter of colours from the environment, when an app is made."""
    before = os.environ.get("NO_COLOR")
    os.environ["NO_COLOR"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["NO_COLOR"]
        else:
            os.environ["NO_COLOR"] = before


class EdubotApp(App[None]):
    """Opens on the chat; everything it shows stands on a `SafeScreen`."""

    TITLE = "edubot"
    CSS_PATH = "edubot.tcss"
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  declared so by the base class
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = list(keys.APP)

    def __init__(
        self,
        guardrail: Guardrail,
        open_assistant: Callable[[], Answering],
        preferences: Preferences | None = None,
        notice: str = "",
        rebuild: Rebuild | None = None,
        stamp: Callable[[], object] = lambda: None,
        engine: str = "",
    ) -> None:
        """An app over whatever answers.

        Args:
            open_assistant: called for each version of the leaflets, in a thread of its own; may take seconds, may raise
                an `EdubotError`.
            notice: what the person should be told first, such as settings that could not be read.
            rebuild: builds an index again that cannot be opened; None where that is not to be offered.
            stamp: gives something else whenever another version of the leaflets was put in use; soon done.
            engine: where questions are searched, if not on this machine.
        """
        preferences = preferences or Preferences()
        colourless = preferences.theme == NO_COLOUR or bool(os.environ.get("NO_COLOR"))
        with _without_colour() if colourless else nullcontext():
            super().__init__(ansi_color=True if colourless else None)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = "ansi-dark" if colourless else preferences.theme
        self.preferences = preferences
        if preferences.motion == "reduced":
            self.animation_level = "none"
        self.set_keymap(dict(preferences.keys))
        self._guardrail = guardrail
        self._open_assistant = open_assistant
        self._notice = notice
        self._rebuild = rebuild
        self._stamp = stamp
        self._engine = engine

    def on_mount(self) -> None:
        """Show the chat."""
        given = (self._open_assistant, self._notice, self._rebuild, self._stamp, self._engine)
        self.push_screen(ChatScreen(self._guardrail, *given))

    def get_system_commands(self, screen: Screen[None]) -> Iterable[SystemCommand]:
        """What can be done on a screen, by its bindings, and the themes; nothing that would hide the warnings."""
        for binding in dict.fromkeys(active.binding for active in screen.active_bindings.values()):
            if binding.id and binding.tooltip and binding.action != "command_palette":
                does = f"{binding.tooltip} ({keys.name(binding)})"
                yield SystemCommand(binding.description, does, partial(self._run, binding, screen))
        yield SystemCommand("Country", "Whose numbers the warnings give, and how to choose", self._tell_country)
        if not self.no_color:
            for name in THEMES:
                yield SystemCommand(f"Theme: {name}", "For this sitting", partial(setattr, self, "theme", name))

    def get_key_display(self, binding: Binding) -> str:
        """A key in the row at the foot: F1, as everywhere else, but ^q, for there is little room."""
        shown = super().get_key_display(binding)
        return shown.upper() if FUNCTION_KEY.fullmatch(shown) else shown

    def action_command_palette(self) -> None:
        """Open the commands, under the warnings."""
        if not isinstance(self.screen, SafePalette):
            self.push_screen(SafePalette(self.guardrail))

    def action_help_quit(self) -> None:
        """Ctrl+C: many press it to leave or to copy; a draft is not lost to it."""
        leave = keys.label(self.screen, keys.QUIT)
        self.notify(f"Nothing is lost. To leave edubot press {leave}.", markup=False)

    def action_warnings(self) -> None:
        """Both warnings in full, from whichever screen."""
        if not isinstance(self.screen, FullWarningsScreen):
            self.push_screen(FullWarningsScreen(self.guardrail))

    @property
    def guardrail(self) -> Guardrail:
        """What stands on the screen that is shown."""
        screen = self.screen
        return screen.guardrail if isinstance(screen, SafeScreen) else self._guardrail

    def _tell_country(self) -> None:
        own = None if os.environ.get("TEXTUAL_DRIVER") else preferences_file()  # a visitor has no settings here
        self.notify(said.whose_numbers(self.guardrail, own), markup=False, timeout=LONG_ENOUGH)

    async def _run(self, binding: Binding, screen: Screen[None]) -> None:
        await self.run_action(binding.action, default_namespace=screen)
