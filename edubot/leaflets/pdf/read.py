"""A PDF's bytes → its text with the places where its pages begin."""

import io
import logging
from collections.abc import Iterator

import pdfplumber

from edubot.errors import LeafletUnreadable
from edubot.leaflets.around import with_around
from edubot.leaflets.hyphens import WORD
from edubot.leaflets.pdf.admission import admit, broken
from edubot.leaflets.pdf.draft import Draft
from edubot.leaflets.pdf.layout import Laid, text_and_around
from edubot.leaflets.reading import Reading
from edubot.leaflets.tables import told_left_out, told_unheaded

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_NAMELESS = "\N{REPLACEMENT CHARACTER}"
_MOST_NAMELESS = 0.05
"""Share of words that may hold a letter whose typeface does not name it."""


def read_pdf(raw: bytes, name: str) -> Reading:
    """The text of a PDF in the order of reading: columns one after the other, running heads and feet at its end.

    Raises:
        LeafletUnreadable: locked, broken, or without text.
    """
    admit(raw, name)
    try:
        pages = list(_pages(raw))
        _refuse_without_text(pages, name)
        return _reading(pages)
    except LeafletUnreadable:
        raise
    except Exception as error:  # whatever a broken file makes the library stumble over
        raise broken(name, error) from error


def _pages(raw: bytes) -> Iterator[Laid]:
    with pdfplumber.open(io.BytesIO(raw)) as document:
        for page in document.pages:
            yield Laid.of(page)
            page.close()


def _refuse_without_text(pages: list[Laid], name: str) -> None:
    words = [word for page in pages for word in page.words]
    if not any(map(str.isalpha, "".join(words))):
        raise LeafletUnreadable(
            f"{name} holds pictures of pages and no text", "Scan it with text recognition (OCR), or give its text"
        )
    if sum(_NAMELESS in word and len(word) > 1 for word in words) > _MOST_NAMELESS * len(words):
        raise LeafletUnreadable(f"{name} does not say which letters it shows", "Save it again from where it comes")


def _reading(pages: list[Laid]) -> Reading:
    known = {word.lower() for page in pages for row in page.sheet.rows for word in WORD.findall(row.text)}
    found, around = text_and_around(pages, known)
    draft = Draft.of(found)
    tables = [grid.said for page in pages for grid in page.grids]
    rows = [row for said in tables for row in said.left_out]
    text, left_out = with_around(draft.text, around, withheld=rows)
    empty = [str(number) for number, page in enumerate(pages, start=1) if not page.words]
    repairs = (f"has no text that can be read on page {', '.join(empty)}",) if empty else ()
    told = (*told_unheaded(sum(said.unheaded for said in tables)), *told_left_out(len(rows)))
    return Reading(text, draft.title, left_out, draft.pages(len(pages)), (*repairs, *told))
