"""The state of a policy's strings: how old, how hard to read, from which sources, and what is wrong with each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import textstat

from edubot.model import Authored
from edubot.policy import Policy

HARDEST_GRADE = 8.0
"""US school grade above which a string is too hard; the NIH and CDC ask for the 6th to 8th for patients."""


@dataclass(frozen=True)
class StringState:
    """One authored string under review."""

    string: Authored
    days: int
    """Since its facts were checked."""
    grade: float
    """Flesch-Kincaid grade; see Kincaid et al. 1975."""
    problems: tuple[str, ...]
    """What keeps it from being good; empty when nothing does."""


def states(policy: Policy, today: date) -> Iterator[StringState]:
    """The state of every string of a policy, in its order."""
    for string in policy.strings():
        days = (today - string.checked).days
        grade = float(textstat.flesch_kincaid_grade(string.text))
        faults = (
            (days > policy.most_days, f"checked {days} days ago, more than {policy.most_days}"),
            (days < 0, "checked on a day to come"),
            (grade > HARDEST_GRADE, f"grade {grade:.1f}, over {HARDEST_GRADE:.0f}"),
        )
        yield StringState(string, days, grade, tuple(told for wrong, told in faults if wrong))
