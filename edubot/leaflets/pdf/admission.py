"""Which PDFs are opened at all: not locked, not broken, and no larger inside than a leaflet can be."""

import io
import logging
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError
from pypdf.generic import IndirectObject, StreamObject

from edubot.errors import LeafletUnreadable

MOST_PAGES = 500
"""A leaflet has a few pages, a book of them a few hundred."""
LARGEST_INSIDE = 64 * 1024 * 1024
"""Bytes of all that is packed in a PDF, pictures aside: text, drawings and typefaces."""
_TAIL = 4096
"""Bytes in which the mark stands that ends a whole PDF."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def admit(raw: bytes, name: str) -> None:
    """Refuse a PDF whose pages cannot or should not be read.

    Raises:
        LeafletUnreadable: it is none, is locked or broken, or unpacks to more than any leaflet holds.
    """
    if b"%PDF-" not in raw[:1024]:
        raise LeafletUnreadable(f"{name} is no PDF, for all its ending", "Give it the ending of what it is")
    if not any(end in raw[-_TAIL:] for end in (b"%%EOF", b"startxref")):
        raise LeafletUnreadable(f"{name} is a PDF that breaks off", "Fetch or save it again from where it comes")
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(name)
        pages = len(reader.pages)
        inside = sum(_sizes(reader)) if 0 < pages <= MOST_PAGES else 0
    except LeafletUnreadable:
        raise
    except LimitReachedError as error:
        raise _bomb(name) from error
    except DependencyError as error:
        raise _locked(name) from error
    except Exception as error:  # whatever a broken file makes the library stumble over
        raise broken(name, error) from error
    if not pages:
        raise LeafletUnreadable(f"{name} is a PDF without a page", "Save it again from where it comes")
    if pages > MOST_PAGES:
        raise LeafletUnreadable(f"{name} has {pages} pages, more than {MOST_PAGES}", "Give its leaflets one by one")
    if inside > LARGEST_INSIDE:
        raise _bomb(name)


def broken(name: str, error: Exception) -> LeafletUnreadable:
    """What is said of a PDF that ends too soon or contradicts itself."""
    return LeafletUnreadable(
        f"{name} is a damaged PDF ({type(error).__name__})", "Fetch or save it again from where it comes"
    )


def _sizes(reader: PdfReader) -> Iterator[int]:
    """Unpacked bytes of everything that reading a page's words could unpack."""
    drawn = {number for page in reader.pages for number in _contents(page.get("/Contents"))}
    for number in sorted({*reader.xref_objStm, *(id for held in reader.xref.values() for id in held)}):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, StreamObject) and (number in drawn or found.get("/Subtype") != "/Image"):
            yield len(found.get_data())


def _contents(value: object) -> Iterator[int]:
    if isinstance(value, IndirectObject):
        yield value.idnum
        value = value.get_object()
    if isinstance(value, list):
        yield from (part.idnum for part in value if isinstance(part, IndirectObject))


def _locked(name: str) -> LeafletUnreadable:
    return LeafletUnreadable(f"{name} is locked with a password", "Save it without one")


def _bomb(name: str) -> LeafletUnreadable:
    return LeafletUnreadable(
        f"{name} unpacks to far more than a leaflet holds", "Print it to a new PDF, or take it out"
    )
