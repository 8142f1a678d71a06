"""A text as patterns see it: plain words, and where each of them stands."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

STOP = "."
"""Stands among the words of a message where a sentence ends."""
LETTERS = 3
"""By how many letters the beginnings of words are looked up."""
_QUOTES = re.compile(r"['’‘`´ʼ]")
_CJK = "぀-ヿ㐀-鿿"
_STOPS = frozenset(".!?;:\n…।。！？؟")
_SIGNS = "\U0001f300-\U0001faff☀-➿"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[^\W_{_CJK}]+|[{_CJK}{_SIGNS}]|[.!?;:\n…।。！？؟]+")
STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_UNIT = re.compile(r"(\d)(mgs?|kgs?|kilos?|lbs?|st|ml|yo|yrs?|x|days?|wks?|weeks?|months?|hrs?|hours?|mins?)\b")


def plain_words(text: str) -> list[str]:
    """A text as patterns see it: lower case, no accents or apostrophes, "soooo" as "so", `STOP` between sentences."""
    folded = _QUOTES.sub("", text.lower() if text.isascii() else _unaccented(text))
    found = _WORD.findall(_UNIT.sub(r"\1 \2", STRETCHED.sub(r"\1", folded)))
    return [STOP if word[0] in _STOPS else word for word in found]


def _unaccented(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    return "".join(mark for mark in folded if not unicodedata.combining(mark))


class Words(list[str]):
    """Words that many patterns are matched against: what was found to stand at a place is not looked for again.

    They must not be changed once a pattern was matched against them.
    """

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(words)
        self.found: dict[object, frozenset[str]] = {}
        """The names found by those who looked for many."""
        self.ends: dict[tuple[object, int], set[int]] = {}
        """Where a choice of patterns can end that begins at a word, by the choice and the word."""

    @cached_property
    def sentences(self) -> "Sequence[Words]":
        """The words of each sentence, without its end."""
        parts: list[list[str]] = [[]]
        for word in self:
            if word == STOP:
                parts.append([])
            else:
                parts[-1].append(word)
        return [Words(part) for part in parts if part]

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each word stands, and where words stand that begin with these few letters ("sui*")."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self):
            for key in (word, *{word[:1] + "*", word[:2] + "*", word[:LETTERS] + "*"}):
                found.setdefault(key, []).append(place)
        return found

    @cached_property
    def keys(self) -> frozenset[str]:
        """The words, and the beginnings of words, that stand anywhere."""
        return frozenset(self.places)
