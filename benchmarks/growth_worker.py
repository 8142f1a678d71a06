"""One process of `growth`: builds a library, or puts questions to its index, and prints figures as one JSON object.

python -m benchmarks.growth_worker build CORPUS.jsonl INDEX KNOWN
python -m benchmarks.growth_worker ask INDEX QUESTIONS.jsonl
python -m benchmarks.growth_worker recall INDEX QUESTIONS.jsonl
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.known_vectors import KnownVectors
from edubot.assistant import Assistant
from edubot.index.build import build_index
from edubot.index.encoder import Vectors
from edubot.index.lists import exact_nearest, recall_at_10
from edubot.index.search_index import SearchIndex
from edubot.index.vector_rows import read_rows
from edubot.index.vectors import ROWS_FILE
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from edubot.retriever import Retriever
from edubot.tokens import telling_words

QUESTIONS = 100


def build(corpus: Path, index: Path, known: Path) -> dict[str, Any]:
    """Seconds that reading, storing and arranging took, and how the index is searched."""
    encoder = KnownVectors(known)
    begun = time.monotonic()
    report = build_index(Library.at(corpus, None), index, encoder)
    lists = report.vectors.lists
    return {
        "passages": report.passages,
        "leaflets": report.leaflets,
        "build_s": round(time.monotonic() - begun, 1),
        "lists": lists.lists if lists else 0,
        "probed": lists.probed if lists else 0,
        "recall_told": lists.recall_at_10 if lists else 1.0,
    }


def ask(index: Path, questions: Path) -> dict[str, Any]:
    """Seconds to open, and milliseconds a question and its parts."""
    begun = time.monotonic()
    assistant = Assistant.open(index)
    assistant.ask("warm up")
    opened = time.monotonic() - begun
    asked = _some(questions)
    whole = _timed(assistant.ask, asked)
    retriever = assistant.retriever
    searched = SearchIndex.open(index)
    weights = (1.0, 1.0, 2.0)
    vectors = [np.array([vector], dtype=np.float32) for vector in retriever.vectors(asked)]
    return {
        "open_s": round(opened, 2),
        "question_ms": whole,
        "words_ms": _timed(lambda text: searched.store.lexical(telling_words(text), weights, 100), asked),
        "vectors_ms": _timed(lambda vector: searched.vectors.nearest(vector, 100), vectors),
    }


def recall(index: Path, questions: Path) -> dict[str, Any]:
    """Recall@10 of the questions' own vectors; a process of its own, for exact search reads every vector."""
    searched = SearchIndex.open(index)
    vectors: Vectors = np.array(Retriever(searched).vectors(_some(questions)), dtype=np.float32)
    return {"recall_at_10": round(_recall(index, searched, vectors), 4)}


def _some(questions: Path) -> list[str]:
    lines = questions.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[:: max(1, len(lines) // QUESTIONS)]][:QUESTIONS]


def _recall(index: Path, searched: SearchIndex, vectors: Vectors) -> float:
    rows = IndexFolder(index).version(searched.manifest.version) / ROWS_FILE
    if not rows.exists():
        return 1.0
    return recall_at_10(searched.vectors, vectors, exact_nearest(read_rows(rows), vectors)[1][:, -1])


def _timed(done: Callable[[Any], object], values: Sequence[Any]) -> dict[str, float]:
    taken = []
    for value in values:
        begun = time.perf_counter()
        done(value)
        taken.append(1000 * (time.perf_counter() - begun))
    return {f"p{share}": round(float(np.percentile(taken, share)), 2) for share in (50, 95)}


if __name__ == "__main__":
    verb, *places = sys.argv[1:]
    work: dict[str, Callable[..., dict[str, Any]]] = {"build": build, "ask": ask, "recall": recall}
    print(json.dumps(work[verb](*map(Path, places))))
