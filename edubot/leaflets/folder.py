"""A folder of leaflets, one file, or a JSON-lines file of documents → leaflets, one at a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edubot.errors import BadInput, LeafletUnreadable
from edubot.leaflets.curation import Curation
from edubot.leaflets.curation_file import curations_by_hash, read_curation
from edubot.leaflets.documents import Row, document, rows
from edubot.leaflets.entries import entries, refuse_unfit
from edubot.leaflets.kinds import READERS, ROWS
from edubot.leaflets.known_ids import KnownIds
from edubot.leaflets.read import read_leaflet
from edubot.leaflets.readings import Readings
from edubot.leaflets.strays import BESIDE, is_curation, strays
from edubot.model import Leaflet

Piece = Path | Row
"""What a library is read in: a file, or a row of a file of documents."""


@dataclass(frozen=True)
class Library:
    """Where leaflets come from, and the curation that goes with them.

    Iterating reads every leaflet anew, one at a time, so that a large library never stands in memory.
    """

    place: Path
    """A folder, one leaflet file, or a `.jsonl` file of rows `{"id", "title", "text"}`."""
    curated: Mapping[str, Curation] = field(default_factory=dict)
    """Curations by the SHA-256 of the text they are for."""
    with_curation: bool = True
    """False reads the text and the general rules alone."""
    strict: bool = True
    """Whether anything that cannot be read stops the reading; else it is left out and told in `faults`."""
    stops_at_strays: bool = True
    """Whether a curation lost to its leaflet stops the reading even so: what it keeps back would be shown."""
    known: KnownIds | None = None
    """What a curation may name; None where nobody reads the leaflets for patients."""
    faults: list[BadInput] = field(default_factory=list, compare=False)
    """What the latest reading had to leave out, in the order in which it was met."""
    missing: dict[str, BadInput] = field(default_factory=dict, compare=False)
    """Why each file was left out that holds a leaflet by itself, by its name."""
    repairs: list[str] = field(default_factory=list, compare=False)
    """What it had to guess or to mend, a sentence each."""
    readings: Readings = field(default_factory=Readings, compare=False, repr=False)
    """Texts of its files, so that a second reading opens none that has not changed."""

    @classmethod
    def at(
        cls,
        place: Path,
        originals: Path | None,
        with_curation: bool = True,
        strict: bool = True,
        stops_at_strays: bool = True,
        known: KnownIds | None = None,
    ) -> "Library":
        """The library at a place, with the curations that the folder `originals` holds.

        Raises:
            LeafletUnreadable: there is nothing at that place.
        """
        if not place.is_dir() and not place.is_file():
            problem = "is no file but a pipe or a device" if place.exists() else "does not exist"
            raise LeafletUnreadable(f"{place} {problem}", "Name a folder of leaflets or a .jsonl file")
        curated = curations_by_hash(originals) if originals and with_curation else {}
        return cls(place, curated, with_curation, strict, stops_at_strays, known)

    def __iter__(self) -> Iterator[Leaflet]:
        """Every leaflet that can be read.

        Raises:
            BadInput: one that cannot, where the library is strict; else only where none can, or a curation is lost.
        """
        return self.gathered((piece, self.outcome(piece)) for piece in self.pieces())

    def pieces(self) -> Iterator[Piece]:
        """All that there is to read, in its order, unread.

        Raises:
            LeafletUnreadable: the folder, or the file of documents, cannot be read.
        """
        if self._holds_rows:
            yield from rows(self.place)
        elif self.place.is_file():
            yield self.place
        else:
            yield from (path for path in entries(self.place) if not is_curation(path))

    def outcome(self, piece: Piece) -> Leaflet | BadInput:
        """The leaflet in a piece of the library, or why there is none: whoever reads it here or elsewhere."""
        try:
            if isinstance(piece, Row):
                return document(piece, self.curated, self.known)
            if piece != self.place:
                refuse_unfit(piece, self.place)
            return read_leaflet(piece, self.curated, self._beside(piece), self.readings, self.known)
        except BadInput as fault:
            return fault

    def gathered(self, outcomes: Iterable[tuple[Piece, Leaflet | BadInput]]) -> Iterator[Leaflet]:
        """The leaflets among what came of the pieces, in their order; what stands in their way is told or raised.

        Raises:
            BadInput: as where the library itself is iterated.
        """
        self.faults.clear()
        self.missing.clear()
        self.repairs.clear()
        self._look_for_strays()
        first: dict[str, str] = {}
        for piece, outcome in outcomes:
            fault = outcome if isinstance(outcome, BadInput) else _second(outcome, piece, first)
            if fault:
                self._leave_out(fault)
                if isinstance(piece, Path):
                    self.missing[piece.name] = fault
            elif isinstance(outcome, Leaflet):
                self.repairs.extend(f"{outcome.source.file} {repair}." for repair in outcome.repairs)
                yield outcome
        if not first:
            raise self._nothing()

    @property
    def _holds_rows(self) -> bool:
        return self.place.is_file() and self.place.name.lower().endswith(ROWS)

    def _look_for_strays(self) -> None:
        if self._holds_rows:
            return
        one = self.place.is_file()
        for fault in strays(self.place.parent if one else self.place, only=self.place.stem if one else None):
            if self.stops_at_strays:
                raise fault
            self._leave_out(fault)

    def _beside(self, path: Path) -> Curation | None:
        beside = path.with_suffix(BESIDE)
        return read_curation(beside) if self.with_curation and beside != path and beside.is_file() else None

    def _leave_out(self, fault: BadInput) -> None:
        if self.strict:
            raise fault
        self.faults.append(fault)

    def _nothing(self) -> BadInput:
        """Why no leaflet came of the whole place."""
        if len(self.faults) == 1:
            return self.faults[0]
        if self.faults:
            return LeafletUnreadable(
                f"None of {len(self.faults)} in {self.place} can be read, the first for this: {self.faults[0].problem}",
                self.faults[0].mend,
            )
        kinds = ", ".join(sorted(READERS))
        return LeafletUnreadable(
            f"{self.place} holds no leaflet", f"Give it files of these kinds: {kinds}; or a .jsonl"
        )


def _second(leaflet: Leaflet, piece: Piece, first: dict[str, str]) -> BadInput | None:
    """What is wrong with a leaflet whose id another has; else the id is noted as this one's."""
    id, file = leaflet.source.id, leaflet.source.file
    if id not in first:
        first[id] = f"line {piece.number}" if isinstance(piece, Row) else file
        return None
    if isinstance(piece, Row):
        return BadInput(f"{piece} has the id {id!r} of {first[id]}", "Give it another id")
    return LeafletUnreadable(
        f"{first[id]} and {file} have the same id, {id!r}, and {file} is the one that is not read",
        "Give one of them another id",
    )
