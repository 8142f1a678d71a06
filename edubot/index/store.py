"""Leaflets and passages, read from the SQLite file that a build wrote."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from edubot.errors import IndexDamaged
from edubot.index.store_file import StoreFile, listed
from edubot.index.store_tables import contexts_from_json, source_from_json
from edubot.index.word_search import MOST_MET, WordSearch
from edubot.leaflets.lifting import NOT_ALONE, side_of
from edubot.model import Passage, Quarantine, Reason, Side, Source, Span, page_at

_READ = """
SELECT n, leaflet, start, stop, heading, label, gap, corrections, found_by, context FROM passage
WHERE n IN (SELECT value FROM json_each(?))
"""
_WHOLE = """
SELECT n, source, text, pages FROM leaflet WHERE n IN (SELECT value FROM json_each(?))
"""
_STANCES = """
SELECT l.id, s.start, s.stop, s.left_out, s.corrections, l.pages, p.n
FROM stance s JOIN leaflet l ON l.n = s.leaflet
LEFT JOIN passage p ON p.leaflet = s.leaflet AND p.start <= s.start AND s.stop <= p.stop
WHERE s.topic = ? ORDER BY s.leaflet, s.start
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
_ON = "SELECT DISTINCT passage FROM spoken WHERE own AND topic IN (SELECT value FROM json_each(?))"
_AMONG = """
SELECT p.n, e.first, e.last FROM passage p JOIN
    (SELECT leaflet, min(n) AS first, max(n) AS last FROM passage
     WHERE leaflet IN (SELECT leaflet FROM passage WHERE n IN (SELECT value FROM json_each(?)))
     GROUP BY leaflet) e ON e.leaflet = p.leaflet
WHERE p.n IN (SELECT value FROM json_each(?))
"""
_KNOWN = "SELECT key, min(n) FROM passage WHERE key IN (SELECT value FROM json_each(?)) GROUP BY key"


