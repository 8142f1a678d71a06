"""Work written down where every machine can look it up, so that none of it stands in the memory of who plans it."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, TypedDict


class Place(TypedDict):
    """Where in the sheet a piece of work stands: all that a task is told."""

    number: int
    offset: int
    size: int


@dataclass
class WorkSheet:
    """A file with one piece of work a line, as JSON; gone when all is done."""

    path: Path
    places: list[Place] = field(default_factory=list)
    _file: BinaryIO | None = None

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file:
            self._file.close()
        with contextlib.suppress(OSError):
            self.path.unlink()

    def add(self, work: object) -> None:
        """Write a piece of work down."""
        assert self._file, "the sheet is open"
        line = json.dumps(work).encode() + b"\n"
        self.places.append(Place(number=len(self.places), offset=self._file.tell(), size=len(line)))
        self._file.write(line)

    def finish(self) -> None:
        """Let everybody see all of it."""
        assert self._file, "the sheet is open"
        self._file.flush()

    def __iter__(self) -> Iterator[Any]:
        """All work, in its order."""
        return (read_work(self.path, place) for place in self.places)


def read_work(sheet: Path, place: Place) -> Any:  # noqa: ANN401  whatever was written down
    """What stands at a place of a sheet."""
    with sheet.open("rb") as file:
        file.seek(place["offset"])
        return json.loads(file.read(place["size"]))
