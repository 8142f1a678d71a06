"""What a store holds: its tables, and how a source is written in one of their cells."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache

from edubot.index.stems import TOKENIZER
from edubot.model import Context, Source, Span

MOST_COUNTED = 1000
"""Passages that are counted at the most: a word in a thousand tells little."""
TABLES = f"""
CREATE TABLE leaflet (n INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL,
    pages TEXT NOT NULL);
CREATE TABLE stance (
    leaflet INTEGER NOT NULL REFERENCES leaflet, topic TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    left_out TEXT NOT NULL, corrections TEXT NOT NULL);
CREATE INDEX stance_topic ON stance (topic);
CREATE TABLE left_out (
    leaflet INTEGER NOT NULL REFERENCES leaflet, start INTEGER NOT NULL, stop INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE passage (
    n INTEGER PRIMARY KEY, leaflet INTEGER NOT NULL REFERENCES leaflet, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    heading TEXT NOT NULL, label TEXT NOT NULL, gap INTEGER, corrections TEXT NOT NULL, found_by TEXT NOT NULL,
    context TEXT NOT NULL, key TEXT NOT NULL);
CREATE INDEX passage_leaflet ON passage (leaflet);
CREATE INDEX passage_key ON passage (key);
CREATE TABLE spoken (topic TEXT NOT NULL, passage INTEGER NOT NULL REFERENCES passage, own INTEGER NOT NULL,
    PRIMARY KEY (topic, passage)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (body, heading, title, content='', tokenize='{TOKENIZER}');
CREATE TABLE words_common (stem TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
"""
COMMON_WORDS = f"""
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, words, row);
INSERT INTO words_common SELECT term, doc FROM temp.vocabulary WHERE doc > {MOST_COUNTED};
DROP TABLE temp.vocabulary;
"""  # noqa: S608
"""Fills `words_common`, once every passage is there."""


def source_as_json(source: Source) -> str:
    """A source as one line, the same for the same source."""
    return json.dumps(asdict(source), default=str, ensure_ascii=False, sort_keys=True)


def contexts_as_json(contexts: Sequence[Context]) -> str:
    """What stands around a passage's words as one line."""
    held = [
        (each.span.start, each.span.end, each.leads, each.opens, each.before, each.after, each.below)
        for each in contexts
    ]
    return json.dumps(held, ensure_ascii=False)


def contexts_from_json(line: str) -> tuple[Context, ...]:
    """What was written so."""
    return tuple(
        Context(Span(start, end), None if leads is None else tuple(leads), opens, *around)
        for start, end, leads, opens, *around in json.loads(line)
    )


@lru_cache(maxsize=64)
def source_from_json(line: str) -> Source:
    """The source that was written so."""
    fields = json.loads(line)
    seen = fields.pop("seen")
    return Source(**fields, seen=date.fromisoformat(seen) if seen else None)
