"""The task that reads leaflets and cuts them into passages, and how pieces of a library are written down for it."""

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from edubot.cluster.work_sheet import Place, read_work
from edubot.errors import BadInput
from edubot.index.crew import ReadLeaflet
from edubot.index.passages import passages
from edubot.leaflets.documents import Row
from edubot.leaflets.folder import Library, Piece
from edubot.settings import ScorerSettings

MOST_PIECES = 16
MOST_BYTES = 256 << 10
"""Of the files that one task reads: many short ones, or one that takes long."""
_BYTES = "latin-1"
"""Carries any bytes through JSON and back."""

Outcome = ReadLeaflet | BadInput
"""What came of a piece: a leaflet with its passages, or why there is none."""


def in_groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that are read by one task, in their order."""
    held: list[Piece] = []
    size = 0
    for piece in pieces:
        more = len(piece.content) if isinstance(piece, Row) else _size(piece)
        if held and (len(held) == MOST_PIECES or size + more > MOST_BYTES):
            yield held
            held, size = [], 0
        held.append(piece)
        size += more
    if held:
        yield held


def written(group: Iterable[Piece]) -> list[object]:
    """A group as it stands in a work sheet."""
    return [
        [str(piece.path), piece.number, piece.content.decode(_BYTES)] if isinstance(piece, Row) else str(piece)
        for piece in group
    ]


def pieces_of(group: Iterable[Any]) -> Iterator[Piece]:
    """The pieces of a group that was written down."""
    for piece in group:
        yield Path(piece) if isinstance(piece, str) else Row(Path(piece[0]), piece[1], piece[2].encode(_BYTES))


def read_group(row: Place, *, sheet: Path, library: Library, settings: ScorerSettings) -> dict[str, Any]:
    """Read the group of pieces at a place of the sheet.

    Returns:
        its number, and what came of each piece; or what nobody expected, to be raised where people see it.
    """
    try:
        outcomes = [_outcome(piece, library, settings) for piece in pieces_of(read_work(sheet, row))]
        return {"number": row["number"], "outcomes": pickle.dumps(outcomes), "failure": b""}
    except Exception as error:  # a fault of edubot's own, which must not be taken for a fault of Ray's
        return {"number": row["number"], "outcomes": b"", "failure": pickle.dumps(error)}


def _outcome(piece: Piece, library: Library, settings: ScorerSettings) -> Outcome:
    read = library.outcome(piece)
    return read if isinstance(read, BadInput) else (read, list(passages(read, settings.chunker)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
