"""Whether a message is in another language than English, in which alone the leaflets can be searched."""

import unicodedata
from collections.abc import Sequence
from functools import cache

import rtoml

from edubot.patterns.text import plain_words
from edubot.settings import OTHER_LANGUAGES_FILE
from edubot.tokens import LITTLE_WORDS

FEWEST = 2
"""Little words of another language that make a message one of it; one may be a name, or a slip."""
_ENGLISH = frozenset(word.replace("'", "") for word in LITTLE_WORDS)


def is_in_another_language(message: str) -> bool:
    """Whether a message is written in other letters, or with more little words of another language than of English."""
    letters = [letter for letter in unicodedata.normalize("NFKC", message) if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if latin * 2 < len(letters):
        return True
    words = plain_words(message)
    return any(_is_of(own, words) for own in _little_words())


def _is_of(own: frozenset[str], words: Sequence[str]) -> bool:
    """Whether words are of a language, by its little words; those that English has too say nothing."""
    told = [word for word in words if word in own and word not in _ENGLISH]
    english = [word for word in words if word in _ENGLISH and word not in own]
    return len(set(told)) >= FEWEST and len(told) > len(english)


@cache
def _little_words() -> tuple[frozenset[str], ...]:
    """Of each language."""
    held = rtoml.loads(OTHER_LANGUAGES_FILE.read_text(encoding="utf-8"))["words"]
    return tuple(frozenset(words.split()) for words in held.values())
