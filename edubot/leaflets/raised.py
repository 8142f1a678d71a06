"""Figures that are set raised, written so that they are still told from the text: "night¹", not "night1"."""

import re

RAISED = "⁰¹²³⁴-⁹"
"""As a range of a pattern."""
BEHIND = rf"†‡§{RAISED}"
"""Signs that may stand behind a stop and lead to a note; as a range of a pattern."""
_ALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHORT = re.compile(r"\s*\d{1,2}(?:\s*[,;]\s*\d{1,2})*\s*")


def raised(figures: str) -> str:
    """The same, raised, where it is nothing but a short figure or some of them; else as it is."""
    return figures.translate(_ALL) if _SHORT.fullmatch(figures) else figures
