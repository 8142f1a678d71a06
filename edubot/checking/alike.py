"""Which of many short texts are nearly the same, found without holding each against each.

Two sets of words of which so large a part is shared must share one of their few rarest words (the prefix filter of
Chaudhuri et al. 2006 and Bayardo et al. 2007), so only texts that do are compared, in the order of their words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

from rapidfuzz.distance import Indel

ALIKE = 0.85
"""Share of words, in their order, that two texts have in common at the least: 1 − (inserted + deleted) ÷ all."""
_SHARED = 0.7
"""Share of their distinct words that they then have in common: less than `ALIKE` asks for in texts of six and more."""

Words = tuple[str, ...]


def alike(texts: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Pairs of places at which texts stand that are nearly, but not exactly, the same; each pair once."""
    counts = Counter(word for text in texts for word in set(text))
    sets = [sorted(set(text), key=lambda word: (counts[word], word)) for text in texts]
    by_word: dict[str, list[int]] = defaultdict(list)
    for here in sorted(range(len(texts)), key=lambda place: len(sets[place])):
        size = len(sets[here])
        rare = sets[here][: size - ceil(_SHARED * size) + 1]
        near = {there for word in rare for there in by_word[word] if len(sets[there]) >= _SHARED * size}
        for there in sorted(near):
            if Indel.normalized_similarity(texts[here], texts[there], score_cutoff=ALIKE) >= ALIKE:
                yield min(here, there), max(here, there)
        for word in rare:
            by_word[word].append(here)
