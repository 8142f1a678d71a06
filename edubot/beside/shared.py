"""A process that has the leaflets open for many: whoever comes in is attended to by a thread of its own.

It holds a little of what they asked while they are there, and nothing once they have left.
"""

import os
import pickle
import socket
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from edubot.beside.requests import Opening
from edubot.beside.room import Gone
from edubot.beside.work import opened, work
from edubot.process import prepare
from edubot.remembered import forget

if TYPE_CHECKING:
    from edubot.assistant import Assistant


class Shelf:
    """The assistants that are open, by what was asked for; those who come for the same share one."""

    def __init__(self) -> None:
        self._held: dict[Opening, tuple[object, Assistant]] = {}
        self._turn = threading.Lock()

    def opened(self, opening: Opening) -> "Assistant":
        """One over the version that is in use now. Raises as opening does."""
        from edubot.index.stamp import stamps

        with self._turn:
            stamp = stamps(opening.place)()
            known = self._held.get(opening)
            if known and known[0] == stamp:
                return known[1]
            assistant = opened(opening)
            self._held[opening] = (stamp, assistant)
            return assistant


def main() -> None:
    """Attend to all who come in by a socket, until the process that began this one ends.

    That one holds the other end of standard input, and writes there first what most will ask to be opened.
    """
    prepare()
    door, shelf = socket.socket(fileno=int(sys.argv[1])), Shelf()
    threading.Thread(target=_begin, args=(sys.stdin.buffer, shelf), daemon=True).start()
    while True:
        visitor, _ = door.accept()
        threading.Thread(target=_attend, args=(visitor, shelf), daemon=True).start()


def _begin(told: BinaryIO, shelf: Shelf) -> None:
    """Open what most will ask for; end when the process that told so is gone."""
    try:
        with suppress(Exception):  # whoever comes for it is told why it cannot be opened
            shelf.opened(pickle.load(told))  # noqa: S301  of the process that began this one
        told.read()
    finally:
        os._exit(0)


def _attend(visitor: socket.socket, shelf: Shelf) -> None:
    """Do what one asks until they leave, and forget it; they come from processes of the same user alone."""
    try:
        with suppress(*Gone), visitor, visitor.makefile("rb") as asked, visitor.makefile("wb") as told:
            work(lambda: pickle.load(asked), told, shelf.opened)  # noqa: S301  as `_begin`
    finally:
        forget()
