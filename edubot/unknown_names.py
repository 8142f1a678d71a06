"""Names that a question gives to a medicine and that nobody knows: "can I breastfeed while on Blenrep".

The list of medicines holds a thousand, the world's shelves many more. A word that stands where a medicine's name would,
and that neither general English nor anything here knows, is taken for one.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice

from edubot.english import COMMON, general_english, parted
from edubot.medicines import bundled_medicines
from edubot.patterns.text import plain_words
from edubot.remembered import remembered
from edubot.topics import bundled_topics
from edubot.vocabulary import bundled_vocabulary

FEWEST_LETTERS = 5
_LONG = 9
"""Letters from which a word may be two slips away from one that is known; shorter ones one."""
_NEARLY = 0.7
"""How like the leaflets' own medicine a name is that misspells it, from 0 to 1."""
_BEFORE = frozenset(
    "about and can does for from i inside is me of on prescribed should some store storing take takes taking took use "
    "using with".split()
)
"""Words after which a medicine's name stands."""
_AFTER = frozenset("be capsules cream dose gel injection ok okay safe side tablet tablets taken".split())
MOST = 12
"""Words that are looked up in one question; nobody names more medicines."""
_PLACES = frozenset(
    "facebook gmail google instagram quora reddit snapchat subreddit tiktok twitter walgreens whatsapp youtube".split()
)
"""Where people read of medicines; general English of before them does not have them."""
_ENDINGS = ("", "s", "d", "ve", "ll")
"""What stands after a word whose apostrophe was taken away."""
_PATTERN_WORD = re.compile(r"[a-z]+\*?")


def unknown_names(question: str, own: Sequence[str]) -> list[str]:
    """The words of a question that stand where a medicine's name would, and that nobody knows.

    Args:
        own: names of the leaflets' medicine; a misspelling of one is none of another.
    """
    words = plain_words(question)
    standing = (
        word
        for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False)
        if len(word) >= FEWEST_LETTERS and word.isalpha() and (before in _BEFORE or after in _AFTER)
    )
    return [word for word in islice(standing, MOST) if not _is_known(word) and not _is_nearly(word, own)]


@remembered(1024)
def _is_known(word: str) -> bool:
    stems = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    return (
        any(_is_of_ours(stem) for stem in stems)
        or any(stem in general_english() for stem in stems)
        or _slips(word)
        or parted(word) is not None
    )


def _is_of_ours(word: str) -> bool:
    """Whether a topic, the vocabulary or the list of medicines has a word."""
    whole, beginnings = _of_topics()
    return (
        word in whole
        or word in _PLACES
        or word.startswith(beginnings)
        or bundled_medicines().has_word(word)
        or bundled_vocabulary().has_word(word)
    )


def _is_nearly(word: str, own: Sequence[str]) -> bool:
    """Whether a word misspells one of the leaflets' own names."""
    from rapidfuzz.distance import OSA  # most questions hold known words alone

    return any(OSA.normalized_similarity(word, name) >= _NEARLY for name in own)


def _slips(word: str) -> bool:
    """Whether a word misspells a common one."""
    from rapidfuzz import process  # as above
    from rapidfuzz.distance import OSA

    slips = 2 if len(word) >= _LONG else 1
    likely = (other for other in _common().get(word[0], ()) if abs(len(other) - len(word)) <= slips)
    return process.extractOne(word, likely, scorer=OSA.distance, score_cutoff=slips) is not None


@cache
def _common() -> dict[str, list[str]]:
    """Words that people misspell, by their first letter."""
    found: dict[str, list[str]] = {}
    for word in _words_to_misspell():
        found.setdefault(word[0], []).append(word)
    return found


def _words_to_misspell() -> Iterable[str]:
    yield from (word for word, times in general_english().items() if times >= COMMON)
    yield from _of_topics()[0]


@cache
def _of_topics() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of the topics' patterns, and the beginnings of words."""
    found = {word for topic in bundled_topics() for pattern in topic.asked for word in _PATTERN_WORD.findall(pattern)}
    beginnings = tuple(word[:-1] for word in found if word.endswith("*") and len(word) >= FEWEST_LETTERS)
    return frozenset(word for word in found if not word.endswith("*")), beginnings
