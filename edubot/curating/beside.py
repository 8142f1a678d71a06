"""First curations written beside the leaflets that have none; a file that is there is never touched."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edubot.curating.first_curation import FirstCuration, first_curation
from edubot.errors import BadInput
from edubot.leaflets.folder import Library
from edubot.leaflets.kinds import ROWS
from edubot.model import Source


@dataclass(frozen=True)
class Beside:
    """What was done for one leaflet."""

    path: Path
    source: Source
    written: FirstCuration | None
    """None where a file was there already."""


def write_beside(library: Library, today: date) -> Iterator[Beside]:
    """A curation beside each leaflet, one at a time.

    Raises:
        BadInput: a library of rows, beside which no file can stand.
        OSError: a file cannot be written.
    """
    if library.place.name.lower().endswith(ROWS) and library.place.is_file():
        raise BadInput(f"{library.place} holds rows, and a curation stands beside a file", "Name a folder of files")
    folder = library.place if library.place.is_dir() else library.place.parent
    for leaflet in library:
        path = (folder / leaflet.source.file).with_suffix(".toml")
        made = None if os.path.lexists(path) else first_curation(leaflet, today)
        yield Beside(path, leaflet.source, made if made and created(path, made.toml) else None)


def created(path: Path, text: str) -> bool:
    """Write a new file whole or not at all; False where there is one of that name."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike a rename, it never replaces a file
    except FileExistsError:
        return False
    except OSError as error:  # it names the draft, of which nobody knows
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        draft.unlink(missing_ok=True)
    return True
