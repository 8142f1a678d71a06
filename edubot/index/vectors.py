"""The vectors of a version on disk, and the rule by which they are searched.

| passages | files | search |
|---|---|---|
| up to 50,000 | `vectors.faiss` | exact: a question looks at every vector, in some 10 ms |
| more | `lists.faiss`, `vectors.npy` | lists find candidates, exact cosines rank them |

An index in an engine has no such files: the engine searches, by the same rule; see `edubot.index.engine`.

Exact search is kept while nobody feels it, for it misses nothing; what lists miss is measured at every build.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from edubot.errors import IndexDamaged
from edubot.index.exact import ExactVectors
from edubot.index.lists import Facts, ListedVectors, build_lists
from edubot.index.vector_rows import read_rows
from edubot.index.vector_search import VectorSearch

EXACT_UP_TO = 50_000
"""Passages; see benchmarks/growth.py for what each way costs."""
EXACT_FILE = "vectors.faiss"
LISTS_FILE = "lists.faiss"
ROWS_FILE = "vectors.npy"


@dataclass(frozen=True)
class VectorFacts:
    """How the vectors of a version are searched, as its manifest says it."""

    lists: Facts | None = None
    """None where search is exact."""
    in_engine: str | None = None
    """SHA-256 over the rows, where an engine holds them; None where files do."""

    def as_json(self) -> Mapping[str, Any]:
        """As the manifest holds it."""
        how = {"search": "lists", **asdict(self.lists)} if self.lists else {"search": "exact"}
        return {**how, "in_engine": self.in_engine} if self.in_engine else how

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "VectorFacts":
        """From a manifest.

        Raises:
            IndexDamaged: it names no search that we know.
        """
        facts = dict(written)
        search, in_engine = facts.pop("search", None), facts.pop("in_engine", None)
        if search == "exact" and not facts:
            return cls(None, in_engine)
        with contextlib.suppress(TypeError):
            if search == "lists":
                return cls(Facts(**facts), in_engine)
        raise IndexDamaged("The manifest names no way to search that is known", "Build the index again")

    def __str__(self) -> str:
        """What an evaluator asks first of an index, in a few words."""
        where = " in an engine" if self.in_engine else ""
        if self.lists is None:
            return f"exact{where}"
        read = f"reads {self.lists.probed:,} of {self.lists.lists:,} lists{where}"
        return f"{read}; recall@10 against exact search: {self.lists.recall_at_10:.3f}"

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that hold the vectors."""
        if self.in_engine:
            return ()
        return (LISTS_FILE, ROWS_FILE) if self.lists else (EXACT_FILE,)


def index_rows(folder: Path, exact_up_to: int = EXACT_UP_TO) -> VectorFacts:
    """Make the rows in a folder's `vectors.npy` ready to be searched, by the rule above.

    Args:
        exact_up_to: stands in for the rule's number, for those who measure it.
    """
    rows = read_rows(folder / ROWS_FILE)
    if len(rows) <= exact_up_to:
        ExactVectors.of(rows).save(folder / EXACT_FILE)
        del rows  # some systems remove no file that is mapped
        (folder / ROWS_FILE).unlink()
        return VectorFacts()
    lists, facts = build_lists(rows)
    lists.save(folder / LISTS_FILE)
    return VectorFacts(facts)


def open_vectors(folder: Path, facts: VectorFacts) -> VectorSearch:
    """The vectors of a version.

    Raises:
        IndexDamaged: a file cannot be read, or they do not belong together.
    """
    if facts.in_engine:
        raise IndexDamaged(f"The vectors of {folder} are in an engine", "Name the engine's address")
    if facts.lists is None:
        return ExactVectors.load(folder / EXACT_FILE)
    return ListedVectors.load(folder / LISTS_FILE, folder / ROWS_FILE, facts.lists.probed)
