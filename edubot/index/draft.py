"""Writes the passages of a library and their vectors into a draft, a window at a time."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from edubot.errors import BuildFailed
from edubot.index.crew import ReadLeaflet, Window
from edubot.index.encoder import Vector
from edubot.index.layout import STORE_FILE
from edubot.index.progress import Listener, Progress, Stage
from edubot.index.reuse import VectorSource
from edubot.index.store_writer import StoreWriter
from edubot.index.survey import Survey, count_in
from edubot.index.vector_rows import RowWriter
from edubot.index.vectors import ROWS_FILE
from edubot.model import Passage

WINDOW = 2048
"""Passages held in memory at a time: enough that those encoded together are of about the same length."""


def write_draft(
    reading: Iterable[ReadLeaflet],
    draft: Path,
    vectors: VectorSource,
    encode: Callable[..., Iterator[tuple[Window, Mapping[str, Vector]]]],
    survey: Survey,
    listen: Listener,
) -> tuple[int, int]:
    """Write the store and the vectors; returns the vectors' dimension, and how many were computed."""
    store = StoreWriter(draft / STORE_FILE)
    done = computed = dimension = 0
    whole = hashlib.sha256()

    def hear(more: int, of_them_computed: int) -> None:
        nonlocal done, computed
        done += more
        computed += of_them_computed
        listen(Progress(Stage.ENCODING, done, survey.passages))

    hear(0, 0)
    windows = map(vectors.window, _windows(_stored(reading, store, whole)))
    with RowWriter(draft / ROWS_FILE, survey.passages) as writer:
        for window, encoded in encode(windows, hear=hear):
            rows = vectors.rows(window, encoded)
            writer.add(rows)
            dimension = rows.shape[1]
    store.close()
    if whole.hexdigest() != survey.corpus:
        raise BuildFailed("A leaflet was changed while it was read", "Build again; the last index stays in use")
    return dimension, computed


def _stored(reading: Iterable[ReadLeaflet], store: StoreWriter, whole: "hashlib._Hash") -> Iterator[Passage]:
    for leaflet, held in reading:
        count_in(whole, leaflet, held)
        store.add(leaflet, held)
        yield from held


def _windows(found: Iterable[Passage]) -> Iterator[list[Passage]]:
    held: list[Passage] = []
    for passage in found:
        held.append(passage)
        if len(held) == WINDOW:
            yield held
            held = []
    if held:
        yield held
