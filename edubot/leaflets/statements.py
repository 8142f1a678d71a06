"""Whether words state something, or only name it."""

import re

_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|may|might|must|can|could|should|shall|will|would|has|have|had|do|does|did|take|tell)\b",
    re.IGNORECASE,
)


def states(words: str) -> bool:
    """Whether words hold a verb that makes a statement of them."""
    return bool(_FINITE.search(words))
