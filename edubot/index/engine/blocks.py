"""Files as blocks of text in a collection, by the SHA-256 of what they hold: Milvus keeps no files and no bytes."""

import base64
import json
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from edubot.address import EngineAddress
from edubot.index.engine.client import FETCHING_SECONDS, WORKING_SECONDS, NotThere, engine_of
from edubot.index.engine.records import NOTHING, UNUSED, Records, create

BLOCK = 48_000
"""Bytes in a block: 64,000 letters, a little less than Milvus' longest text."""
AT_ONCE = 32
"""Blocks in one message: 2 MB."""
_FILE = "file/"


class BlockLost(Exception):
    """A block is not there, or not as it was written."""


class Blocks:
    """Files of an index in an engine."""

    def __init__(self, address: EngineAddress, records: Records) -> None:
        self._engine = engine_of(address)
        self._records = records
        self._collection = f"{address.name}_blocks"

    def create(self) -> None:
        """Make the collection where there is none."""
        create(self._engine, self._collection, "file")

    def write(self, path: Path, name: str) -> None:
        """Put a file there; it counts from when all of it is."""
        with path.open("rb") as file:
            count = 0
            while some := [block for _ in range(AT_ONCE) if (block := file.read(BLOCK))]:
                rows = [
                    {"key": _key(name, count + at), "file": name, "text": base64.b64encode(block).decode("ascii")}
                    | {UNUSED: NOTHING}
                    for at, block in enumerate(some)
                ]
                self._engine.call("upsert", self._collection, rows, timeout=WORKING_SECONDS)
                count += len(some)
        self._records.put(f"{_FILE}{name}", json.dumps({"blocks": count, "at": time.time()}))

    def read(self, name: str) -> Iterator[bytes]:
        """A file's blocks in their order.

        Raises:
            BlockLost: one is missing, or is no block.
        """
        count = self._count(name)
        for start in range(0, count, AT_ONCE):
            keys = [_key(name, at) for at in range(start, min(start + AT_ONCE, count))]
            held = self._texts(keys)
            for key in keys:
                try:
                    yield base64.b64decode(held[key], validate=True)
                except (KeyError, ValueError) as error:
                    raise BlockLost(key) from error

    def drop_all_but(self, kept: Collection[str], age: float) -> None:
        """Remove files that no version names, if they were written so many seconds ago: others may be at work."""
        for key, written in self._records.under(_FILE).items():
            name = key.removeprefix(_FILE)
            if name not in kept and time.time() - float(json.loads(written)["at"]) > age:
                self._records.drop(key)
                named = f'file == "{name}"'
                self._engine.call("delete", self._collection, filter=named, timeout=WORKING_SECONDS)

    def _count(self, name: str) -> int:
        written = self._records.get(f"{_FILE}{name}")
        try:
            return int(json.loads(written or "")["blocks"])
        except (ValueError, TypeError, KeyError) as error:
            raise BlockLost(name) from error

    def _texts(self, keys: list[str]) -> dict[str, str]:
        try:
            rows = self._engine.call("get", self._collection, keys, timeout=FETCHING_SECONDS)
        except NotThere:
            return {}
        return {row["key"]: row["text"] for row in rows}


def _key(name: str, at: int) -> str:
    return f"{name}/{at:07d}"
