"""Words that a line's end cut in two, put together again."""

import re
from collections.abc import Set

SOFT = "\u00ad"
"""A hyphen that shows only where a line ends."""
_HARD = ("-", "\u2010", "\u2011")
_HALF = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010]$")
_START = re.compile(r"^[^\W\d_]+")
_KEEPS = frozenset("self non well long short high low half two three four five six twice slow sugar single".split())
"""First halves that English writes with a hyphen more often than without."""
_ENDINGS = frozenset("er est ly en ed ing ish ness".split())
"""With these the halves are one word: "low-er"."""
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def joined(before: str, after: str, known: Set[str]) -> tuple[str, str]:
    """What stands before a line's end, as it goes on, and what parts it from the words after.

    Args:
        known: the words of the whole text, in small letters, with and without hyphens; they tell which form is meant.
    """
    if before.endswith(SOFT):
        return before.rstrip(SOFT), ""
    if not before.endswith(_HARD) or before[-2:-1].isspace() or not after[:1].isalnum():
        return before, " "
    head, rest = _HALF.search(before), _START.match(after)
    if not head or not rest or not after[0].islower():
        return before, ""  # a range of figures, or a name such as "Vitamin-A"
    first, second = head.group(1).lower(), rest.group().lower()
    usual = first in _KEEPS and second not in _ENDINGS and first + second not in known
    return (before, "") if usual or f"{first}-{second}" in known else (before[:-1], "")


def is_cut(before: str, after: str) -> bool:
    """Whether a line ends in the middle of what the next one goes on with."""
    return before.endswith((SOFT, *_HARD)) and before[-2:-1].isalnum() and after[:1].isalnum()
