"""One build of an index at a time, and a sentence for whatever keeps it from being written."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from edubot.errors import BuildFailed
from edubot.index.layout import drop_drafts

if TYPE_CHECKING:
    from filelock import FileLock


@contextlib.contextmanager
def one_build(root: Path, told: str, wait: Callable[[], object] | None = None) -> Iterator[None]:
    """Hold a folder for one build; what a killed one left behind is swept away.

    Args:
        told: how the index is called in a sentence.
        wait: called before waiting for another build; without it there is no waiting.

    Raises:
        BuildFailed: another build has it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # who only asks locks nothing

    try:
        root.mkdir(parents=True, exist_ok=True)
        with _held(FileLock(root / ".lock"), wait):
            drop_drafts(root)
            yield
    except Timeout as error:
        raise BuildFailed(
            f"Another build of {told} is running", "Wait until it has ended, or build with --wait"
        ) from error
    except (OSError, sqlite3.OperationalError) as error:
        raise BuildFailed(
            f"The index in {told} could not be written ({getattr(error, 'strerror', None) or error})",
            "Free some room or name a folder you may write to; the last index stays in use",
        ) from error


@contextlib.contextmanager
def _held(lock: "FileLock", wait: Callable[[], object] | None) -> Iterator[None]:
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        if wait is None:
            raise
        wait()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
