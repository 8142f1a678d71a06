"""Other processes, as tests look at them."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds after which something will not come any more."""


def until(there: Callable[[], T]) -> T:
    """What is there in the end."""
    end = time.monotonic() + PATIENCE
    while not (found := there()) and time.monotonic() < end:
        time.sleep(0.05)
    assert found
    return found


def lives(process: int) -> bool:
    """Whether a process runs."""
    try:
        os.kill(process, 0)
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
