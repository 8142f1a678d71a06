"""Words as the full text of a store holds them."""

import sqlite3
from collections.abc import Sequence

TOKENIZER = "porter unicode61"
"""Of SQLite's full text: words in small letters without accents, cut to their stems."""


class Stems:
    """Asks SQLite's own tokenizer, so that what is counted and what is searched cannot part."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute(f"CREATE VIRTUAL TABLE given USING fts5 (word, tokenize='{TOKENIZER}')")
        self._db.execute("CREATE VIRTUAL TABLE stem USING fts5vocab (given, instance)")

    def of(self, words: Sequence[str]) -> dict[str, list[str]]:
        """The stems that each word is searched by: one as a rule, none for a word without a letter."""
        given = dict(enumerate(dict.fromkeys(words)))
        self._db.executemany("INSERT INTO given (rowid, word) VALUES (?, ?)", given.items())
        found: dict[str, list[str]] = {word: [] for word in given.values()}
        for stem, number in self._db.execute("SELECT term, doc FROM stem ORDER BY doc, offset"):
            found[given[number]].append(stem)
        self._db.execute("DELETE FROM given")
        return found
