"""Rooms for all visitors of a server: there before the first comes, begun anew where one ends, and gone with it."""

import pickle
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from edubot.beside.requests import Opening
from edubot.beside.room import Gone
from edubot.process import command_of

WAITING = 128
"""Visitors who may stand before the door at once."""
PAUSE = 1.0
"""Seconds before a room that ended is begun anew: one that ends at once would take all of the machine."""


@contextmanager
def shared_rooms(opening: Opening, rooms: int) -> Iterator[Path]:
    """Keep so many rooms open; gives the address that leads to whichever is free.

    The address lies in a folder that this user alone may enter.

    Raises:
        OSError: no such folder or address is to be had.
    """
    with ExitStack() as held:
        address = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="edubot-"))) / "door"
        door = held.enter_context(socket.socket(socket.AF_UNIX))
        door.bind(str(address))
        door.listen(WAITING)
        for _ in range(rooms):
            held.callback(_Kept(door, opening).end)
        yield address


class _Kept:
    """One room, begun anew whenever it ends."""

    def __init__(self, door: socket.socket, opening: Opening) -> None:
        self._door, self._opening = door, opening
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._keeper.start()

    def end(self) -> None:
        """End it for good."""
        self._is_over.set()
        if self._process:
            self._process.kill()
        self._keeper.join()

    def _keep(self) -> None:
        while not self._is_over.is_set():
            with suppress(*Gone), self._begun() as process:
                self._process = process
                if self._is_over.is_set():  # told to end before there was anything to end
                    process.kill()
                assert process.stdin, "it was asked for"
                pickle.dump(self._opening, process.stdin)
                process.stdin.flush()
                process.wait()
            self._is_over.wait(PAUSE)

    def _begun(self) -> subprocess.Popen[bytes]:
        door, nowhere = self._door.fileno(), subprocess.DEVNULL
        return subprocess.Popen(  # noqa: S603  our own command
            command_of("edubot.beside.shared", str(door)),
            stdin=subprocess.PIPE,
            stdout=nowhere,
            stderr=nowhere,
            pass_fds=(door,),
            start_new_session=True,
        )
