"""A finished store as SQLite reads it: whole in memory where it fits, and with some leaflets out of sight."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from edubot.errors import IndexDamaged

MOST_IN_MEMORY = 256 << 20
"""Bytes of a store that is held in memory; a larger one is read from its file."""
_HIDING = """
CREATE TEMP TABLE hidden_leaflet AS SELECT n FROM main.leaflet WHERE id IN (SELECT value FROM json_each(?));
CREATE TEMP TABLE hidden AS SELECT n FROM main.passage WHERE leaflet IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW leaflet AS SELECT * FROM main.leaflet WHERE n NOT IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW passage AS SELECT * FROM main.passage WHERE leaflet NOT IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW stance AS SELECT * FROM main.stance WHERE leaflet NOT IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW left_out AS SELECT * FROM main.left_out WHERE leaflet NOT IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW spoken AS SELECT * FROM main.spoken WHERE passage NOT IN (SELECT n FROM hidden);
"""
"""Every query then finds these views in the place of the tables; what the full text finds is filtered by row."""


class StoreFile:
    """Answers SQL, and says of what cannot be read that the index is damaged; never writes."""

    def __init__(self, path: Path, hidden: Collection[str] = (), held: bytes | None = None) -> None:
        """Open a store.

        One of ordinary size is held in memory, so that what was found whole stays so while a chat is open,
        whatever happens to the disk.

        Args:
            hidden: ids of leaflets of which nothing is found.
            held: what the file held when it was found whole, to be read in its place.

        Raises:
            IndexDamaged: the file cannot be opened.
        """
        self.path = path
        self.hidden = frozenset(hidden)
        try:
            self._in_memory = held is not None or path.stat().st_size <= MOST_IN_MEMORY
            self._db = _in_memory(held or path.read_bytes()) if self._in_memory else _on_disk(path)
        except (OSError, sqlite3.Error) as error:
            raise IndexDamaged(f"{path} cannot be opened ({error})", "Build the index again") from error
        self._hide(sorted(self.hidden))

    def _hide(self, leaflets: Sequence[str]) -> None:
        for number, statement in enumerate(_HIDING.split(";") if leaflets else []):
            self.query(statement, [] if number else [listed(leaflets)])

    def query(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Every row that a statement finds.

        Raises:
            IndexDamaged: the file is no store, or not a whole one.
        """
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"{self.path} cannot be read ({error})", "Build the index again") from error

    @property
    def hidden_rows(self) -> list[int]:
        """Rows of the passages that are hidden."""
        return [row[0] for row in self.query("SELECT n FROM hidden ORDER BY n")] if self.hidden else []

    @property
    def held(self) -> bytes | None:
        """What the file held, of one that is held in memory."""
        return self._db.serialize() if self._in_memory else None

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def listed(values: Collection[int] | Collection[str]) -> str:
    """A list of any length as one value, which `json_each` takes apart; SQLite takes only so many values."""
    return json.dumps([*values])


def _on_disk(path: Path) -> sqlite3.Connection:
    place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(place, uri=True, check_same_thread=False)


def _in_memory(held: bytes) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    memory.deserialize(held)
    return memory
