"""Which passages hold a question's words, and how telling each word is."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from edubot.index.stems import Stems
from edubot.index.store_file import StoreFile
from edubot.index.store_tables import MOST_COUNTED

_COUNT = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?{seen} LIMIT ?)"
_SEEN = " AND rowid NOT IN (SELECT n FROM hidden)"
_WORD = re.compile(r"\w+")
MOST_MET = 30_000
"""Passages that the words of one search may meet, each word's counted: SQLite weighs a thousand in a millisecond."""


class WordSearch:
    """Asks the full text of a store; what is hidden there is neither found nor counted."""

    def __init__(self, file: StoreFile, most_met: int = MOST_MET) -> None:
        self._file = file
        self._most_met = most_met
        self._seen = _SEEN if file.hidden else ""

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How telling each word is, from nearly 0 (in every passage) to 1 (in none); counts up to `MOST_COUNTED`."""
        whole = min(self._file.query("SELECT count(*) FROM passage")[0][0], MOST_COUNTED)
        counted = ((word, min(self._passages_with(word), whole)) for word in dict.fromkeys(words))
        return {word: 1 - math.log1p(count) / math.log1p(whole + 1) for word, count in counted}

    def _passages_with(self, word: str) -> int:
        terms = " ".join(f'"{part}"' for part in _WORD.findall(word))
        found = self._file.query(_COUNT.format(seen=self._seen), [terms, MOST_COUNTED]) if terms else [(0,)]
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
        found = self._file.query(
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
        return dict(self._file.query("SELECT stem, passages FROM words_common"))
