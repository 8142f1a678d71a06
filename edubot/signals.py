"""What a search says of whether the leaflets answer: a few numbers that a calibration weighs."""

from collections.abc import Sequence
from dataclasses import dataclass

from edubot.index.passages import searchable
from edubot.model import Hit
from edubot.words import stems

_LOOKED_AT = 3
"""Passages among which the added words are looked for."""
_AFTER = 5
"""Places after the nearest passage at which the margin is taken."""


@dataclass(frozen=True)
class Asked:
    """What is known of a question beside its search."""

    added: Sequence[str]
    """The words that the vocabulary gave."""
    refers: bool
    """It names the leaflets' medicine, or points at a treatment without a name ("it", "the capsules")."""
    foreign: bool
    """It is about another medicine, not about the leaflets' own nor about whether the two go together."""
    unmentioned: bool
    """It names a medicine that no leaflet mentions."""
    topics: int
    """Known topics that it is about."""
    silent: int
    """Those of them on which every leaflet is silent."""
    plain: bool
    """The leaflets speak of all its topics, and no word of it brings a subject beside them."""


def signals(hits: Sequence[Hit], asked: Asked) -> dict[str, float]:
    """The signals of a question and its ranked hits.

    `top_cosine`: of the best hit, in [-1, 1]. `margin`: by how much the best cosine is above the `_AFTER`th after it;
    a question whose answer stands in one place has a peak. `added_found`: share, 0 to 1, of the stems of the added
    words in the first passages. `refers`, `foreign`, `unmentioned`, `plain`: 0 or 1. `held`: 1 where a leaflet speaks
    of a topic that is asked. `silent`: share of the topics asked on which every leaflet is silent.
    """
    wanted = set(stems(" ".join(asked.added)))
    held = {stem for hit in hits[:_LOOKED_AT] for stem in stems(searchable(hit.passage))}
    cosines = sorted((hit.components["dense"] for hit in hits), reverse=True)
    return {
        "top_cosine": hits[0].components["dense"] if hits else 0.0,
        "margin": cosines[0] - cosines[_AFTER] if len(cosines) > _AFTER else 0.0,
        "added_found": len(wanted & held) / len(wanted) if wanted else 0.0,
        "refers": float(asked.refers),
        "foreign": float(asked.foreign),
        "unmentioned": float(asked.unmentioned),
        "held": float(asked.topics > asked.silent),
        "silent": asked.silent / asked.topics if asked.topics else 0.0,
        "plain": float(asked.plain),
    }
