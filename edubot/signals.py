"""What a search says of whether the leaflets answer: a few numbers that a calibration weighs."""

import math
from collections.abc import Sequence

from edubot.index.passages import searchable
from edubot.model import Hit
from edubot.words import stems

_LOOKED_AT = 3
"""Passages among which the added words are looked for."""


def signals(hits: Sequence[Hit], added: Sequence[str]) -> dict[str, float]:
    """The signals of a question's ranked hits.

    `top_cosine`: of the best hit, in [-1, 1]. `lexical`: log(1 + BM25) of the best lexical match.
    `added_found`: share, 0 to 1, of the stems of `added` (the words that the vocabulary gave) in the first passages.
    """
    if not hits:
        return {"top_cosine": 0.0, "lexical": 0.0, "added_found": 0.0}
    wanted = set(stems(" ".join(added)))
    held = {stem for hit in hits[:_LOOKED_AT] for stem in stems(searchable(hit.passage))}
    return {
        "top_cosine": hits[0].components["dense"],
        "lexical": math.log1p(max(hit.components["lexical"] for hit in hits)),
        "added_found": len(wanted & held) / len(wanted) if wanted else 0.0,
    }
