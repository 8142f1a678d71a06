"""General English, each word with how often it stands: read once, when somebody first needs it."""

from collections.abc import Mapping
from functools import cache


@cache
def general_english() -> Mapping[str, int]:
    """The words of general English with the frequency of each; takes about 0.2 s the first time."""
    from spellchecker import SpellChecker

    return dict(SpellChecker(language="en").word_frequency.dictionary)
