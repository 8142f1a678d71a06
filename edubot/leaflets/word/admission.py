"""Which Word files are opened at all: not locked, not broken, and no larger inside than a leaflet can be."""

import io
import zipfile
import zlib

from edubot.errors import LeafletUnreadable

LARGEST_INSIDE = 200 * 1024 * 1024
"""Bytes of everything that is packed in the file, pictures too."""
LARGEST_TEXT = 30 * 1024 * 1024
"""Bytes of its text with all that describes it."""
MOST_PARTS = 5000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Word files of before 2007 begin, and those with a password."""
_CHUNK = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What unpacking a broken or locked archive ends in."""


def admit(raw: bytes, name: str) -> None:
    """Refuse a Word file that cannot or should not be read.

    Raises:
        LeafletUnreadable: it is none, is locked or broken, or unpacks to more than any leaflet holds.
    """
    if raw.startswith(_OLD):
        raise LeafletUnreadable(
            f"{name} is locked with a password, or older than its ending", "Save it as .docx without a password"
        )
    if not raw.startswith(b"PK"):
        raise LeafletUnreadable(f"{name} is no Word file, for all its ending", "Give it the ending of what it is")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            _refuse_large(parts.infolist(), name)
            if "[Content_Types].xml" not in parts.namelist():
                raise LeafletUnreadable(f"{name} is an archive without a Word document in it", "Save it as .docx again")
            for part in parts.infolist():
                _unpack(parts, part)
    except _BROKEN as error:
        raise broken(name, error) from error


def broken(name: str, error: Exception) -> LeafletUnreadable:
    """What is said of a Word file that ends too soon or contradicts itself."""
    return LeafletUnreadable(f"{name} is a damaged Word file ({type(error).__name__})", "Save it as .docx again")


def _refuse_large(parts: list[zipfile.ZipInfo], name: str) -> None:
    inside = sum(part.file_size for part in parts)
    text = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if inside > LARGEST_INSIDE or text > LARGEST_TEXT or len(parts) > MOST_PARTS:
        raise LeafletUnreadable(
            f"{name} unpacks to far more than a leaflet holds", "Save its text into a new file, or take it out"
        )


def _unpack(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part once, a little at a time: one that holds more than it says is found out here."""
    with parts.open(part) as opened:
        while opened.read(_CHUNK):
            pass
