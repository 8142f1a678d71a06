"""The vectors of a version on disk, and the rule by which they are searched.

| passages | files | search |
|---|---|---|
| up to 50,000 | `vectors.faiss` | exact: a question looks at every vector, in some 10 ms |
| more | `lists.faiss`, `vectors.npy` | lists find candidates, exact cosines rank them |

Exact search is kept while nobody feels it, for it misses nothing; what lists miss is measured at every build.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
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

    def as_json(self) -> Mapping[str, Any]:
        """As the manifest holds it."""
        return {"search": "lists", **self.lists.as_json()} if self.lists else {"search": "exact"}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "VectorFacts":
        """From a manifest.

        Raises:
            IndexDamaged: it names no search that we know.
        """
        facts = dict(written)
        search = facts.pop("search", None)
        if search == "exact" and not facts:
            return cls()
        with contextlib.suppress(TypeError):
            if search == "lists":
                return cls(Facts(**facts))
        raise IndexDamaged("The manifest names no way to search that is known", "Build the index again")

    def __str__(self) -> str:
        """What an evaluator asks first of an index, in a few words."""
        if self.lists is None:
            return "exact"
        read = f"reads {self.lists.probed:,} of {self.lists.lists:,} lists"
        return f"{read}; recall@10 against exact search: {self.lists.recall_at_10:.3f}"

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that hold the vectors."""
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
    if facts.lists is None:
        return ExactVectors.load(folder / EXACT_FILE)
    return ListedVectors.load(folder / LISTS_FILE, folder / ROWS_FILE, facts.lists.probed)
