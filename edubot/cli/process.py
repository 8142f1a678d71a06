"""What a process of edubot's own sets up before it loads anything large."""

import gc
import os

OBJECTS = 50_000
"""Allocated between two searches for garbage: rules and libraries stay, and looking them over again finds nothing."""
ONE_THREAD = "OPENBLAS_NUM_THREADS"
"""Read when numpy is imported: its products are small here, and more threads only wait for one another, busily."""


def prepare() -> None:
    """Set up this process."""
    gc.set_threshold(OBJECTS)
    os.environ.setdefault(ONE_THREAD, "1")
