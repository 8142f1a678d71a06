"""Stems of words, as the vocabulary and the highlights see them."""

from collections.abc import Iterator

import Stemmer

from edubot.model import Span
from edubot.remembered import keep
from edubot.tokens import WORD, tokens

_STEMMER = Stemmer.Stemmer("english")


class _Stems:
    """What the stemmer remembers of words."""

    def cache_clear(self) -> None:
        """Remember none any more."""
        most, _STEMMER.maxCacheSize = _STEMMER.maxCacheSize, 0
        _STEMMER.maxCacheSize = most


_STEMS = _Stems()
keep(_STEMS)


def stems(text: str) -> list[str]:
    """Stem of every word of a text, in order."""
    return list(_STEMMER.stemWords(tokens(text)))


def stemmed_words(text: str) -> Iterator[tuple[Span, str]]:
    """Each word's place in a text and its stem."""
    for match in WORD.finditer(text):
        yield Span(*match.span()), str(_STEMMER.stemWord(match.group().lower().replace("’", "'")))
