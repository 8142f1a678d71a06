"""Writes leaflets and passages into a new store."""

import json
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from edubot.index.passages import key, plain
from edubot.index.store_tables import COMMON_WORDS, TABLES, contexts_as_json, source_as_json
from edubot.leaflets.claims import Claims
from edubot.leaflets.lifting import side_of
from edubot.model import Leaflet, Passage, Span
from edubot.patterns.text import plain_words
from edubot.topics import Topic, Topics, bundled_topics

_HEADINGS = 256
"""Whose topics are remembered while passages are stored: most passages stand under the heading of the one before."""


class StoreWriter:
    """Writes a store once, row by row; the same input gives the same bytes."""

    def __init__(self, path: Path, topics: Topics | None = None) -> None:
        """Begin a store.

        Args:
            topics: what passages may speak of; the bundled ones unless others are given.
        """
        self._topics = topics or bundled_topics()
        self._said_above = lru_cache(maxsize=_HEADINGS)(self._said)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
        self._db.execute("BEGIN")
        self._leaflets = 0
        self._passages = 0

    def add(self, leaflet: Leaflet, passages: Sequence[Passage]) -> None:
        """Append a leaflet and its passages; passage rows count from 0 in the order of adding."""
        source = source_as_json(leaflet.source)
        row = (self._leaflets, leaflet.source.id, source, leaflet.text, json.dumps(leaflet.pages))
        self._db.execute("INSERT INTO leaflet VALUES (?, ?, ?, ?, ?)", row)
        self._add_marks(leaflet, passages)
        for passage in passages:
            self._add_passage(passage)
            self._passages += 1
        self._leaflets += 1

    def _add_marks(self, leaflet: Leaflet, passages: Sequence[Passage]) -> None:
        """What a curator marked in a leaflet: its stances, and the parts that are kept back."""
        claims = Claims(leaflet)
        for stance in leaflet.stances:
            notes = claims.within(stance.span, _quoted(passages, stance.span))
            said = (self._leaflets, stance.topic, stance.span.start, stance.span.end, stance.left_out)
            self._db.execute("INSERT INTO stance VALUES (?, ?, ?, ?, ?, ?)", (*said, json.dumps(notes)))
        for part in leaflet.quarantined:
            kept_back = (self._leaflets, part.span.start, part.span.end, part.reason)
            self._db.execute("INSERT INTO left_out VALUES (?, ?, ?, ?)", kept_back)

    def _add_passage(self, passage: Passage) -> None:
        """A passage, the words that find it, and the topics that it speaks of."""
        headings = json.dumps(passage.heading, ensure_ascii=False)
        place = (self._passages, self._leaflets, passage.start, passage.end)
        gap = None if passage.gap is None else len(passage.gap)
        cues = json.dumps(passage.found_by, ensure_ascii=False)
        rest = (headings, passage.label, gap, json.dumps(passage.corrections), cues, contexts_as_json(passage.contexts))
        self._db.execute("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*place, *rest, key(passage)))
        words = (
            " ".join((plain(passage.text), *passage.found_by)),
            " ".join((*passage.heading, passage.label)),
            passage.source.title,
        )
        self._db.execute(
            "INSERT INTO words (rowid, body, heading, title) VALUES (?, ?, ?, ?)", (self._passages, *words)
        )
        spoken = ((topic, self._passages, own) for topic, own in self._spoken(passage).items())
        self._db.executemany("INSERT INTO spoken VALUES (?, ?, ?)", spoken)

    def _spoken(self, passage: Passage) -> dict[str, bool]:
        """Topics that a passage says something on, and whether its own words do or only those above it.

        What an educator says that it answers, it says something on.
        """
        above = self._said_above(". ".join((*passage.heading, passage.label)))
        own = self._said(plain(passage.text))
        answered = (topic for cue in passage.found_by for topic in self._topics.asked(cue) if not topic.beside)
        return {topic.id: False for topic in above} | {topic.id: True for topic in (*own, *answered)}

    def _said(self, words: str) -> Sequence[Topic]:
        return self._topics.said(plain_words(words))

    def close(self) -> None:
        """Finish the file."""
        for statement in (
            "INSERT INTO words (words) VALUES ('optimize')",
            *COMMON_WORDS.split(";"),
            "COMMIT",
            "VACUUM",
        ):
            self._db.execute(statement)
        self._db.close()


def _quoted(passages: Sequence[Passage], span: Span) -> tuple[str, ...]:
    """What is shown of a side that stands in one of these passages, with all that it hangs on."""
    held = (passage for passage in passages if passage.start <= span.start and span.end <= passage.end)
    quotes = (side_of(passage, span).quote for passage in held)
    return tuple(words for quote in quotes if quote for words in (*quote.heading, *quote.pieces))
