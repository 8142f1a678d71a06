"""Somebody who has read the README and nothing else: five tasks in a real terminal, with the keys that it names.

Needs tmux. Run it with `make newcomer`, or `python -m scripts.newcomer --index DIR` over an index that is there.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PATIENCE_SECONDS = 120
"""How long something may take to come; only a fault takes all of it."""
KEYS = {"Enter": "Enter", "Escape": "Escape", "F4": "F4", "F5": "F5", "F7": "F7", "Ctrl+Q": "C-q"}
"""As the README writes them → as tmux does. Nothing else is pressed."""
_DRAWN = re.compile(r"[┃━┏┓┗┛▌▐█╭╮╰╯│─▁▔▊▎▄▂▅▆▇\s]+")


class Stuck(Exception):
    """What should have come never came."""


@dataclass(frozen=True)
class Terminal:
    """A program in a terminal of its own."""

    socket: Path

    def press(self, *keys: str) -> None:
        """Keys by the names that the README has for them."""
        for key in keys:
            self._tmux("send-keys", "-t", "0", KEYS[key])

    def type(self, words: str) -> None:
        """Letters."""
        self._tmux("send-keys", "-t", "0", "-l", words)

    def words(self) -> str:
        """What stands on the screen, without the lines that are drawn around it."""
        return _DRAWN.sub(" ", self._tmux("capture-pane", "-p", "-t", "0"))

    def until(self, *come: str) -> str:
        """Wait for some words; the screen that shows them all.

        Raises:
            Stuck: they never came.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            seen = self.words()
            if all(words in seen for words in come):
                return seen
            time.sleep(0.2)
        raise Stuck(f"{come} never came:\n{self._tmux('capture-pane', '-p', '-t', '0')}")

    def has_ended(self) -> bool:
        """Whether the program was left."""
        return not self._tmux("list-sessions", check=False)

    def _tmux(self, *arguments: str, check: bool = True) -> str:
        command = ["tmux", "-S", str(self.socket), *arguments]
        return subprocess.run(  # noqa: S603  a fixed program, our own arguments
            command, capture_output=True, encoding="utf-8", check=check
        ).stdout


@contextmanager
def terminal(command: Sequence[str], home: Path, size: tuple[int, int]) -> Iterator[Terminal]:
    """A command in a terminal of so many columns and rows, as somebody new to it would start it."""
    place = {"HOME": home, "XDG_DATA_HOME": home / "data", "XDG_CONFIG_HOME": home / "config", "PYTHONPATH": REPOSITORY}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EDUBOT_", "TMUX"))}
    socket = home / "tmux"
    begin = ["tmux", "-S", str(socket), "-f", "/dev/null", "new-session", "-d", "-x", str(size[0]), "-y", str(size[1])]
    environment = {**kept, **{name: str(value) for name, value in place.items()}, "LC_ALL": "C.UTF-8"}
    subprocess.run(  # noqa: S603  as above
        [*begin, "-c", str(home), shlex.join(command)], env=environment, check=True
    )
    try:
        yield Terminal(socket)
    finally:
        subprocess.run(  # noqa: S603  a server of our own, by its socket
            ["tmux", "-S", str(socket), "kill-server"],  # noqa: S607
            capture_output=True,
            check=False,
        )


def five_tasks(chat: Terminal, home: Path) -> Iterator[str]:
    """Do one after the other; what was done, each time.

    Raises:
        Stuck: one could not be done.
    """
    chat.until("Pregnancy:", "Mood:", "Your questions are answered from")
    chat.type("Can I drink alcohol?")
    chat.press("Enter")
    chat.until("You: Can I drink alcohol?", "word for word", "1 Isotretinoin")
    yield "asked a question, and read the leaflets' own words"

    chat.press("F5")
    chat.until("Passage 1 of", "Pregnancy:", "Mood:")
    yield "opened the passage in its whole leaflet"

    chat.press("Escape")
    chat.until("You: Can I drink alcohol?")
    chat.type("How long does treatment last?")
    chat.press("Enter")
    chat.until("What each leaflet says on")
    yield "saw where the leaflets disagree"

    chat.press("F7")
    chat.until("On your sheet: 1")
    chat.press("F4")
    chat.until("Save this sitting, your sheet and both warnings")
    chat.press("Enter")
    chat.until("Saved in")
    (saved,) = home.glob("edubot-*.md")
    written = saved.read_text(encoding="utf-8")
    for part in ("How long does treatment last?", "prescriber", "Pregnancy", "Mood"):
        if part not in written:
            raise Stuck(f"{part!r} is not in what was saved:\n{written}")
    yield "saved the sheet for the prescriber, with the answers and both warnings"

    chat.type("I want to die")
    chat.press("Enter")
    chat.until("You: I want to die", "Please get help right now", "in the US call or text 988", "116 123")
    yield "found whom to call in a crisis"

    chat.press("Ctrl+Q")
    end = time.monotonic() + PATIENCE_SECONDS
    while not chat.has_ended():
        if time.monotonic() > end:
            raise Stuck("Ctrl+Q did not end it")
        time.sleep(0.2)


def visit(index: Path | None, size: tuple[int, int] = (80, 24)) -> Iterator[str]:
    """All five tasks, in a home that is gone afterwards.

    Args:
        index: the one to ask; the default one, built at the first start, if None.
    """
    command = [sys.executable, "-m", "edubot", *(["--index", str(index.absolute())] if index else [])]
    with tempfile.TemporaryDirectory() as place, terminal(command, Path(place), size) as chat:
        yield from five_tasks(chat, Path(place))


def main() -> None:
    """Print what was done, or where somebody new gets stuck."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--index", type=Path, help="an index of the bundled leaflets; else one is built first")
    try:
        for number, done in enumerate(visit(options.parse_args().index), start=1):
            print(f"{number}. {done}", flush=True)
    except Stuck as stuck:
        sys.exit(f"Stuck: {stuck}")


if __name__ == "__main__":
    main()
