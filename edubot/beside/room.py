"""A process with an index open, seen from the one that asks it: one of its own, or one that many ask."""

import pickle
import socket
import subprocess
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO

from edubot.beside.requests import Opening, Reply
from edubot.process import command_of

Gone = (EOFError, OSError, ValueError, pickle.UnpicklingError)
"""What it raises to speak with a process that has ended, that ends in the middle of a word, or that was let go."""
PATIENCE = 60.0
"""Seconds after which a room that others ask too is taken for one that hangs."""


class Room:
    """Where requests are handed in, and answered in their order."""

    def __init__(self, asked: IO[bytes], told: IO[bytes], opening: Opening) -> None:
        """A room that begins to open an index; nothing waits for that.

        Args:
            asked: where requests are written.
            told: where replies are read.
        """
        self._asked, self._told = asked, told
        self.ask(opening)

    def ask(self, request: object) -> None:
        """Hand in a request.

        Raises:
            one of `Gone`: the process has ended.
        """
        pickle.dump(request, self._asked)
        self._asked.flush()

    def reply(self) -> Reply:
        """What the next request came to.

        Raises:
            one of `Gone`: the process has ended.
        """
        reply: Reply = pickle.load(self._told)  # noqa: S301  of a process of our own
        return reply

    def close(self) -> None:
        """Leave, whatever is done there."""
        raise NotImplementedError


class OwnRoom(Room):
    """Ends with the last who holds it, and with the process that began it."""

    def __init__(self, opening: Opening) -> None:
        """A process of its own.

        Raises:
            OSError: none is to be had.
        """
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self.process = subprocess.Popen(  # noqa: S603  our own command
            command_of("edubot.beside.worker"), stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True
        )
        self._end = weakref.finalize(self, _end, self.process)
        assert self.process.stdin and self.process.stdout, "they were asked for"
        super().__init__(self.process.stdin, self.process.stdout, opening)

    def close(self) -> None:
        """End the process, whatever it does."""
        self._end()


class SharedRoom(Room):
    """A place in a room that others ask too; it stays when one of them leaves."""

    def __init__(self, address: Path, opening: Opening) -> None:
        """A place in the room at an address.

        Raises:
            OSError: nobody is there.
        """
        self._way = socket.socket(socket.AF_UNIX)
        self._way.settimeout(PATIENCE)
        self._way.connect(str(address))
        super().__init__(self._way.makefile("wb"), self._way.makefile("rb"), opening)

    def close(self) -> None:
        """Give the place up."""
        for held in (self._asked, self._told, self._way):
            with suppress(OSError):
                held.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            assert pipe, "it was asked for"
            pipe.close()
    process.wait()
