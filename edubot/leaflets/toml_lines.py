"""In which line of a TOML file a key stands, which the standard library's reader does not tell."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

_ENDS = ('"""', "'''", "]", "}")
"""One of these stands in the last line of a statement of several."""

Place = tuple[str | int, ...]
"""Keys from the outermost, and positions in lists: `("side", 0, "words")`."""


def line_of(toml: str, place: Place) -> int:
    """The line of a key, or of the innermost table around it that is written out; the first where none is.

    Args:
        toml: a file that `tomllib` reads.
    """
    found = _lines(toml)
    while place and place not in found:
        place = place[:-1]
    return found.get(place, 1)


@lru_cache(maxsize=4)
def _lines(toml: str) -> Mapping[Place, int]:
    found: dict[Place, int] = {}
    table: Place = ()
    opened: dict[Place, int] = {}
    for line, statement, said in _statements(toml):
        if statement.lstrip().startswith("["):
            table = _table(said, opened)
            found.setdefault(table, line)
        else:
            found |= dict.fromkeys(_places(table, said), line)
    return found


def _statements(toml: str) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Each statement with its first line and what it says: the fewest lines that can be read alone are one."""
    held: list[str] = []
    for number, line in enumerate(toml.split("\n"), start=1):
        held.append(line)
        if len(held) > 1 and not any(mark in line for mark in _ENDS):
            continue
        statement = "\n".join(held)
        try:
            said = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue
        yield number - len(held) + 1, statement, said
        held = []


def _table(said: Mapping[str, Any], opened: dict[Place, int]) -> Place:
    """The place of a table that a header opens, a list of tables counted on."""
    place: Place = ()
    while said:
        ((key, value),) = said.items()
        place = (*place, key)
        if isinstance(value, list):
            opened[place] = opened.get(place, -1) + 1
            value = value[0]
        if place in opened:
            place = (*place, opened[place])
        said = value
    return place


def _places(table: Place, said: object) -> Iterator[Place]:
    """The places of all that a statement sets."""
    if isinstance(said, dict):
        inside: Iterator[tuple[str | int, object]] = iter(said.items())
    elif isinstance(said, list):
        inside = iter(enumerate(said))
    else:
        return
    for key, value in inside:
        yield (*table, key)
        yield from _places((*table, key), value)
