"""A sign that another version was put in use, which costs one look at the pointer and opens nothing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from edubot.address import EngineAddress, Place

POINTER = "current"


def stamps(place: Place) -> Callable[[], object]:
    """What gives the sign of an index."""
    if isinstance(place, EngineAddress):
        from edubot.index.engine.alias import AliasStamp

        return AliasStamp(place)
    return partial(stamp, place)


def stamp(root: Path) -> tuple[int, int] | None:
    """Changes whenever the pointer is moved, even to a version of the same name; None where there is no pointer."""
    try:
        found = (root / POINTER).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
