"""A JSON-lines file of documents → its rows; a row → a leaflet."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edubot.errors import BadInput, LeafletUnreadable
from edubot.leaflets.curation import Curation, together
from edubot.leaflets.decode import decode
from edubot.leaflets.known_ids import KnownIds
from edubot.leaflets.read import Curated, leaflet_from_text, text_sha256
from edubot.model import Leaflet


@dataclass(frozen=True)
class Row:
    """A line of the file that is not blank."""

    path: Path
    number: int
    """Of the line, from 1 on."""
    content: bytes

    def __str__(self) -> str:
        return f"{self.path}, line {self.number}"


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file, as they are written.

    Raises:
        LeafletUnreadable: the file cannot be read or holds no row.
    """
    row = None
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    row = Row(path, number, line)
                    yield row
    except (OSError, EOFError, zlib.error) as error:
        raise LeafletUnreadable(f"{path} cannot be read ({error})", "Check the name and the rights") from error
    if row is None:
        raise LeafletUnreadable(f"{path} holds no document", 'Write {"id", "title", "text"} a line')


def document(row: Row, curated: Curated, known: KnownIds | None = None) -> Leaflet:
    """The leaflet in a row `{"id", "title", "text"}`; other keys are left aside.

    BEIR's `_id` serves as well; a row of BEIR that has a title alone is that title.

    Raises:
        BadInput: the row is off the format; the sentence names the line.
    """
    where = str(row)
    try:
        fields = json.loads(decode(row.content, where))
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
    return leaflet_from_text(text, row.path.name, sha256, together(curated.get(sha256), said), id, known)
