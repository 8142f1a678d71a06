"""The figures of `docs/accuracy.json` and the tables of `docs/accuracy.md`: what is stored, and how it is written."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scripts import marked_page

Interval = tuple[float, float, float]
"""A mean and the ends of its 95 % interval."""
DIGITS = 4
_PRINTED = 2
LEGEND = """\
Means with 95 % bootstrap intervals. Every row of edubot but the one as shown is taken before abstention. The rows
beneath it switch parts of retrieval off: lexical alone is BM25 over the same passages, each plus adds to the row above.
Libraries hold nothing back."""


@dataclass(frozen=True)
class Row:
    """A system and its figures, by measure."""

    system: str
    figures: Mapping[str, Interval]

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "Row":
        """A row as it is stored."""
        return cls(fields["system"], {name: (held[0], held[1], held[2]) for name, held in fields["figures"].items()})


@dataclass(frozen=True)
class Library:
    """What another library reached."""

    name: str
    version: str
    date: str
    """When it answered."""
    rows: Sequence[Row]
    """A row for each number of passages that it was asked for."""

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "Library":
        """A library as it is stored."""
        return cls(**{**fields, "rows": _rows(fields["rows"])})


@dataclass(frozen=True)
class Table:
    """Systems side by side on the same questions."""

    date: str
    scorer: str
    """Fingerprint of the scorer that was measured."""
    given: str
    """SHA-256 of the questions and leaflets: figures of libraries are kept as long as it is the same, for over a large
    collection each takes an hour."""
    questions: int
    """With evidence; the figures are means over them."""
    rows: Sequence[Row]
    libraries: Sequence[Library] = ()

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "Table":
        """A table as it is stored."""
        libraries = tuple(map(Library.from_json, fields["libraries"]))
        return cls(**{**fields, "rows": _rows(fields["rows"]), "libraries": libraries})


@dataclass(frozen=True)
class Figures:
    """All tables, and what those of our own gold were measured with."""

    scorer: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """File or folder of the repository → its SHA-256."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    """By block of the page and title, `gold: test half`."""

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "Figures":
        """The figures as they are stored."""
        tables = {name: Table.from_json(held) for name, held in fields["tables"].items()}
        return cls(fields["scorer"], fields["inputs"], tables)

    def as_json(self) -> dict[str, Any]:
        """The figures as they are stored."""
        return asdict(self)


def sha256(paths: Sequence[Path]) -> str:
    """SHA-256 over the bytes of some files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def filled(page: str, figures: Figures) -> str:
    """A page with the tables of each block between its marks, `figures: NAME` and `end of figures`."""

    def block(wanted: str) -> str:
        tables = [
            "\n".join(_table(name.partition(": ")[2], table, figures.scorer))
            for name, table in figures.tables.items()
            if name.partition(": ")[0] == wanted
        ]
        return "\n\n".join(([LEGEND] if tables else []) + tables)

    return marked_page.filled(page, block)


def _table(title: str, table: Table, scorer: str) -> Iterator[str]:
    since = "" if table.scorer == scorer else "; ranking has changed since"
    yield f"**{title[0].upper()}{title[1:]}**: {table.questions} questions with evidence, {table.date}{since}."
    yield ""
    measures = list(table.rows[0].figures)
    yield f"| | {' | '.join(measures)} |"
    yield f"|---|{'--:|' * len(measures)}"
    for row in (*table.rows, *(row for library in table.libraries for row in library.rows)):
        yield f"| {row.system} | {' | '.join(_cell(row.figures.get(measure)) for measure in measures)} |"
    if table.libraries:
        told = (f"{library.name} {library.version} on {library.date}" for library in table.libraries)
        yield f"\nLibraries: {', '.join(told)}."


def _cell(held: Interval | None) -> str:
    if held is None:
        return "–"
    mean, low, high = (f"{value:.{_PRINTED}f}" for value in held)
    return f"{mean} ({low}–{high})"


def _rows(held: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(map(Row.from_json, held))
