"""Which reader a file's ending calls for; a reader's libraries are loaded when a file of its kind is met."""

from collections.abc import Callable, Mapping
from pathlib import Path

from edubot.errors import LeafletUnreadable
from edubot.leaflets.guess import decoded
from edubot.leaflets.reading import Reading
from edubot.leaflets.withdrawn import without_withdrawn

Reader = Callable[[bytes, str], Reading]
"""From a file's bytes and its name, for what is told, to its text."""


def _plain_text(raw: bytes, name: str) -> Reading:
    return without_withdrawn(*decoded(raw, name))


def _markdown(raw: bytes, name: str) -> Reading:
    return without_withdrawn(*decoded(raw, name), is_markdown=True)


def _pdf(raw: bytes, name: str) -> Reading:
    from edubot.leaflets.pdf.read import read_pdf

    return read_pdf(raw, name)


def _web_page(raw: bytes, name: str) -> Reading:
    from edubot.leaflets.web.read import read_web_page

    return read_web_page(raw, name)


def _web_archive(raw: bytes, name: str) -> Reading:
    from edubot.leaflets.web.archive import read_web_archive

    return read_web_archive(raw, name)


def _word(raw: bytes, name: str) -> Reading:
    from edubot.leaflets.word.read import read_word

    return read_word(raw, name)


READERS: Mapping[str, Reader] = {
    ".txt": _plain_text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".pdf": _pdf,
    ".docx": _word,
    ".html": _web_page,
    ".htm": _web_page,
    ".xhtml": _web_page,
    ".mht": _web_archive,
    ".mhtml": _web_archive,
}
"""By the ending of a file's name, in small letters."""

ROWS = (".jsonl", ".jsonl.gz")
"""Endings of a file that holds one document a line."""

_AS_WORD = "Save it as .docx or PDF and put that there"
_MENDS: Mapping[str, str] = {
    ".doc": _AS_WORD,
    ".odt": _AS_WORD,
    ".pages": _AS_WORD,
    ".rtf": _AS_WORD,
    ".zip": "Unpack it",
    ".jsonl": "Give edubot build that file by its own name",
    ".gz": "Unpack it",
}


def reader_of(path: Path) -> Reader:
    """The reader for a file.

    Raises:
        LeafletUnreadable: edubot reads no files of that ending.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(sorted(READERS))
        mend = _MENDS.get(path.suffix.lower(), "Save its text as one of these, or take it out of the folder")
        raise LeafletUnreadable(f"{path} is of no kind that edubot reads ({kinds})", mend)
    return reader
