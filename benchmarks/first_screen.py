"""How soon the chat is there: from the command to both warnings, to the drawn screen, and to the first answer.

    python -m benchmarks.first_screen [--index DIR] [--times 10] [--dry]

Starts the real chat in a pseudo-terminal of 80 × 24 and reads what comes: both warnings as plain lines, then the drawn
screen with both, on which a question is typed at once; an answer is there when edubot's word on it stands under the
question. The disk is warm after one start that is not counted. Writes `docs/performance.json` and the table of
`docs/performance.md`, unless `--dry`.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.on_screen import Said, answered, words
from benchmarks.speed.machine import described
from benchmarks.speed.process import NO_BYTECODE
from edubot.guardrail.guardrail import Guardrail
from edubot.settings import default_index, named_index
from scripts.performance_page import write

QUESTION = "can I drink alcohol?"
ROWS, COLUMNS = 24, 80
PATIENCE = 60.0
"""Seconds after which something will not come any more."""
_READ = 65_536
_DRAWING = b"\x1b[?1049h"
"""A terminal is told this before a program draws over its lines."""


@dataclass(frozen=True)
class Start:
    """Seconds from the command, of one start."""

    warned: float
    """Both warnings stand, as plain lines."""
    drawn: float
    """Both stand on the drawn screen."""
    answered: float


class Terminal:
    """The chat, and everything that it has drawn since it was last asked something."""

    def __init__(self, command: list[str]) -> None:
        self._begun = time.perf_counter()
        self._pid, self._screen = pty.fork()
        if not self._pid:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.environ.pop(NO_BYTECODE, None)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execv(command[0], command)
        self._drawn = b""

    def until(self, shown: Callable[[str], bool]) -> float:
        """Seconds from the start until something stands on the screen."""
        while not shown(words(self._drawn)):
            self._read()
        return time.perf_counter() - self._begun

    def until_it_draws(self) -> None:
        """Forget the lines from before anything was drawn."""
        while _DRAWING not in self._drawn:
            self._read()
        self._drawn = self._drawn.partition(_DRAWING)[2]

    def _read(self) -> None:
        left = self._begun + PATIENCE - time.perf_counter()
        if left <= 0 or not select.select([self._screen], [], [], left)[0]:
            sys.exit(f"Not on the screen within {PATIENCE:.0f} s; it shows: {words(self._drawn)[-400:]}")
        self._drawn += os.read(self._screen, _READ)

    def type(self, text: str) -> None:
        """Keys, as if all were pressed at once."""
        self._drawn = b""
        os.write(self._screen, text.encode())

    def close(self) -> None:
        """End it."""
        os.kill(self._pid, signal.SIGTERM)
        os.close(self._screen)
        os.waitpid(self._pid, 0)


def start(command: list[str], said: Said) -> Start:
    """One start of the chat."""
    terminal = Terminal(command)
    try:
        warned = terminal.until(said.warned)
        terminal.until_it_draws()
        drawn = terminal.until(said.warned)
        terminal.type(f"{QUESTION}\r")
        return Start(warned, drawn, terminal.until(lambda screen: answered(screen, QUESTION, said.verdicts)))
    finally:
        terminal.close()


def main() -> None:
    """Start often, store the medians, and fill the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, help="or EDUBOT_INDEX; else the bundled leaflets'")
    parser.add_argument("--times", type=int, default=10, metavar="N", help="starts that count; else 10")
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing into docs/")
    wanted = parser.parse_args()
    command = [sys.executable, "-m", "edubot", "chat", "--index", str(named_index(wanted.index) or default_index())]
    said, load = Said.by(Guardrail.load()), round(os.getloadavg()[0], 1)
    starts = [start(command, said) for _ in range(wanted.times + 1)][1:]
    rows = {
        name: [round(call([getattr(one, name) for one in starts]), 2) for call in (statistics.median, min, max)]
        for name in ("warned", "drawn", "answered")
    }
    print(rows)
    if not wanted.dry:
        write(
            {"screen": {"date": f"{date.today()}", "machine": described(), "load": load, "starts": len(starts), **rows}}
        )


if __name__ == "__main__":
    main()
