"""`edubot` and `edubot chat`: the chat, on a screen or line by line."""

import os
import shutil
import sys
import textwrap
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from edubot.address import EngineAddress, Place
from edubot.cli.opening import default_index_is_missing, preferred_guardrail
from edubot.cli.rebuilding import rebuilding
from edubot.guardrail.guardrail import Guardrail
from edubot.plain.keyboard import DUMB
from edubot.policy import LINE_COLUMNS
from edubot.settings import default_index, named_index

if TYPE_CHECKING:
    from edubot.answering import Answering
    from edubot.beside.assistant import AssistantBeside
    from edubot.preferences import Preferences

SMALLEST = (60, 20)
"""Columns and rows that the screen needs; on a smaller one the warnings would not be in sight."""
SHARED_ROOM = "EDUBOT_ROOM"
"""Tells the chat of a visitor where the leaflets are open for all."""
FIRST_START = "First start: the leaflets are made ready. This takes about half a minute."


def run_chat(index: Place | None, country: str | None, plain: bool = False) -> int:
    """Open the chat; the index of the bundled leaflets is built first where there is none. Returns the exit status."""
    preferences, guardrail, notice = preferred(country)
    index = named_index(index)
    if plain or not can_draw():
        return _line_by_line(index, guardrail, notice)
    is_first = index is None and default_index_is_missing()
    if is_first or not _drawn_elsewhere():
        _warn_before_the_screen(guardrail)
    if is_first:
        from edubot.cli.build import build_with_progress

        print(FIRST_START, file=sys.stderr)
        build_with_progress()

    root = index or default_index()
    leaflets = _Leaflets(root, guardrail)

    from edubot.index.stamp import stamps
    from edubot.tui.app import EdubotApp

    engine = root.engine if isinstance(root, EngineAddress) else ""
    given = (preferences, notice, rebuilding(index), stamps(root), engine)
    EdubotApp(guardrail, leaflets.opened, *given).run()
    return 0


def can_draw() -> bool:
    """Whether the terminal can show a screen on which both warnings fit."""
    if _drawn_elsewhere():
        return True
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return False
    if os.name == "posix" and os.environ.get("TERM", "") in DUMB:
        return False
    size = shutil.get_terminal_size()
    return size.columns >= SMALLEST[0] and size.lines >= SMALLEST[1]


def _drawn_elsewhere() -> bool:
    """Whether the screen is drawn by another program, such as a browser; what is printed would come between."""
    return bool(os.environ.get("TEXTUAL_DRIVER"))


def _warn_before_the_screen(guardrail: Guardrail) -> None:
    """Both warnings in plain lines, there before what draws the screen is loaded; they stay when the chat is left."""
    out = sys.stderr if _drawn_elsewhere() else sys.stdout
    notice = guardrail.policy.notice_beside(guardrail.warnings)
    for line in (*(warning.line for warning in guardrail.warnings), *([notice] if notice else ())):
        print(textwrap.fill(line, LINE_COLUMNS), file=out, flush=True)


class _Leaflets:
    """Opens the leaflets beside the screen; the first time they begin to open before what draws it is loaded."""

    def __init__(self, root: Place, guardrail: Guardrail) -> None:
        self._root, self._guardrail = root, guardrail
        self._begun = self._begin()

    def opened(self) -> "Answering":
        """The version that is in use. Raises as opening does."""
        begun, self._begun = self._begun or self._begin(), None
        return begun.opened() if begun else _assistant(self._root, self._guardrail)

    def _begin(self) -> "AssistantBeside | None":
        """None where no process is to be had, and for a visitor who finds no room that all share."""
        from edubot.beside.assistant import AssistantBeside

        shared = os.environ.get(SHARED_ROOM)
        with suppress(OSError):
            if shared or not _drawn_elsewhere():
                return AssistantBeside(self._root, self._guardrail, Path(shared) if shared else None)
        return None


def _line_by_line(index: Place | None, guardrail: Guardrail, notice: str) -> int:
    from edubot.index.stamp import stamps
    from edubot.plain.keyboard import keyboard
    from edubot.plain.talk import talk

    def open_assistant() -> "Answering":
        if index is None and default_index_is_missing():
            from edubot.cli.build import build_told_in_lines

            print(FIRST_START, flush=True)
            build_told_in_lines()
        return _assistant(root, guardrail)

    root = index or default_index()
    return talk(guardrail, open_assistant, keyboard(), notice, rebuilding(index), stamps(root))


def _assistant(root: Place, guardrail: Guardrail) -> "Answering":
    from edubot.assistant import Assistant

    return Assistant.open(root, lambda: guardrail)


def preferred(country: str | None) -> tuple["Preferences", Guardrail, str]:
    """The person's settings, the guardrail for their country, and what they must be told of either."""
    from edubot.preferences import preferences_file, read_preferences

    preferences, notice = read_preferences(preferences_file(), _key_names)
    guardrail, unknown = preferred_guardrail(country, preferences.country)
    return preferences, guardrail, " ".join(filter(None, (notice, unknown)))


def _key_names() -> frozenset[str]:
    from edubot.tui import keys

    return frozenset(binding.id for binding in keys.every() if binding.id)
