"""What was found for a question, before anything is decided on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from edubot.guardrail.meaning import Vector
from edubot.model import Confidence, Disagreement, Hit, Silence


@dataclass(frozen=True)
class Findings:
    """All that retrieval hands to the guardrail."""

    hits: tuple[Hit, ...] = ()
    confidence: Confidence | None = None
    foreign: bool = False
    """Whether the question names another medicine than the leaflets' own, and not theirs."""
    unsaid: bool = False
    """Whether somebody took too much, asks of nothing that leaflets say, and they say nothing on that."""
    disagreements: tuple[Disagreement, ...] = ()
    silences: tuple[Silence, ...] = ()
    vectors: Sequence[Vector] = ()
    """Of the message and of its sentences, for what rules have no words for."""
    about: str | None = None
    """The earlier question that this one was understood with."""
