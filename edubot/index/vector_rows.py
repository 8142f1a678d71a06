"""Vectors as plain rows in a file of numpy's: written a few at a time, read where they lie and never loaded whole."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np

from edubot.errors import IndexDamaged
from edubot.index.encoder import Vectors

SLICE = 8192
"""Rows that are held in memory at a time: 13 MB of them, at 384 figures each."""


class RowWriter:
    """Writes rows one batch after another; how many there will be is known from the start."""

    def __init__(self, path: Path, rows: int) -> None:
        self._path = path
        self._rows = rows
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file:
            self._file.close()

    def add(self, vectors: Vectors) -> None:
        """Append rows; the first ones say how long a row is."""
        if self._file is None:
            self._file = self._path.open("wb")
            header = {"descr": "<f4", "fortran_order": False, "shape": (self._rows, vectors.shape[1])}
            np.lib.format.write_array_header_1_0(self._file, header)
        self._file.write(np.ascontiguousarray(vectors, dtype="<f4").tobytes())


def read_rows(path: Path) -> Vectors:
    """The rows of a file, read from the disk when they are looked at.

    Raises:
        IndexDamaged: it holds no rows of figures.
    """
    try:
        rows: Vectors = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamaged(f"{path} holds no vectors", "Build the index again") from error
    if rows.ndim != 2 or rows.dtype != np.float32:  # noqa: PLR2004
        raise IndexDamaged(f"{path} holds no vectors", "Build the index again")
    return rows


def must_be_whole(rows: Vectors) -> None:
    """Let nobody read from a file that was cut short since it was opened: the system ends a process that does.

    Raises:
        IndexDamaged: it was.
    """
    if isinstance(rows, np.memmap) and rows.filename:
        with contextlib.suppress(FileNotFoundError):  # removed with its version: what is open stays
            if Path(rows.filename).stat().st_size < rows.offset + rows.nbytes:
                raise IndexDamaged(f"{rows.filename} was changed after the build", "Build the index again")


def in_slices(rows: Vectors) -> Iterator[Vectors]:
    """All rows in their order, a few in memory at a time."""
    for start in range(0, len(rows), SLICE):
        yield np.ascontiguousarray(rows[start : start + SLICE], dtype=np.float32)
