"""Things kept on the disk for a while in a file without a name: nobody else can write it, and nothing of it stays."""

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

Thing = TypeVar("Thing")


class Spool(Generic[Thing]):
    """Written once in a row, read again in the same row as often as is wanted."""

    def __init__(self, beside: Path) -> None:
        """Begin one.

        Args:
            beside: a folder on a disk that has room.
        """
        beside.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=beside)  # noqa: SIM115  closed with the spool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, thing: Thing) -> None:
        """Keep one thing more."""
        pickle.dump(thing, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Thing]:
        """All of them, one in memory at a time."""
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield pickle.load(self._file)  # noqa: S301  this process wrote it, and no other can reach it
