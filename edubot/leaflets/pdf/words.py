"""Words where they stand on a page, and the rows that they stand in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfplumber.page import Page

from edubot.leaflets.raised import raised

_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_SAME_ROW = 0.35
"""Share of the size by which two baselines may differ: an index or a small capital stands a little off."""
_NAMELESS = re.compile(r"\(cid:\d+\)")
"""How a letter comes out whose typeface does not say which it is."""
_ONCE = 0.97
"""Share of the letters that stand alone in their places, unless bold is drawn by setting each letter twice."""
_MAY_BE_RAISED = re.compile(r"\d{1,2}(?:[,;]\d{1,2})*|\*{1,3}|[†‡§]")
_RAISED, _BESIDE = 0.15, 0.12
"""Shares of the size of the word beside a raised one: how much higher that is, and how near."""
_APART = 0.12
"""Share of the size; a smaller gap is between two letters of one word."""


@dataclass(frozen=True)
class Word:
    """A word and its box, in points from the page's upper left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Box:
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, word: Word) -> bool:
        """Whether the middle of a word lies in it."""
        across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.left <= across <= self.right and self.top <= down <= self.bottom


@dataclass(frozen=True)
class Row:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        """Where the first word begins."""
        return self.words[0].left

    @property
    def words_after_mark(self) -> float:
        """Where the words of an item begin, whose mark is the first word."""
        return self.words[1].left if len(self.words) > 1 else self.left

    @property
    def right(self) -> float:
        """Where the last word ends."""
        return max(word.right for word in self.words)

    @property
    def bottom(self) -> float:
        """Where most of its words stand."""
        return max(self.words, key=lambda word: (word.size, word.right - word.left)).bottom

    @property
    def size(self) -> float:
        """Of its largest word, in points."""
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether every word that has a letter is."""
        lettered = [word for word in self.words if any(map(str.isalpha, word.text))]
        return bool(lettered) and all(word.bold for word in lettered)

    @property
    def text(self) -> str:
        """Its words, a space where there is a gap between two."""
        parts = [self.words[0].text]
        for before, word in zip(self.words, self.words[1:], strict=False):
            parts.append(" " if word.left - before.right > _APART * word.size else "")
            parts.append(word.text)
        return "".join(parts)


def words_of(page: Page) -> tuple[list[Word], list[str]]:
    """The words of a page that stand upright, and the text of those that do not."""
    places = {(char["text"], round(char["x0"]), round(char["top"])) for char in page.chars}
    doubled = len(places) < _ONCE * len(page.chars)
    found = (page.dedupe_chars() if doubled else page).extract_words(
        x_tolerance_ratio=0.15, y_tolerance=2, extra_attrs=["size", "fontname"], keep_blank_chars=False
    )
    upright = [_word(word) for word in found if word["upright"] and word["text"].strip()]
    return with_raised(upright), [str(word["text"]) for word in found if not word["upright"]]


def with_raised(words: Sequence[Word]) -> list[Word]:
    """The words, those that are set raised beside another on its line: such a figure leads to a note."""
    return [_lowered(word, words) if _MAY_BE_RAISED.fullmatch(word.text) else word for word in words]


def _lowered(word: Word, words: Iterable[Word]) -> Word:
    hosts = [host for host in words if _is_raised(word, host)]
    if not hosts:
        return word
    host = min(hosts, key=lambda host: min(abs(word.left - host.right), abs(host.left - word.right)))
    return replace(word, text=raised(word.text), top=host.top, bottom=host.bottom, size=host.size)


def _is_raised(word: Word, host: Word) -> bool:
    """Whether a word is no larger than another and stands higher, though in its line, right behind or before it."""
    beside = abs(word.left - host.right) <= _BESIDE * host.size or 0 <= host.left - word.right <= host.size
    higher = host.top + _RAISED * host.size < word.bottom <= host.bottom - _RAISED * host.size
    return beside and higher and word.size <= host.size


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words gathered into rows, from the top down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        for row in rows[-3:]:
            if abs(row[0].bottom - word.bottom) <= _SAME_ROW * max(row[0].size, word.size):
                row.append(word)
                break
        else:
            rows.append([word])
    return [Row(tuple(sorted(row, key=lambda word: word.left))) for row in rows]


def text_of(words: Sequence[Word]) -> str:
    """Words of a narrow place, such as a table's cell, as running text."""
    return " ".join(row.text for row in rows_of(words))


def _word(found: dict[str, Any]) -> Word:
    return Word(
        text=_NAMELESS.sub("\N{REPLACEMENT CHARACTER}", found["text"]),
        left=found["x0"],
        right=found["x1"],
        top=found["top"],
        bottom=found["bottom"],
        size=round(found["size"], 1),
        bold=bool(_BOLD.search(str(found["fontname"]))),
    )
