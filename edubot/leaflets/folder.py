"""A folder of leaflets, one file, or a JSON-lines file of documents → leaflets, one at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edubot.errors import LeafletUnreadable
from edubot.leaflets.curation import Curation, curations_by_hash, read_curation
from edubot.leaflets.documents import documents
from edubot.leaflets.read import read_leaflet
from edubot.model import Leaflet

TEXT_KINDS = frozenset({".txt", ".md", ".markdown"})
DOCUMENT_KINDS = (".jsonl", ".jsonl.gz")
_BESIDE = frozenset({".toml"})


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

    @classmethod
    def at(cls, place: Path, originals: Path | None, with_curation: bool = True) -> "Library":
        """The library at a place, with the curations that the folder `originals` holds.

        Raises:
            LeafletUnreadable: there is nothing at that place.
        """
        if not place.exists():
            raise LeafletUnreadable(f"{place} does not exist", "Name a folder of leaflets or a .jsonl file")
        curated = curations_by_hash(originals) if originals and with_curation else {}
        return cls(place, curated, with_curation)

    def __iter__(self) -> Iterator[Leaflet]:
        if self.place.is_file() and self.place.name.lower().endswith(DOCUMENT_KINDS):
            yield from documents(self.place, self.curated)
            return
        files: dict[str, str] = {}
        for leaflet in self._files():
            source = leaflet.source
            if source.id in files:
                raise LeafletUnreadable(
                    f"{files[source.id]} and {source.file} have the same id, {source.id!r}",
                    "Give one of them another id",
                )
            files[source.id] = source.file
            yield leaflet

    @property
    def skipped(self) -> tuple[Path, ...]:
        """Files of the folder that are of no kind edubot reads."""
        if not self.place.is_dir():
            return ()
        return tuple(path for path in _entries(self.place) if path.suffix.lower() not in TEXT_KINDS | _BESIDE)

    def _files(self) -> Iterator[Leaflet]:
        paths = [self.place] if self.place.is_file() else _entries(self.place)
        readable = [path for path in paths if path.suffix.lower() in TEXT_KINDS]
        if not readable:
            raise LeafletUnreadable(f"{self.place} holds no leaflet", "Give it .txt or .md files, or name a .jsonl")
        for path in readable:
            yield read_leaflet(path, self.curated, self._beside(path))

    def _beside(self, path: Path) -> Curation | None:
        beside = path.with_suffix(".toml")
        return read_curation(beside) if self.with_curation and beside.is_file() else None


def _entries(folder: Path) -> list[Path]:
    """Files directly in the folder, in the order of their names, hidden ones left out."""
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
