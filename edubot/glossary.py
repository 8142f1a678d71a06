"""Hard words in plain ones: authored and sourced, to be shown beside a passage and never in it."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from edubot.settings import GLOSSARY_FILE


@dataclass(frozen=True)
class PlainWord:
    """A word that leaflets use, and what it means."""

    words: tuple[str, ...]
    """Its forms, in lower case."""
    meaning: str
    source: str
    checked: date
    """When the meaning was last held against the source."""

    def __post_init__(self) -> None:
        if not self.words or not self.meaning or not self.source:
            raise ValueError("a plain word needs its forms, its meaning and its source")


@dataclass(frozen=True)
class Explained:
    """A word of a text, as it stands there, with its meaning."""

    word: str
    plain: PlainWord


class Glossary:
    """All plain words."""

    def __init__(self, entries: Iterable[PlainWord]) -> None:
        self._by_form = {form: entry for entry in entries for form in entry.words}

    @classmethod
    def from_file(cls, path: Path) -> "Glossary":
        """The plain words of a TOML file.

        Raises:
            ValueError: an entry without its meaning or source.
        """
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["word"]
        return cls(PlainWord(tuple(row["words"]), row["meaning"], row["source"], row["checked"]) for row in rows)

    def __iter__(self) -> Iterator[PlainWord]:
        """Each entry once."""
        return iter(dict.fromkeys(self._by_form.values()))

    def explained(self, text: str) -> list[Explained]:
        """The hard words of a text, in its order; each meaning once, whole words only.

        A letter that only looks like another when case is left out ("ſ", "İ") makes another word, which is no form.
        """
        found: dict[PlainWord, str] = {}
        for match in self._forms.finditer(text):
            if entry := self._by_form.get(" ".join(match[0].lower().split())):
                found.setdefault(entry, match[0])
        return [Explained(" ".join(word.split()), entry) for entry, word in found.items()]

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        longest_first = sorted(self._by_form, key=len, reverse=True)
        forms = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest_first)
        return re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.IGNORECASE)


@cache
def bundled_glossary() -> Glossary:
    """The plain words that come with edubot."""
    return Glossary.from_file(GLOSSARY_FILE)
