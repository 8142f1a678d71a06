"""General English, each word with how often it stands: read once, when somebody first needs it."""

from collections.abc import Mapping
from functools import cache

COMMON = 1000
"""Times that a word stands in the list from which it is common; most of its words stand 50 times."""
_SHORTEST_PART = 3
"""Letters of the shorter of two words that were joined."""


@cache
def general_english() -> Mapping[str, int]:
    """The words of general English with the frequency of each; takes about 0.2 s the first time."""
    from spellchecker import SpellChecker

    return dict(SpellChecker(language="en").word_frequency.dictionary)


def frequency(word: str) -> int:
    """How often a word stands; 0 where it is none."""
    return general_english().get(word, 0)


def parted(word: str) -> tuple[str, str] | None:
    """The two common words that make up one whose blank was left out ("moodswings"); None where there are none."""
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    parts = [(word[:cut], word[cut:]) for cut in cuts]
    common = [part for part in parts if min(map(frequency, part)) >= COMMON]
    return max(common, key=lambda part: min(map(frequency, part)), default=None)
