"""A real terminal around the installed command, for tests of what it writes to one."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

PATIENCE_SECONDS = 120
"""How long something may take to come; only a fault takes all of it."""

NUDGE_SECONDS = 3
SIZE = ("COLUMNS", "LINES")
"""Would stand in for the size that the terminal has."""


class PseudoTerminal:
    """Runs a Python command as if somebody sat at it."""

    def __init__(
        self, arguments: Sequence[str], home: Path, term: str = "xterm", columns: int = 100, rows: int = 40
    ) -> None:
        self.written = ""
        """All that came out so far."""
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:  # the child; it has its size before it can look
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # who runs the tests in the background has it ignored
            kept = {
                name: value for name, value in os.environ.items() if not name.startswith("EDUBOT_") and name not in SIZE
            }
            place = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config")}
            os.execve(
                sys.executable, [sys.executable, *arguments], {**kept, **place, "TERM": term, "LC_ALL": "C.UTF-8"}
            )

    def until(self, words: str, again: str = "") -> str:
        """Wait until some words have come since the last wait; what came with them.

        Args:
            again: keys that are pressed once more whenever nothing comes, for a Ctrl+C can fall between two waits of
                Python's own.
        """
        start = len(self.written)
        end = time.monotonic() + PATIENCE_SECONDS
        while words not in self.written[start:]:
            read = self._read(NUDGE_SECONDS if again else PATIENCE_SECONDS)
            assert time.monotonic() < end and (read or again), f"{words!r} never came:\n{self.written[start:]}"
            if not read:
                self.type(again)
        return self.written[start:]

    def type(self, keys: str | bytes) -> None:
        """Press keys; bytes are what a terminal of another encoding sends."""
        os.write(self._terminal, keys.encode() if isinstance(keys, str) else keys)

    def end(self) -> int:
        """Wait until it is over; its exit status."""
        while self._read():
            pass
        end = time.monotonic() + PATIENCE_SECONDS
        while not (over := os.waitpid(self._pid, os.WNOHANG))[0]:
            if time.monotonic() > end:
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
                raise AssertionError(f"it did not end:\n{self.written}")
            time.sleep(0.01)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(over[1])

    def _read(self, seconds: float = PATIENCE_SECONDS) -> bool:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            read = os.read(self._terminal, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.written += read.decode(errors="replace").replace("\r\n", "\n")
        return bool(read)
