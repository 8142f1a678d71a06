"""Leaflets, passages and the lexical index in one SQLite file."""

import hashlib
import json
import math
import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from edubot.errors import IndexDamaged
from edubot.index.passages import plain, searchable
from edubot.index.stems import TOKENIZER, Stems
from edubot.model import Leaflet, Passage, Quarantine, Reason, Side, Source, Span, page_at
from edubot.patterns import plain_words
from edubot.topics import Topic, Topics, bundled_topics

_SCHEMA = """
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
    key TEXT NOT NULL);
CREATE INDEX passage_leaflet ON passage (leaflet);
CREATE INDEX passage_key ON passage (key);
CREATE TABLE spoken (topic TEXT NOT NULL, passage INTEGER NOT NULL REFERENCES passage, own INTEGER NOT NULL,
    PRIMARY KEY (topic, passage)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (body, heading, title, content='', tokenize='{tokenizer}');
CREATE TABLE words_common (stem TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
"""
_COMMON = """
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, words, row);
INSERT INTO words_common SELECT term, doc FROM temp.vocabulary WHERE doc > {most};
DROP TABLE temp.vocabulary;
"""
_READ = """
SELECT n, leaflet, start, stop, heading, label, gap, corrections, found_by FROM passage WHERE n IN ({marks})
"""
_WHOLE = """
SELECT n, source, text, pages FROM leaflet WHERE n IN ({marks})
"""
_STANCES = """
SELECT l.id, l.source, l.text, l.pages, s.start, s.stop, s.left_out, s.corrections
FROM stance s JOIN leaflet l ON l.n = s.leaflet WHERE s.topic = ? ORDER BY s.leaflet, s.start
"""
_OF_LEAFLET = """
SELECT p.n FROM passage p JOIN leaflet l ON l.n = p.leaflet WHERE l.id = ? ORDER BY p.n
"""
_LEFT_OUT = """
SELECT o.start, o.stop, o.reason FROM left_out o JOIN leaflet l ON l.n = o.leaflet WHERE l.id = ? ORDER BY o.start
"""
_PARTS = """
SELECT p.start, p.stop FROM passage p JOIN leaflet l ON l.n = p.leaflet WHERE l.id = ?
UNION ALL SELECT o.start, o.stop FROM left_out o JOIN leaflet l ON l.n = o.leaflet WHERE l.id = ?
"""
_SPEAKING = """
SELECT DISTINCT l.id FROM spoken s JOIN passage p ON p.n = s.passage JOIN leaflet l ON l.n = p.leaflet WHERE s.topic = ?
"""
_HIDING = """
CREATE TEMP TABLE hidden_leaflet AS SELECT n FROM main.leaflet WHERE id IN ({marks});
CREATE TEMP TABLE hidden AS SELECT n FROM main.passage WHERE leaflet IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW leaflet AS SELECT * FROM main.leaflet WHERE n NOT IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW passage AS SELECT * FROM main.passage WHERE leaflet NOT IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW stance AS SELECT * FROM main.stance WHERE leaflet NOT IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW left_out AS SELECT * FROM main.left_out WHERE leaflet NOT IN (SELECT n FROM hidden_leaflet);
CREATE TEMP VIEW spoken AS SELECT * FROM main.spoken WHERE passage NOT IN (SELECT n FROM hidden);
"""
"""Every query then finds these views in the place of the tables; what the full text finds is filtered by row."""
_AMONG = """
SELECT p.n, e.first, e.last FROM passage p JOIN
    (SELECT leaflet, min(n) AS first, max(n) AS last FROM passage
     WHERE leaflet IN (SELECT leaflet FROM passage WHERE n IN ({marks})) GROUP BY leaflet) e ON e.leaflet = p.leaflet
WHERE p.n IN ({marks})
"""
_KNOWN = "SELECT key, min(n) FROM passage WHERE key IN ({marks}) GROUP BY key"
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?{seen} LIMIT ?)"
_SEEN = " AND rowid NOT IN (SELECT n FROM hidden)"
_WORD = re.compile(r"\w+")
_HEADINGS = 256
"""Whose topics are remembered while passages are stored: most passages stand under the heading of the one before."""
MOST_IN_MEMORY = 256 << 20
"""Bytes of a store that is held in memory; a larger one is read from its file."""
MOST_COUNTED = 1000
"""Passages that are counted at the most: a word in a thousand tells little."""
MOST_MET = 30_000
"""Passages that the words of one search may meet, each word's counted: SQLite weighs a thousand in a millisecond."""


