"""A process with an index open, seen from the one that began it."""

import pickle
import subprocess
import weakref
from contextlib import suppress

from edubot.beside.requests import Opening, Reply
from edubot.process import command_of

Gone = (EOFError, OSError, ValueError, pickle.UnpicklingError)
"""What it raises to speak with a process that has ended, that ends in the middle of a word, or that was let go."""


class Room:
    """Ends with the last who holds it, and with the process that began it."""

    def __init__(self, opening: Opening) -> None:
        """A room that begins to open an index; nothing waits for that.

        Raises:
            OSError: no process is to be had.
        """
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(  # noqa: S603  our own command
            command_of("edubot.beside.worker"), stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True
        )
        self._end = weakref.finalize(self, _end, self._process)
        self.ask(opening)

    def ask(self, request: object) -> None:
        """Hand in a request.

        Raises:
            one of `Gone`: the process has ended.
        """
        assert self._process.stdin, "it was asked for"
        pickle.dump(request, self._process.stdin)
        self._process.stdin.flush()

    def reply(self) -> Reply:
        """What the next request came to.

        Raises:
            one of `Gone`: the process has ended.
        """
        assert self._process.stdout, "it was asked for"
        reply: Reply = pickle.load(self._process.stdout)  # noqa: S301  of a process of our own
        return reply

    def close(self) -> None:
        """End the process, whatever it does."""
        self._end()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            assert pipe, "it was asked for"
            pipe.close()
    process.wait()
