"""Whoever builds on Ray does it in a child process: Ray ends a process that has lost its cluster without a word.

The parent only waits, and says what happened where the child could not.
"""

import atexit
import os
import signal
import sys
import threading
from contextlib import suppress

from edubot.cli.output import tell
from edubot.errors import BuildFailed

_DONE = b"."


def stand_by() -> None:
    """Return in a child process; the parent ends as the child does, with a sentence if the child said none itself.

    Where processes cannot be forked, nothing happens.
    """
    if not hasattr(os, "fork"):
        return
    heard, says = os.pipe()
    lives, holds = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        os.close(says)
        os.close(lives)
        os._exit(_awaited(child, heard))
    os.close(heard)
    os.close(holds)
    threading.Thread(target=_end_with_the_parent, args=(lives,), daemon=True).start()
    atexit.register(os.write, says, _DONE)


def _awaited(child: int, heard: int) -> int:
    ended = []

    def end_the_child(*_: object) -> None:
        ended.append(child)
        with suppress(ProcessLookupError):  # it was done a moment ago
            os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the child gets it too, and ends in its own way
    signal.signal(signal.SIGTERM, end_the_child)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended and status:
        _tell("The build was ended (SIGTERM)")
        return 128 + signal.SIGTERM
    if os.read(heard, 1) == _DONE:
        return status if status >= 0 else 128 - status
    _tell(f"Ray was lost and ended the build (status {status})")
    return BuildFailed.exit_status


def _tell(problem: str) -> None:
    tell(BuildFailed(problem, "Build again: what was encoded is not encoded again; the last index stays in use"))
    sys.stderr.flush()


def _end_with_the_parent(lives: int) -> None:
    """Nobody waits for a build whose parent is gone: its end closes this pipe, however it ends."""
    os.read(lives, 1)
    os._exit(1)
