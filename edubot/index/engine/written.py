"""What an engine's records say of the versions of an index: when each was built, and where its vectors are."""

import contextlib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from edubot.address import EngineAddress
from edubot.index.engine.client import WORKING_SECONDS, NotThere, engine_of
from edubot.index.engine.records import Records

_KEY = "version/"
ABANDONED = 24 * 3600.0
"""Seconds after which what no version names was left behind by a build that was killed: till then it may be at work."""


@dataclass(frozen=True)
class Written:
    """A version."""

    collection: str
    """Of its vectors."""
    built: float
    """In seconds, as the system counts them."""


class WrittenVersions:
    """The versions of one index."""

    def __init__(self, address: EngineAddress, records: Records) -> None:
        self._address = address
        self._engine = engine_of(address)
        self._records = records

    def all(self) -> dict[str, Written]:
        """By their names, each with the vectors that were written last."""
        return dict(sorted(self._each(), key=lambda named: named[1].built))

    def name_of(self, collection: str) -> str | None:
        """The version whose vectors are, or were before it was written anew, in a collection."""
        return next((name for name, written in self._each() if written.collection == collection), None)

    def put(self, version: str, collection: str) -> None:
        """Let a version count, from now on, with its vectors in this collection; where it did before, it still does."""
        self._records.put(_key(version, collection), json.dumps(asdict(Written(collection, time.time()))))

    def drop(self, version: str, but: str = "") -> None:
        """Let a version count no more with any vectors, which are removed, but those in one collection."""
        for key in self._records.under(_key(version)):
            collection = key.removeprefix(_key(version))
            if collection != but:
                self._records.drop(key)
                self.drop_vectors(collection)

    def drop_vectors(self, collection: str) -> None:
        """Remove a collection, if it is there."""
        with contextlib.suppress(NotThere):
            self._engine.call("drop_collection", collection, timeout=WORKING_SECONDS)

    def sweep(self, age: float = ABANDONED) -> None:
        """Remove vectors that no version names, if so many seconds have passed since they were begun."""
        named = {written.collection for _, written in self._each()}
        for collection, begun in self._begun():
            if collection not in named and time.time() - begun > age:
                self.drop_vectors(collection)

    def _each(self) -> Iterator[tuple[str, Written]]:
        """Names with all their vectors; a record that cannot be read is of no version."""
        for key, text in self._records.under(_KEY).items():
            with contextlib.suppress(ValueError, TypeError):
                yield key.removeprefix(_KEY).partition("/")[0], Written(**json.loads(text))

    def _begun(self) -> Iterator[tuple[str, int]]:
        """Collections of vectors of this index, and when each was begun."""
        ours = re.compile(rf"{re.escape(self._address.name)}_([0-9a-f]{{8}})_[0-9a-f]{{8}}")
        for collection in self._engine.call("list_collections"):
            if found := ours.fullmatch(collection):
                yield collection, int(found[1], 16)


def _key(version: str, collection: str = "") -> str:
    """One for each time that a version was written: the one in use stays until another is."""
    return f"{_KEY}{version}/{collection}"
