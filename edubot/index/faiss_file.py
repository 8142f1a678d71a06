"""FAISS indexes to and from disk, its untyped errors turned into ours."""

from pathlib import Path

import faiss

from edubot.errors import IndexDamaged


def read_faiss(path: Path) -> faiss.Index:
    """An index from disk.

    Raises:
        IndexDamaged: FAISS cannot read the file.
    """
    try:
        return faiss.read_index(str(path))
    except (RuntimeError, MemoryError) as error:
        raise IndexDamaged(f"{path} is not a FAISS index", "Build the index again") from error


def write_faiss(index: faiss.Index, path: Path) -> None:
    """Write an index to disk.

    Raises:
        OSError: it could not be written whole.
    """
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"{path.name} could not be written whole") from error
