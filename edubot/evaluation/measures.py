"""Measures in words shown, not in passages, so that nobody looks better by showing longer ones.

A quote is shown when at least six tenths of its word trigrams stand in the text; one of fewer than three words must
stand there letter for letter. So any system's words can be judged, wherever it cuts and whatever it does to spaces.
"""

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from edubot.evaluation.gold import Evidence
from edubot.evaluation.reply import Shown

SHOWN_SHARE = 0.6
"""Share of a quote's word trigrams that must be shown for the quote to count as shown."""
RANKS = 10
LOOKED_AT = 60
"""Words of a passage that count when passages are ranked as shown."""
LONGEST_MARK = 30
"""Words of a highlight that count; longer ones are cut."""
_GRAM = 3

_WORD = re.compile(r"[^\W_]+")
_Gram = tuple[str, ...]


def success(evidence: Sequence[Evidence], shown: Sequence[Shown], words: int) -> float:
    """1 if a piece of evidence is among the first `words` words shown, else 0."""
    return float(recall(evidence, shown, words) > 0)


def recall(evidence: Sequence[Evidence], shown: Sequence[Shown], words: int) -> float:
    """Share of the evidence that is among the first `words` words shown."""
    head = "\n".join(passage.text for passage in first(shown, words))
    return sum(stands_in(piece.quote, head) for piece in evidence) / len(evidence)


def reciprocal_rank(evidence: Sequence[Evidence], shown: Sequence[Shown]) -> float:
    """1 / rank of the first of ten passages that holds a piece of evidence in its first 60 words, 0 if none does."""
    for rank, passage in enumerate(shown[:RANKS], start=1):
        head = first_words(passage.text, LOOKED_AT)
        if any(stands_in(piece.quote, head) for piece in evidence):
            return 1 / rank
    return 0.0


def answer_at_1(evidence: Sequence[Evidence], shown: Sequence[Shown]) -> float:
    """1 if the first highlight of the first passage (3 to 30 words) lies in a quote or covers one, else 0."""
    marked = first_words(shown[0].marked, LONGEST_MARK) if shown else ""
    if len(_WORD.findall(marked)) < _GRAM:
        return 0.0
    return float(any(stands_in(piece.quote, marked) or stands_in(marked, piece.quote) for piece in evidence))


def all_sides(evidence: Sequence[Evidence], shown: Sequence[Shown], sides: Sequence[Shown], words: int) -> float:
    """1 if every leaflet that has evidence is heard with a piece of it, else 0.

    Heard: within the first `words` words shown, or as a side of a disagreement.
    """
    head = [*first(shown, words), *sides]
    heard = {piece.leaflet: False for piece in evidence}
    for piece in evidence:
        words_of_leaflet = "\n".join(passage.text for passage in head if passage.leaflet == piece.leaflet)
        heard[piece.leaflet] |= stands_in(piece.quote, words_of_leaflet)
    return float(all(heard.values()))


def first(shown: Sequence[Shown], words: int) -> list[Shown]:
    """The passages that make up the first `words` words, the last one cut."""
    kept: list[Shown] = []
    for passage in shown:
        if words <= 0:
            break
        kept.append(Shown(passage.leaflet, passage.start, first_words(passage.text, words)))
        words -= count_words(passage.text)
    return kept


def first_words(text: str, count: int) -> str:
    """A text up to the end of its `count`th word."""
    for number, match in enumerate(_WORD.finditer(text), start=1):
        if number == count:
            return text[: match.end() + 1]
    return text if count > 0 else ""


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def stands_in(quote: str, text: str) -> bool:
    """Whether a quote is shown by a text."""
    wanted = _grams(quote)
    if not wanted:
        return quote in text
    return len(wanted & _grams(text)) / len(wanted) >= SHOWN_SHARE


@lru_cache(maxsize=4096)
def _grams(text: str) -> Set[_Gram]:
    words = _WORD.findall(text.lower())
    return frozenset(tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1))
