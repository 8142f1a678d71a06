"""Changes on disk that are whole or none, and that outlast a loss of power."""

import os
from pathlib import Path


def make_durable(path: Path) -> None:
    """Have the system write what it holds of a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_durably(path: Path, content: bytes) -> None:
    """Give a file new content: whoever reads it finds the old one or the new one, each whole.

    Raises:
        OSError: it cannot be written; the old content stays.
    """
    waiting = path.with_name(f"{path.name}.new")
    waiting.write_bytes(content)
    make_durable(waiting)
    waiting.replace(path)
    make_durable(path.parent)
