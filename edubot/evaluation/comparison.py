"""Two systems on the same questions: what the difference is, and whether it is more than chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edubot.errors import BadInput
from edubot.evaluation.figures import Blocks
from edubot.evaluation.intervals import Difference, difference


@dataclass(frozen=True)
class Comparison:
    """Every measure that both have, block by block."""

    against: str
    """What the other is called."""
    differences: Mapping[str, Sequence[Difference]]


def compare(ours: Blocks, theirs: Blocks, against: str, families: Mapping[str, str]) -> Comparison:
    """Paired differences over the questions that both were judged on.

    Raises:
        BadInput: the two share no measure.
    """
    found: dict[str, list[Difference]] = {}
    for block, measures in ours.items():
        for name, values in measures.items():
            other = theirs.get(block, {}).get(name, {})
            shared = {question: value for question, value in values.items() if question in other}
            if shared:
                found.setdefault(block, []).append(difference(name, shared, other, families))
    if not found:
        raise BadInput(f"{against} shares no measure with what is evaluated", "Name an index, a run or answers")
    return Comparison(against, found)
