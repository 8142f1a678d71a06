"""Which words are spelt as words are: general English, medicines, words of medicine, and what other leaflets write."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from edubot.checking.word_forms import forms
from edubot.english import frequency, general_english
from edubot.leaflets.raised import RAISED
from edubot.medicines import bundled_medicines
from edubot.settings import LEAFLET_WORDS_FILE

_LETTERS = re.compile(rf"[^\W\d_{RAISED}]+")
_LONG = 9
"""Letters from which a word may be two slips away from another; shorter ones one."""


class _Words:
    """Words, and those that begin alike and are as long."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self.like: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self.words:
            self.like[word[:1], len(word)].append(word)


class KnownWords:
    """Words that are known, and the nearest of them to one that is not."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Begin with some words in lower case; the bundled lists are part of every collection."""
        self._more = _Words(words)

    def __contains__(self, word: str) -> bool:
        """Whether a word in lower case is known, as it stands or as a form of one that is."""
        return any(form in _bundled().words or form in self._more.words for form in forms(word))

    def nearest(self, word: str) -> str | None:
        """The known word that this one is a slip away from; two slips where it is long; never in the first letter."""
        for slips in (1, 2) if len(word) >= _LONG else (1,):
            near = [
                found
                for words in (_bundled(), self._more)
                for length in range(len(word) - slips, len(word) + slips + 1)
                for found, _, _ in process.extract(
                    word, words.like[word[:1], length], scorer=OSA.distance, score_cutoff=slips, limit=20
                )
            ]
            if near:
                return min(near, key=lambda found: (-frequency(found), found))
        return None


def words_of(text: str) -> Iterator[re.Match[str]]:
    """The runs of letters in a text."""
    return _LETTERS.finditer(text)


@cache
def _bundled() -> _Words:
    written = LEAFLET_WORDS_FILE.read_text(encoding="utf-8").splitlines()
    leaflet_words = (word for line in written if not line.startswith("#") for word in line.split())
    medicines = (word for name in bundled_medicines().names() for word in _LETTERS.findall(name))
    return _Words([*general_english(), *leaflet_words, *medicines])
