"""Holds every pattern of the package against long odd lines; a command of its own, so that one that hangs can be ended.

Prints a line before each that it tries, and one for each that takes far more than its share of work for more text.
"""

import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import edubot
from edubot.leaflets.sentences import sentences
from edubot.model import Span
from edubot.quantities import quantities
from edubot.tui.leaflet_rows import cuts

Work: TypeAlias = Callable[[str], object]
Line: TypeAlias = Callable[[int], str]
SHORT, LONG = 1_250, 20_000
"""Characters of a line; the short one first, for what grows with the cube would not come back from the long one."""
FEW_SECONDS = 0.1
"""Of work, which nobody waits for."""
STEEP = 10
"""Times the work for four times the text; of what grows with the square it is 16, of what grows with the text 4."""
NEED_OPTIONAL = ("edubot.cluster", "edubot.index.engine")
"""Rooms whose libraries may not be there."""
PIECES = (
    *". ! ? … - – ' \" ’ ) [ * _ # : ; , / @ \\ | < & ° · 1 a A é 字".split(),
    *(" ", "\t", "\n", "\u00a0", " \n", ". ", ".\n", "- ", "| ", "1. ", "1 ", "a ", "A. ", "a.", "-1", "a-", "1-"),
    *("1.", "1,", "a@", "a@a.", "www.", "http://", "1/", "(a ", "**a", "__", "one ", "and ", "1 mg ", "a, ", "\n- "),
)
WORKS: dict[str, Work] = {
    "quantities": lambda line: list(quantities(line, "mass")),
    "sentences": lambda line: list(sentences(line, Span(0, len(line)))),
    "cuts": lambda line: list(cuts(line, 40)),
}
"""What looks at a leaflet's lines with more than one pattern, or with none."""


def patterns() -> Iterator[tuple[str, str, Work]]:
    """Every compiled pattern that stands in a module, also within what stands there: its place, itself, its work."""
    seen = set()
    for found in pkgutil.walk_packages(edubot.__path__, "edubot."):
        if found.name.endswith("__main__") or found.name.startswith(NEED_OPTIONAL):
            continue
        module = import_module(found.name)
        for name, value in vars(module).items():
            for pattern in within(value):
                if pattern not in seen:
                    seen.add(pattern)
                    written = pattern.pattern
                    text = written if isinstance(written, str) else written.decode("latin-1")
                    yield f"{found.name}.{name}", text, look(pattern, uses(module, name))


def within(value: object, depth: int = 0) -> Iterator["re.Pattern[Any]"]:
    """The patterns in a value."""
    inside: list[object] = []
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        inside = list(value.values())
    elif isinstance(value, (tuple, list, set, frozenset)):
        inside = list(value)
    elif is_dataclass(value) and not isinstance(value, type):
        inside = [getattr(value, field.name, None) for field in fields(value)]
    for each in inside if depth < 3 else ():
        yield from within(each, depth + 1)


def uses(module: ModuleType, name: str) -> set[str]:
    """How a pattern is looked with, as its module says; one that only begins at a line's start need not go on."""
    return set(re.findall(rf"\b{name}\.(\w+)\(", Path(str(module.__file__)).read_text(encoding="utf-8")))


def look(pattern: "re.Pattern[Any]", used: set[str]) -> Work:
    """Look at a line in the ways in which a pattern is used; in every way where that is not known."""
    ways: list[Callable[[Any], object]] = []
    if not used or used & {"match", "fullmatch"}:
        ways += [pattern.match, pattern.fullmatch]
    if not used or used - {"match", "fullmatch"}:
        ways.append(pattern.findall)
    is_text = isinstance(pattern.pattern, str)
    return lambda line: [way(line if is_text else line.encode()) for way in ways]


def lines(pattern: str) -> Iterator[Line]:
    """Ways to fill a line with what a pattern looks for, so that it begins to match and does not end."""
    bare = re.sub(r"\\[A-Za-z]|\{[\d,]*\}", " ", pattern)
    found = (each.replace("\\", "") for each in re.findall(r"[\w:/@.\\-]{2,}", bare))
    own = list(dict.fromkeys(filter(None, found)))[:12]
    for piece in dict.fromkeys((*PIECES, *own, *(f"{each} " for each in own))):
        yield lambda length, piece=piece: filled(piece, length)  # type: ignore[misc]
    for start, piece in ((start, piece) for start in own[:4] for piece in (" ", "a", "1")):
        yield lambda length, start=start, piece=piece: start + filled(piece, length)  # type: ignore[misc]
    for piece, other in (" x", "-1", "-a", ".x", "1x", "ax", " \n"):
        yield lambda length, piece=piece, other=other: 2 * (filled(piece, length // 2) + other)  # type: ignore[misc]


def filled(piece: str, length: int) -> str:
    """A piece again and again."""
    return (piece * (length // len(piece) + 1))[:length]


def seconds(work: Work, line: str) -> float:
    """Of this process, whatever else the machine does."""
    begun = time.process_time()
    work(line)
    return time.process_time() - begun


def is_steep(work: Work, line: Line) -> bool:
    """Whether the work grows faster than the text, so far that somebody waits."""
    for length in (SHORT, LONG):
        if seconds(work, line(length)) > FEW_SECONDS:
            whole, quarter = (min(seconds(work, line(part)) for _ in range(3)) for part in (length, length // 4))
            if whole > FEW_SECONDS and whole > STEEP * quarter:
                return True
    return False


def say(line: str) -> None:
    """Print a line at once, so that it is there when this process is ended."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Try them all."""
    for name, written, work in (*patterns(), *((name, "", work) for name, work in WORKS.items())):
        say(f"trying {name} {written[:100]!r}")
        for line in lines(written):
            if is_steep(work, line):
                say(f"STEEP {name} {written[:100]!r} on {line(40)!r}")
                break
    say("tried all")


if __name__ == "__main__":
    main()
