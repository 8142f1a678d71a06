"""JSON-lines files, read with an eye on the person who must mend them: every complaint names file and line."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edubot.errors import QuestionsInvalid


@dataclass(frozen=True)
class Line:
    """One object of a file."""

    where: str
    """File and line, as a complaint names them."""
    fields: dict[str, Any]

    def words(self, *names: str) -> str:
        """The first of some fields that is there, which must be words; a number will do for an id.

        Raises:
            QuestionsInvalid: none is there, or it is of another kind.
        """
        held = next((self.fields[name] for name in names if name in self.fields), None)
        if isinstance(held, int) and not isinstance(held, bool):
            held = str(held)
        if not isinstance(held, str) or not held.strip():
            raise QuestionsInvalid(f'{self.where} has no "{names[0]}"', f'Write {{"{names[0]}": "…"}} into it')
        return held

    def tags(self) -> tuple[str, ...]:
        """The tags, none where there is no such field."""
        held = self.fields.get("tags") or []
        if not isinstance(held, list) or not all(isinstance(tag, str) for tag in held):
            raise QuestionsInvalid(f'{self.where} has "tags" that are no list of words', 'Write ["…", "…"]')
        return tuple(dict.fromkeys(held))


def read_lines(path: Path) -> list[tuple[str, str]]:
    """Every line of a text file that is not blank, with its place; a name in `.gz` is unpacked.

    Raises:
        QuestionsInvalid: the file cannot be read.
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = raw.decode("utf-8-sig").split("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise QuestionsInvalid(f"{path} cannot be read ({error})", "Name a text file in UTF-8") from error
    return [(f"{path}, line {number}", line) for number, line in enumerate(lines, start=1) if line.strip()]


def read_objects(path: Path) -> Iterator[Line]:
    """The objects of a JSON-lines file.

    Raises:
        QuestionsInvalid: unreadable, empty, or a line that is no object.
    """
    lines = read_lines(path)
    if not lines:
        raise QuestionsInvalid(f"{path} holds no line", "Write one JSON object a line")
    for where, line in lines:
        try:
            fields = json.loads(line)
            json.dumps(fields, ensure_ascii=False).encode("utf-8")  # half of a surrogate pair is no text
        except (ValueError, RecursionError) as error:
            raise QuestionsInvalid(f"{where} is not JSON in UTF-8", "Write one object a line") from error
        if not isinstance(fields, dict):
            raise QuestionsInvalid(f"{where} is no object", 'Write {"id": "…", …}')
        yield Line(where, fields)
