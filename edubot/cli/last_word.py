"""Whoever builds on Ray does it in a child process: Ray ends a process that has lost its cluster without a word.

The parent only waits, and says what happened where the child could not.
"""

import atexit
import os
import signal
import sys
import threading

from edubot.cli.output import tell
from edubot.errors import BuildFailed

_DONE = b"."


def stand_by() -> None:
    """Return in a child process; the parent ends as the child does, with a sentence if the child said none itself.

    Where processes cannot be forked, nothing happens.
    """
    if not hasattr(os, "fork"):
        return
    told, tell = os.pipe()
    lives, holds = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        os.close(tell)
        os.close(lives)
        os._exit(_awaited(child, told))
    os.close(told)
    os.close(holds)
    threading.Thread(target=_end_with_the_parent, args=(lives,), daemon=True).start()
    atexit.register(os.write, tell, _DONE)


def _awaited(child: int, told: int) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the child gets it too, and ends in its own way
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if os.read(told, 1) == _DONE:
        return status if status >= 0 else 128 - status
    problem = BuildFailed(
        f"Ray was lost and ended the build (status {status})",
        "Build again: what was encoded is not encoded again; the last index stays in use",
    )
    tell(problem)
    sys.stderr.flush()
    return problem.exit_status


def _end_with_the_parent(lives: int) -> None:
    """Nobody waits for a build whose parent is gone: its end closes this pipe, however it ends."""
    os.read(lives, 1)
    os._exit(1)
