"""Bytes of a text file → the leaflet's text, the single form that every offset counts in."""

import codecs
from pathlib import Path

from edubot.errors import LeafletUnreadable

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes; a leaflet is a few pages, so a larger file is a mistake."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_bytes(path: Path) -> bytes:
    """The file's bytes, refused where it cannot be a leaflet.

    Raises:
        LeafletUnreadable: missing, empty, too large, or not readable by this user.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise LeafletUnreadable(f"{path} is over 50 MB", "Give the leaflet's own text, without pictures")
        raw = path.read_bytes()
    except OSError as error:
        raise LeafletUnreadable(f"{path} cannot be read ({error.strerror})", "Check the name and the rights") from error
    if not raw.strip():
        raise LeafletUnreadable(f"{path} is empty", "Save the leaflet's text into it, or take it out of the folder")
    return raw


def decode(raw: bytes, name: str) -> str:
    """The text: byte-order mark dropped, line ends made newlines, nothing else changed.

    Raises:
        LeafletUnreadable: the bytes are not text in UTF-8, or in UTF-16 with its mark.
    """
    encoding = "utf-8"
    for mark, named in _MARKS:
        if raw.startswith(mark):
            raw, encoding = raw[len(mark) :], named
            break
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise LeafletUnreadable(
            f"{name} is not {encoding.upper()} text (byte {error.start})", "Save it as UTF-8 and build again"
        ) from error
    if "\0" in text:
        raise LeafletUnreadable(f"{name} is a binary file", "Save it as plain text or Markdown")
    return one_line_end(text)


def one_line_end(text: str) -> str:
    """A text whose lines all end in a newline."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
