"""A library read by tasks, and gathered here as if it had been read here."""

import pickle
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from edubot.cluster.reading import Outcome, in_groups, pieces_of, read_group, written
from edubot.cluster.spool import Spool
from edubot.cluster.tasks import Row, run_tasks
from edubot.cluster.work_sheet import WorkSheet
from edubot.errors import BadInput, LeafletUnreadable
from edubot.index.crew import ReadLeaflet
from edubot.leaflets.folder import Library, Piece
from edubot.model import Leaflet, Passage
from edubot.settings import ScorerSettings


class RayReading:
    """The leaflets of a library with their passages; the first iteration has them read, later ones find them kept."""

    def __init__(self, library: Library, settings: ScorerSettings, room: Path, stack: ExitStack) -> None:
        """Plan nothing yet.

        Args:
            room: a folder that every machine sees.
            stack: closes what is open when the build ends, however it ends.
        """
        self._library = library
        self._settings = settings
        self._sheet = room / "reading.sheet"
        self._stack = stack
        self._spool: Spool[ReadLeaflet] = stack.enter_context(Spool(room))
        self._read = False

    def __iter__(self) -> Iterator[ReadLeaflet]:
        """One in memory at a time.

        Raises:
            BadInput: as where the library itself is iterated.
        """
        if self._read:
            yield from self._spool
            return
        for read in self._gathered():
            self._spool.add(read)
            yield read
        self._read = True

    def _gathered(self) -> Iterator[ReadLeaflet]:
        latest: list[tuple[Passage, ...]] = []

        def outcomes() -> Iterator[tuple[Piece, Leaflet | BadInput]]:
            for piece, outcome in self._outcomes():
                latest[:] = [] if isinstance(outcome, BadInput) else [tuple(outcome[1])]
                yield piece, outcome if isinstance(outcome, BadInput) else outcome[0]

        for leaflet in self._library.gathered(outcomes()):
            yield leaflet, latest[0]

    def _outcomes(self) -> Iterator[tuple[Piece, Outcome]]:
        with WorkSheet(self._sheet) as sheet:
            for group in in_groups(self._library.pieces()):
                sheet.add(written(group))
            sheet.finish()
            groups = iter(sheet)
            awaited = 0
            for row in self._rows(sheet) if sheet.places else ():
                for _ in range(awaited, row["number"]):
                    yield from self._alone(next(groups))
                yield from zip(pieces_of(next(groups)), _unpacked(row), strict=True)
                awaited = row["number"] + 1
            for group in groups:
                yield from self._alone(group)

    def _alone(self, group: list[object]) -> Iterator[tuple[Piece, Outcome]]:
        """Read each piece of a group by itself: one of them ended the process that read it."""
        for piece in pieces_of(group):
            with WorkSheet(self._sheet.with_suffix(".alone")) as sheet:
                sheet.add(written([piece]))
                sheet.finish()
                outcomes = [outcome for row in self._rows(sheet) for outcome in _unpacked(row)]
            yield piece, outcomes[0] if outcomes else _ended(piece)

    def _rows(self, sheet: WorkSheet) -> Iterator[Row]:
        read = self._library
        library = Library(read.place.resolve(), read.curated, read.with_curation, known=read.known)
        given = {"sheet": sheet.path, "library": library, "settings": self._settings}
        return self._stack.enter_context(closing(run_tasks(read_group, sheet.places, given)))


def _unpacked(row: Row) -> list[Outcome]:
    if row["failure"]:
        raise pickle.loads(row["failure"])  # noqa: S301  a task of ours made it
    outcomes: list[Outcome] = pickle.loads(row["outcomes"])  # noqa: S301  the same
    return outcomes


def _ended(piece: Piece) -> LeafletUnreadable:
    return LeafletUnreadable(
        f"{piece} ended every process that read it", "Save its text in another form, or take it out"
    )