def key(passage: Passage) -> str:
    """SHA-256 of what is embedded for a passage: equal keys have equal vectors."""
    return hashlib.sha256(searchable(passage).encode()).hexdigest()


def source_as_json(source: Source) -> str:
    """A source as one line, the same for the same source."""
    return json.dumps(asdict(source), default=str, ensure_ascii=False, sort_keys=True)


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
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA.format(tokenizer=TOKENIZER))
        self._db.execute("BEGIN")
        self._leaflets = 0
        self._passages = 0

    def add(self, leaflet: Leaflet, passages: Sequence[Passage]) -> None:
        """Append a leaflet and its passages; passage rows count from 0 in the order of adding."""
        source = source_as_json(leaflet.source)
        row = (self._leaflets, leaflet.source.id, source, leaflet.text, json.dumps(leaflet.pages))
        self._db.execute("INSERT INTO leaflet VALUES (?, ?, ?, ?, ?)", row)
        for stance in leaflet.stances:
            notes = [found.correction for found in leaflet.objections if found.span.overlaps(stance.span)]
            said = (self._leaflets, stance.topic, stance.span.start, stance.span.end, stance.left_out)
            self._db.execute("INSERT INTO stance VALUES (?, ?, ?, ?, ?, ?)", (*said, json.dumps(notes)))
        for part in leaflet.quarantined:
            kept_back = (self._leaflets, part.span.start, part.span.end, part.reason)
            self._db.execute("INSERT INTO left_out VALUES (?, ?, ?, ?)", kept_back)
        for passage in passages:
            headings = json.dumps(passage.heading, ensure_ascii=False)
            place = (self._passages, self._leaflets, passage.start, passage.end)
            gap = None if passage.gap is None else len(passage.gap)
            cues = json.dumps(passage.found_by, ensure_ascii=False)
            rest = (headings, passage.label, gap, json.dumps(passage.corrections), cues, key(passage))
            self._db.execute("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", place + rest)
            words = (
                " ".join((plain(passage.text), *passage.found_by)),
                " ".join((*passage.heading, passage.label)),
                leaflet.source.title,
            )
            self._db.execute(
                "INSERT INTO words (rowid, body, heading, title) VALUES (?, ?, ?, ?)", (self._passages, *words)
            )
            spoken = ((topic, self._passages, own) for topic, own in self._spoken(passage).items())
            self._db.executemany("INSERT INTO spoken VALUES (?, ?, ?)", spoken)
            self._passages += 1
        self._leaflets += 1

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
        counting = _COMMON.format(most=MOST_COUNTED).split(";")
        for statement in ("INSERT INTO words (words) VALUES ('optimize')", *counting, "COMMIT", "VACUUM"):
            self._db.execute(statement)
        self._db.close()


