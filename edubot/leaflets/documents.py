"""A JSON-lines file of documents → leaflets, one row at a time."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from edubot.errors import BadInput, LeafletUnreadable
from edubot.leaflets.curation import Curation, together
from edubot.leaflets.decode import decode
from edubot.leaflets.read import Curated, leaflet_from_text, text_sha256
from edubot.model import Leaflet


def stop_at(fault: BadInput) -> None:
    """End the reading with what is wrong."""
    raise fault


def documents(path: Path, curated: Curated, leave_out: Callable[[BadInput], None] = stop_at) -> Iterator[Leaflet]:
    """The rows `{"id", "title", "text"}` of a file; other keys are left aside.

    BEIR's `_id` serves as well; a row of BEIR that has a title alone is that title.

    Args:
        leave_out: hears of a row off the format, or of an id that stands twice, and may raise it;
            the sentence names the line.

    Raises:
        LeafletUnreadable: the file cannot be read or holds no row.
    """
    lines: dict[str, int] = {}
    number = 0
    for number, row in _rows(path):
        where = f"{path}, line {number}"
        try:
            leaflet = _document(row, where, path.name, curated)
            first = lines.setdefault(leaflet.source.id, number)
            if first != number:
                raise BadInput(f"{where} has the id {leaflet.source.id!r} of line {first}", "Give it another id")
        except BadInput as fault:
            leave_out(fault)
            continue
        yield leaflet
    if not number:
        raise LeafletUnreadable(f"{path} holds no document", 'Write {"id", "title", "text"} a line')


def _rows(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as rows:
            yield from ((number, row) for number, row in enumerate(rows, start=1) if row.strip())
    except (OSError, EOFError, zlib.error) as error:
        raise LeafletUnreadable(f"{path} cannot be read ({error})", "Check the name and the rights") from error


def _document(row: bytes, where: str, file: str, curated: Curated) -> Leaflet:
    try:
        fields = json.loads(decode(row, where))
        id = fields["id"] if "id" in fields else fields["_id"]
        title, text = fields.get("title", ""), fields["text"]
        if "_id" in fields and not text.strip():
            text = title
        text = decode(text.encode(), where)
        id.encode(), title.encode()
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f'{where} is no object with "id" and "text" in words', "Correct the line") from error
    if not id or not any(character.isalnum() for character in text):
        raise BadInput(f'{where}: "id" or "text" is empty', "Fill it or take the line out")
    sha256 = text_sha256(text)
    said = Curation(title=title) if title else None
    return leaflet_from_text(text, file, sha256, together(curated.get(sha256), said), id=id)
