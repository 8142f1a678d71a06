"""A folder of leaflets, one file, or a JSON-lines file of documents → leaflets, one at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edubot.errors import BadInput, LeafletUnreadable
from edubot.leaflets.curation import Curation
from edubot.leaflets.curation_file import curations_by_hash, read_curation
from edubot.leaflets.documents import documents
from edubot.leaflets.entries import entries, refuse_unfit
from edubot.leaflets.kinds import READERS, ROWS
from edubot.leaflets.read import read_leaflet
from edubot.leaflets.readings import Readings
from edubot.leaflets.strays import BESIDE, is_curation, strays
from edubot.model import Leaflet


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
    faults: list[BadInput] = field(default_factory=list, compare=False)
    """What the latest reading had to leave out, in the order in which it was met."""
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
    ) -> "Library":
        """The library at a place, with the curations that the folder `originals` holds.

        Raises:
            LeafletUnreadable: there is nothing at that place.
        """
        if not place.is_dir() and not place.is_file():
            problem = "is no file but a pipe or a device" if place.exists() else "does not exist"
            raise LeafletUnreadable(f"{place} {problem}", "Name a folder of leaflets or a .jsonl file")
        curated = curations_by_hash(originals) if originals and with_curation else {}
        return cls(place, curated, with_curation, strict, stops_at_strays)

    def __iter__(self) -> Iterator[Leaflet]:
        """Every leaflet that can be read.

        Raises:
            BadInput: one that cannot, where the library is strict; else only where none can, or a curation is lost.
        """
        self.faults.clear()
        self.repairs.clear()
        read = 0
        for leaflet in self._leaflets():
            read += 1
            self.repairs.extend(f"{leaflet.source.file} {repair}." for repair in leaflet.repairs)
            yield leaflet
        if not read:
            raise self._nothing()

    def _leaflets(self) -> Iterator[Leaflet]:
        if self.place.is_file() and self.place.name.lower().endswith(ROWS):
            yield from documents(self.place, self.curated, self._leave_out)
            return
        self._look_for_strays()
        if self.place.is_file():
            yield read_leaflet(self.place, self.curated, self._beside(self.place), self.readings)
            return
        files: dict[str, str] = {}
        for path in entries(self.place):
            if is_curation(path):
                continue
            try:
                refuse_unfit(path, self.place)
                leaflet = read_leaflet(path, self.curated, self._beside(path), self.readings)
                _refuse_second(leaflet, files)
            except BadInput as fault:
                self._leave_out(fault)
            else:
                yield leaflet

    def _look_for_strays(self) -> None:
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


def _refuse_second(leaflet: Leaflet, files: dict[str, str]) -> None:
    """Note whose id this is; an id names one leaflet."""
    id, file = leaflet.source.id, leaflet.source.file
    if id in files:
        raise LeafletUnreadable(f"{files[id]} and {file} have the same id, {id!r}", "Give one of them another id")
    files[id] = file