class Store:
    """Reads a finished store; never writes."""

    def __init__(
        self, path: Path, hidden: Collection[str] = (), held: bytes | None = None, most_met: int = MOST_MET
    ) -> None:
        """Open a store.

        A store of ordinary size is held in memory, so that what was found whole stays so while a chat is open,
        whatever happens to the disk.

        Args:
            hidden: ids of leaflets of which nothing is found.
            held: what the file held when it was found whole, to be read in its place.
            most_met: stands in for `MOST_MET`, for those who measure it.

        Raises:
            IndexDamaged: the file cannot be opened.
        """
        self._path = path
        self._most_met = most_met
        self.hidden = frozenset(hidden)
        try:
            self._in_memory = held is not None or path.stat().st_size <= MOST_IN_MEMORY
            self._db = _in_memory(held or path.read_bytes()) if self._in_memory else _on_disk(path)
        except (OSError, sqlite3.Error) as error:
            raise IndexDamaged(f"{path} cannot be opened ({error})", "Build the index again") from error
        self._seen = _SEEN if hidden else ""
        self._hide(sorted(self.hidden))

    def _hide(self, leaflets: Sequence[str]) -> None:
        statements = _HIDING.format(marks=_marks(leaflets)).split(";") if leaflets else []
        for number, statement in enumerate(statements):
            self._query(statement, [] if number else leaflets)

    def without(self, leaflets: Collection[str]) -> "Store":
        """The same store in which nothing of these leaflets is found; from memory, where it is held there.

        Its file may be gone by then: a chat may outlive the version that it opened.
        """
        return Store(self._path, leaflets, self._db.serialize() if self._in_memory else None, self._most_met)

    @property
    def hidden_rows(self) -> list[int]:
        """Rows of the passages that are hidden."""
        return [row[0] for row in self._query("SELECT n FROM hidden ORDER BY n", [])] if self._seen else []

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def passages(self, rows: Iterable[int]) -> dict[int, Passage]:
        """The passages at some rows, each cut from its leaflet's text after that text's hash was checked.

        Raises:
            IndexDamaged: a leaflet's text is not the one that was stored.
        """
        wanted = list(rows)
        found = self._query(_READ.format(marks=_marks(wanted)), wanted)
        leaflets = self._wholes({row[1] for row in found})
        return {row[0]: _passage(leaflets[row[1]], *row[2:]) for row in found}

    def leaflets(self) -> list[Source]:
        """Every source in the store, in the order of building."""
        return [_source(row[0]) for row in self._query("SELECT source FROM leaflet ORDER BY n", [])]

    def text(self, leaflet: str) -> str | None:
        """A leaflet's whole text by its id, or None."""
        found = self._query("SELECT text, source FROM leaflet WHERE id = ?", [leaflet])
        return self._checked(*found[0]) if found else None

    def sides(self, topic: str) -> list[tuple[Side, tuple[str, ...]]]:
        """What the leaflets say on a topic, and the ids of the corrections that must stand beside it."""
        found = self._query(_STANCES, [topic])
        sides = []
        for id, source, text, pages, start, stop, left_out, notes in found:
            words = "" if left_out else self._checked(text, source)[start:stop]
            side = Side(id, words, start, stop, left_out, page=page_at(json.loads(pages), start))
            sides.append((side, tuple(json.loads(notes))))
        return sides

    def passages_of(self, leaflet: str) -> list[Passage]:
        """A leaflet's passages in the order of its text, by its id."""
        rows = [row[0] for row in self._query(_OF_LEAFLET, [leaflet])]
        held = self.passages(rows)
        return [held[row] for row in rows]

    def left_out(self, leaflet: str) -> list[Quarantine]:
        """The parts of a leaflet that no patient sees, in the order of its text, by its id."""
        found = self._query(_LEFT_OUT, [leaflet])
        return [Quarantine(Span(start, stop), Reason(reason)) for start, stop, reason in found]

    def leaflets_on(self, topic: str) -> set[str]:
        """Ids of the leaflets of which a passage, or what stands above it, says something on a topic."""
        return {row[0] for row in self._query(_SPEAKING, [topic])}

    def rows_on(self, topics: Sequence[str]) -> list[int]:
        """Rows of the passages whose own words say something on one of these topics."""
        marks = _marks(topics)
        found = self._query(f"SELECT DISTINCT passage FROM spoken WHERE own AND topic IN ({marks})", topics)  # noqa: S608
        return [row[0] for row in found]

    def around(self, rows: Sequence[int], reach: int) -> dict[int, range]:
        """The rows of each passage and of those beside it in its leaflet, at most `reach` before and after it."""
        found = self._query(_AMONG.format(marks=_marks(rows)), [*rows, *rows])
        return {row: range(max(first, row - reach), min(last, row + reach) + 1) for row, first, last in found}

    def rows_by_key(self, keys: Sequence[str]) -> dict[str, int]:
        """Rows of the passages that have one of these keys."""
        return dict(self._query(_KNOWN.format(marks=_marks(keys)), keys))

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How telling each word is, from nearly 0 (in every passage) to 1 (in none); counts up to `MOST_COUNTED`."""
        whole = min(self._query("SELECT count(*) FROM passage", [])[0][0], MOST_COUNTED)
        counted = ((word, min(self._passages_with(word), whole)) for word in dict.fromkeys(words))
        return {word: 1 - math.log1p(count) / math.log1p(whole + 1) for word, count in counted}

    def _passages_with(self, word: str) -> int:
        terms = " ".join(f'"{part}"' for part in _WORD.findall(word))
        found = self._query(_COUNT.format(seen=self._seen), [terms, MOST_COUNTED]) if terms else [(0,)]
        return int(found[0][0])

    def lexical(self, words: Iterable[str], weights: Sequence[float], limit: int) -> Mapping[int, float]:
        """BM25 (0 or more, larger is better) of the best passages that hold any of the words.

        In a large library the rarest words are looked for alone, as many as meet `MOST_MET` passages between them.

        Args:
            words: any characters; each becomes a quoted term, so that none is read as query syntax.
            weights: of body, heading and title.
        """
        terms = [f'"{word}"' for word in self._telling([word for text in words for word in _WORD.findall(text)])]
        if not terms:
            return {}
        found = self._query(
            f"SELECT rowid, -bm25(words, ?, ?, ?) AS score FROM words WHERE words MATCH ?{self._seen}"  # noqa: S608
            " ORDER BY score DESC, rowid LIMIT ?",
            [*weights, " OR ".join(terms), limit],
        )
        return {row: max(score, 0.0) for row, score in found}

    def _telling(self, words: Sequence[str]) -> list[str]:
        """The words that are rare enough to be looked for together, the rarest that there is whatever it costs."""
        if not self._common:
            return list(words)
        met = self._met(words)
        kept: set[str] = set()
        room, found = self._most_met, False
        for word in sorted(met, key=lambda word: met[word]):
            if found and met[word] > room:
                break
            kept.add(word)
            room -= met[word]
            found = found or met[word] > 0
        return [word for word in words if word in kept]

    def _met(self, words: Sequence[str]) -> dict[str, int]:
        """How many passages hold each word."""
        stems = self._stems.of(words)
        common = {word: min((self._common.get(stem, 0) for stem in stems[word]), default=0) for word in words}
        return {word: count or self._passages_with(word) for word, count in common.items()}

    @cached_property
    def _stems(self) -> Stems:
        return Stems()

    @cached_property
    def _common(self) -> dict[str, int]:
        """How many passages hold a word, by its stem; only those in more than `MOST_COUNTED`."""
        return dict(self._query("SELECT stem, passages FROM words_common", []))

    def inspect(self) -> None:
        """Hold the file against SQLite's own rules, and each leaflet against what the store says of its parts.

        Raises:
            IndexDamaged: a text was changed, or a passage leaves its text or touches another part of it.
        """
        if self._query("PRAGMA integrity_check", []) != [("ok",)]:
            raise IndexDamaged(f"{self._path} is no whole SQLite file", "Build the index again")
        for source in self.leaflets():
            text = self.text(source.id) or ""
            parts = self._query(_PARTS, [source.id, source.id])
            edges = [0, *(edge for part in sorted(parts) for edge in part), len(text)]
            if edges != sorted(edges):
                raise IndexDamaged(f"The parts of {source.file} in {self._path} overlap", "Build the index again")

    def _query(self, sql: str, values: Sequence[object]) -> list[Any]:
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(f"{self._path} cannot be read ({error})", "Build the index again") from error

    def _wholes(self, numbers: Collection[int]) -> dict[int, "_Whole"]:
        """Some leaflets by their numbers, each read and checked once however many of its passages are wanted."""
        found = self._query(_WHOLE.format(marks=_marks(numbers)), [*numbers])
        return {
            number: _Whole(_source(source), self._checked(text, source), tuple(json.loads(pages)))
            for number, source, text, pages in found
        }

    def _checked(self, text: str, source: str) -> str:
        about = _source(source)
        if _sha256(text) != about.text_sha256:
            raise IndexDamaged(f"The text of {about.file} in {self._path} was changed", "Build the index again")
        return text


@dataclass(frozen=True)
class _Whole:
    """A leaflet as its passages are cut from it."""

    source: Source
    text: str
    pages: Sequence[int]


def _on_disk(path: Path) -> sqlite3.Connection:
    place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(place, uri=True, check_same_thread=False)


def _in_memory(held: bytes) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    memory.deserialize(held)
    return memory


def _passage(leaflet: _Whole, start: int, stop: int, heading: str, label: str, gap: int | None, *lists: str) -> Passage:
    notes, cues = (tuple(json.loads(written)) for written in lists)
    return Passage(
        source=leaflet.source,
        heading=tuple(json.loads(heading)),
        start=start,
        end=stop,
        text=leaflet.text[start:stop],
        gap=None if gap is None else leaflet.text[start - gap : start],
        label=label,
        corrections=notes,
        found_by=cues,
        page=page_at(leaflet.pages, start),
    )


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))


@lru_cache(maxsize=64)
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def _source(line: str) -> Source:
    fields = json.loads(line)
    seen = fields.pop("seen")
    return Source(**fields, seen=date.fromisoformat(seen) if seen else None)
