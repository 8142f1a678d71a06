"""What a library is given and what it gives back: leaflets and questions in, answers as `edubot ask --batch` writes."""

import importlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

TEXT_KINDS = frozenset({".txt", ".md", ".markdown"})


class Piece(NamedTuple):
    """A piece of a leaflet, as the library cut it."""

    file: str
    text: str


class Question(NamedTuple):
    """A question by its id."""

    id: str
    text: str


Search = Callable[[str, int], Sequence[Piece]]
"""Question, how many → the best pieces, best first."""


@dataclass(frozen=True)
class Rival:
    """A library, set up as its documentation shows."""

    default: int
    """Pieces that it gives where nobody says how many."""
    build: Callable[[Sequence[Piece], Path], int]
    """Cuts and indexes whole leaflets, stores that in a folder, and says how many pieces there are."""
    opened: Callable[[Path], Search]
    """Opens what was stored in a folder."""


LIBRARIES = {"LangChain": "langchain_faiss", "txtai": "txtai_paragraphs"}
"""Libraries with an environment of their own → their module here."""
PLAIN = "sentence-transformers + FAISS"
RIVALS = {PLAIN: "plain_faiss", **LIBRARIES}


def rival(name: str) -> Rival:
    """A rival by its name; it must be installed in the environment that this runs in."""
    found: Rival = importlib.import_module(f"benchmarks.libraries.{RIVALS[name]}").RIVAL
    return found


def leaflets(place: Path) -> list[Piece]:
    """Whole leaflets of a folder, or rows `{"id" or "_id", "title", "text"}` of a JSON-lines file."""
    if place.is_file():
        rows = (json.loads(line) for line in _lines(place))
        return [Piece(row.get("_id") or row["id"], f"{row.get('title', '')}\n\n{row['text']}".strip()) for row in rows]
    files = sorted(path for path in place.iterdir() if path.suffix.lower() in TEXT_KINDS)
    return [Piece(path.name, path.read_text(encoding="utf-8", errors="replace")) for path in files]


def questions(path: Path) -> list[Question]:
    """Rows `{"id" or "_id", "text" or "question"}` of a JSON-lines file."""
    rows = (json.loads(line) for line in _lines(path))
    return [Question(row.get("_id") or row["id"], row.get("text") or row["question"]) for row in rows]


def answer(id: str, pieces: Sequence[Piece]) -> str:
    """One line of answers; a library knows of no warning, no doubt and no highlight."""
    passages = [piece._asdict() for piece in pieces]
    fields = {"id": id, "outcome": "answered", "confidence": None, "passages": passages, "warnings": [], "alerts": []}
    return json.dumps(fields, ensure_ascii=False)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if line.strip())
