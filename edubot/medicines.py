"""Which medicines a message names, so that no leaflet answers for another drug than its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from edubot.patterns.text import plain_words
from edubot.remembered import remembered
from edubot.settings import MEDICINES_FILE


@dataclass(frozen=True)
class Medicine:
    """A medicine, a treatment or a supplement."""

    name: str
    also: tuple[str, ...]
    """Brands, lay names, misspellings."""
    group: tuple[str, ...]
    """What leaflets call its kind."""
    kind: str
    """`medicine`, `treatment` or `supplement`."""

    def called(self) -> Iterator[str]:
        """Every name, and those of its kind, that a leaflet may use for it."""
        yield self.name
        yield from self.also
        yield from self.group


class Medicines:
    """Medicines by every name they have."""

    def __init__(self, by_name: Mapping[tuple[str, ...], Medicine]) -> None:
        self._by_name = by_name
        self._longest = max((len(name) for name in by_name), default=0)

    @classmethod
    def from_file(cls, path: Path) -> "Medicines":
        """The medicines of a tab-separated file: name, other names, group, kind."""
        by_name: dict[tuple[str, ...], Medicine] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                name, also, group, kind = line.split("\t")
                found = Medicine(name, _parts(also), _parts(group), kind)
                for each in (name, *found.also):
                    by_name[tuple(each.replace("-", " ").split())] = found
        return cls(by_name)

    def names(self) -> Iterator[str]:
        """The name of each medicine and what leaflets call its kind: no brand, no misspelling."""
        for medicine in dict.fromkeys(self._by_name.values()):
            yield medicine.name
            yield from medicine.group

    def named(self, text: str) -> list[Medicine]:
        """The medicines that a text names, in its order, each once; the longest name wins."""
        words = plain_words(text)
        found = (self._by_name[tuple(words[start:end])] for start, end in self._places(words))
        return list({medicine.name: medicine for medicine in found}.values())

    def without(self, text: str) -> str:
        """What a text says beside the names of medicines, in plain words."""
        words = plain_words(text)
        taken = {place for start, end in self._places(words) for place in range(start, end)}
        return " ".join(word for place, word in enumerate(words) if place not in taken)

    def has_word(self, word: str) -> bool:
        """Whether a word is part of any name."""
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for name in self._by_name for word in name)

    def _places(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        start = 0
        while start < len(words):
            length = self._longest_at(words[start : start + self._longest])
            if length:
                yield start, start + length
            start += max(length, 1)

    def _longest_at(self, words: Sequence[str]) -> int:
        return next((n for n in range(len(words), 0, -1) if tuple(words[:n]) in self._by_name), 0)


@cache
def bundled_medicines() -> Medicines:
    """The medicines that come with edubot."""
    return Medicines.from_file(MEDICINES_FILE)


@remembered(8)
def medicines_named(text: str) -> tuple[Medicine, ...]:
    """The bundled medicines that a text names; several rooms ask for those of one message."""
    return tuple(bundled_medicines().named(text))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