class Store:
    """Reads a finished store; never writes."""

    def __init__(
        self, path: Path, hidden: Collection[str] = (), held: bytes | None = None, most_met: int = MOST_MET
    ) -> None:
        """Open a store.

        Args:
            hidden: ids of leaflets of which nothing is found.
            held: what the file held when it was found whole, to be read in its place.
            most_met: stands in for `MOST_MET`, for those who measure it.

        Raises:
            IndexDamaged: the file cannot be opened.
        """
        self._most_met = most_met
        self._file = StoreFile(path, hidden, held)
        self._words = WordSearch(self._file, most_met)

    def without(self, leaflets: Collection[str]) -> "Store":
        """The same store in which nothing of these leaflets is found; from memory, where it is held there.

        Its file may be gone by then: a chat may outlive the version that it opened.
        """
        return Store(self._file.path, leaflets, self._file.held, self._most_met)

    @property
    def hidden(self) -> frozenset[str]:
        """Ids of the leaflets of which nothing is found."""
        return self._file.hidden

    @property
    def hidden_rows(self) -> list[int]:
        """Rows of the passages that are hidden."""
        return self._file.hidden_rows

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def passages(self, rows: Iterable[int]) -> dict[int, Passage]:
        """The passages at some rows, each cut from its leaflet's text after that text's hash was checked.

        Raises:
            IndexDamaged: a leaflet's text is not the one that was stored.
        """
        wanted = list(rows)
        found = self._file.query(_READ, [listed(wanted)])
        leaflets = self._wholes({row[1] for row in found})
        return {row[0]: _passage(leaflets[row[1]], *row[2:]) for row in found}

    def leaflets(self) -> list[Source]:
        """Every source in the store, in the order of building."""
        return [source_from_json(row[0]) for row in self._file.query("SELECT source FROM leaflet ORDER BY n")]

    def text(self, leaflet: str) -> str | None:
        """A leaflet's whole text by its id, or None."""
        found = self._file.query("SELECT text, source FROM leaflet WHERE id = ?", [leaflet])
        return self._checked(*found[0]) if found else None

    def sides(self, topic: str) -> list[tuple[Side, tuple[str, ...]]]:
        """What the leaflets say on a topic, and the ids of the corrections that must stand beside it."""
        found = self._file.query(_STANCES, [topic])
        passages = self.passages({row[-1] for row in found if row[-1] is not None and not row[3]})
        sides = []
        for id, start, stop, left_out, notes, pages, row in found:
            if row in passages:
                side = side_of(passages[row], Span(start, stop))
            else:
                side = Side(id, "", start, stop, None, left_out or NOT_ALONE, page=page_at(json.loads(pages), start))
            sides.append((side, tuple(json.loads(notes))))
        return sides

    def passages_of(self, leaflet: str) -> list[Passage]:
        """A leaflet's passages in the order of its text, by its id."""
        rows = [row[0] for row in self._file.query(_OF_LEAFLET, [leaflet])]
        held = self.passages(rows)
        return [held[row] for row in rows]

    def left_out(self, leaflet: str) -> list[Quarantine]:
        """The parts of a leaflet that no patient sees, in the order of its text, by its id."""
        found = self._file.query(_LEFT_OUT, [leaflet])
        return [Quarantine(Span(start, stop), Reason(reason)) for start, stop, reason in found]

    def leaflets_on(self, topic: str) -> set[str]:
        """Ids of the leaflets of which a passage, or what stands above it, says something on a topic."""
        return {row[0] for row in self._file.query(_SPEAKING, [topic])}

    def rows_on(self, topics: Sequence[str]) -> list[int]:
        """Rows of the passages whose own words say something on one of these topics."""
        return [row[0] for row in self._file.query(_ON, [listed(topics)])]

    def around(self, rows: Sequence[int], reach: int) -> dict[int, range]:
        """The rows of each passage and of those beside it in its leaflet, at most `reach` before and after it."""
        found = self._file.query(_AMONG, [listed(rows), listed(rows)])
        return {row: range(max(first, row - reach), min(last, row + reach) + 1) for row, first, last in found}

    def rows_by_key(self, keys: Sequence[str]) -> dict[str, int]:
        """Rows of the passages that have one of these keys."""
        return dict(self._file.query(_KNOWN, [listed(keys)]))

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How telling each word is, from nearly 0 (in every passage) to 1 (in none)."""
        return self._words.rarity(words)

    def lexical(self, words: Iterable[str], weights: Sequence[float], limit: int) -> Mapping[int, float]:
        """BM25 of the best passages that hold any of the words; `WordSearch.lexical` says how."""
        return self._words.lexical(words, weights, limit)

    def inspect(self) -> None:
        """Hold the file against SQLite's own rules, and each leaflet against what the store says of its parts.

        Raises:
            IndexDamaged: a text was changed, or a passage leaves its text or touches another part of it.
        """
        if self._file.query("PRAGMA integrity_check") != [("ok",)]:
            raise IndexDamaged(f"{self._file.path} is no whole SQLite file", "Build the index again")
        for source in self.leaflets():
            text = self.text(source.id) or ""
            parts = self._file.query(_PARTS, [source.id, source.id])
            edges = [0, *(edge for part in sorted(parts) for edge in part), len(text)]
            if edges != sorted(edges):
                raise IndexDamaged(f"The parts of {source.file} in {self._file.path} overlap", "Build the index again")

    def _wholes(self, numbers: Collection[int]) -> dict[int, "_Whole"]:
        """Some leaflets by their numbers, each read and checked once however many of its passages are wanted."""
        found = self._file.query(_WHOLE, [listed(numbers)])
        return {
            number: _Whole(source_from_json(source), self._checked(text, source), tuple(json.loads(pages)))
            for number, source, text, pages in found
        }

    def _checked(self, text: str, source: str) -> str:
        about = source_from_json(source)
        if _sha256(text) != about.text_sha256:
            raise IndexDamaged(f"The text of {about.file} in {self._file.path} was changed", "Build the index again")
        return text


@dataclass(frozen=True)
class _Whole:
    """A leaflet as its passages are cut from it."""

    source: Source
    text: str
    pages: Sequence[int]


def _passage(leaflet: _Whole, start: int, stop: int, heading: str, label: str, gap: int | None, *lists: str) -> Passage:
    *written, context = lists
    notes, cues = (tuple(json.loads(line)) for line in written)
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
        contexts=contexts_from_json(context),
    )


@lru_cache(maxsize=64)
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
