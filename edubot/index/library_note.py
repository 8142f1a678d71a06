"""Where the leaflets of an index are, as one line in a file: a path of any bytes, or nothing while that is in doubt."""

from pathlib import Path

from edubot.errors import BadInput

IN_DOUBT = b"\n"
"""Names no folder: the next build must be told where its leaflets are."""
_ANY_NAME = "surrogateescape"
"""How Python carries bytes in a folder's name that are no UTF-8."""


def note_of(library: Path) -> bytes:
    """What is written down for a place of leaflets."""
    return f"{library.resolve()}\n".encode("utf-8", _ANY_NAME)


def library_noted(written: bytes, file: str) -> Path:
    """The place of the leaflets that was written down.

    Args:
        file: how the note is called in a sentence.

    Raises:
        BadInput: it names none, or not one that can be read.
    """
    line = written.decode("utf-8", _ANY_NAME)
    if not line.endswith("\n") or not line.strip():
        raise BadInput(f"{file} names no folder", "Name the folder of the leaflets")
    place = Path(line[:-1])
    if any("\udc80" <= letter <= "\udcff" for letter in line) and not place.exists():
        raise unreadable(file)
    return place


def unreadable(file: str) -> BadInput:
    """What is said of a note that cannot be read."""
    return BadInput(f"{file} cannot be read", "Name the folder of the leaflets")
