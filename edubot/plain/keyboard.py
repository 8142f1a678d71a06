"""Where messages come from: a line that can be edited, a line of a dumb terminal, or a line of a pipe."""

import os
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import Protocol

PASTE_SECONDS = 0.05
"""Lines that come within this time of one another were pasted together."""
DUMB = ("", "dumb", "unknown")
"""Names of terminals that cannot move a cursor."""


class Keyboard(Protocol):
    """Gives one message after the other."""

    def message(self, prompt: str, /) -> str | None:
        """The next message, perhaps of several lines; None at the end.

        Raises:
            KeyboardInterrupt: Ctrl+C; what was typed comes back with the next prompt where the terminal can do that.
        """
        ...


def keyboard() -> Keyboard:
    """The one that fits standard input and output."""
    if sys.stdin is None or not sys.stdin.isatty():
        return Pipe()
    if sys.stdout.isatty() and os.environ.get("TERM", "") not in DUMB:
        with suppress(ImportError):
            import readline

            return Editor(readline)
    return Typewriter()


class Pipe:
    """A message a line; each is said back, so that what is written reads as a conversation."""

    def message(self, prompt: str, /) -> str | None:  # noqa: ARG002  nobody is there to be asked
        """The next line."""
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            return None
        print(f"YOU: {' '.join(line.split())}")
        return line


class Typewriter:
    """A terminal that gives a line when it is finished."""

    def message(self, prompt: str, /) -> str | None:
        """The next line, with those that came in the same breath."""
        print(prompt, end="", flush=True)
        line = sys.stdin.readline()
        return _with_the_rest(line, sys.stdin.readline) if line else None


class Editor:
    """A line that can be edited, with what was typed before on the up arrow; kept in memory alone."""

    def __init__(self, readline: ModuleType) -> None:
        self._readline = readline
        readline.set_auto_history(True)
        readline.parse_and_bind("set enable-bracketed-paste on")  # a paste of several lines is one message

    def message(self, prompt: str, /) -> str | None:
        """The next message; one that Ctrl+C broke off is put back to be finished."""
        try:
            return _with_the_rest(input(prompt), input)
        except EOFError:
            return None
        except KeyboardInterrupt:
            draft = self._readline.get_line_buffer()
            self._readline.set_startup_hook(lambda: self._put_back(draft))
            raise

    def _put_back(self, draft: str) -> None:
        self._readline.insert_text(draft)
        self._readline.set_startup_hook(None)


def _with_the_rest(line: str, next_line: Callable[[], str]) -> str:
    """A line with those that were pasted together with it; a command stands alone."""
    lines = [line]
    while not lines[-1].startswith("/") and _more_is_there():
        try:
            lines.append(next_line())
        except EOFError:
            break
        if not lines[-1]:
            break
    return "\n".join(lines)


def _more_is_there() -> bool:
    if os.name != "posix":
        return False
    ready, _, _ = select.select([sys.stdin], [], [], PASTE_SECONDS)
    return bool(ready)
