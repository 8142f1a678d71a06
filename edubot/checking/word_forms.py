"""Other ways to write a word, so that a list need not hold each: endings, beginnings, British spelling."""

from collections.abc import Iterator

SHORTEST_PART = 3
"""Letters that must be left when an ending or a beginning is taken off."""
_ENDINGS = tuple(
    pair.split("/")
    for pair in "s/ es/ ies/y d/ ed/ ing/ ing/e ly/ ness/ al/ ally/ able/ able/e r/ er/ ive/ion".split(" ")
)
"""An ending and what stood there before it."""
_BRITISH = tuple(
    pair.split("/") for pair in "isation/ization is/iz ys/yz our/or ae/e oe/e ll/l tre/ter ence/ense".split()
)
_BEGINNINGS = (
    "un non pre post anti re over under hyper hypo multi poly inter intra micro sub co photo pseudo immuno cardio "
    "neuro bio"
).split()


def forms(word: str) -> Iterator[str]:
    """A word in lower case and the words of which it may be a form; most of them are no words."""
    stems = [word, *(word.removesuffix(end) + instead for end, instead in _ENDINGS if word.endswith(end))]
    for stem in stems:
        yield stem
        yield from (stem.replace(british, american) for british, american in _BRITISH if british in stem)
        for start in _BEGINNINGS:
            if stem.startswith(start) and len(stem) >= len(start) + SHORTEST_PART:
                yield stem[len(start) :]
