"""A process of edubot's own: what it sets up before it loads anything large, and how another one is begun."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

OBJECTS = 50_000
"""Allocated between two searches for garbage: rules and libraries stay, and looking them over again finds nothing."""
OBJECTS_OF_AN_ANSWER = 1_000_000
"""More than a question ever leaves behind: 750 of them, one after another, took no more memory."""
ONE_THREAD = "OPENBLAS_NUM_THREADS"
"""Read when numpy is imported: its products are small here, and more threads only wait for one another, busily."""
_HOME = Path(__file__).parent.parent


class Finished(SystemExit):
    """Raised by a command that has said all and left nothing open: its process may end as it stands."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status
        """The exit status."""


def prepare() -> None:
    """Set up this process."""
    gc.set_threshold(OBJECTS)
    os.environ.setdefault(ONE_THREAD, "1")


def hasten() -> None:
    """Hardly search for garbage any more: answers leave little of it, and the first one is waited for."""
    gc.set_threshold(OBJECTS_OF_AN_ANSWER)


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def command_of(module: str, *arguments: str) -> Sequence[str]:
    """What runs a module's `main` in another process: of this very edubot, whatever lies in the current folder."""
    found = "home = sys.argv.pop(1); home in sys.path or sys.path.insert(0, home)"
    code = f"import sys; {found}; from {module} import main; main()"
    return [sys.executable, "-P", "-c", code, str(_HOME), *arguments]
