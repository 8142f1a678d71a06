"""How else a message can be read: people press Enter in the middle of a sentence, and leave out stops.

A rule keeps silent for a sentence that only asks. Where a sentence ends is the reader's to guess, and a need must not
be lost to the wrong guess.
"""

import re

FEWEST_WORDS = 3
"""Words that say something before a question that no stop sets apart; "I'm" is two of them here."""
_LINE_END = re.compile(r"(?<!\s)\s*\n\s*")
_WORD_OR_STOP = re.compile(r"\w+|[.!?;:\n…]")
_NEAR = 100
"""Characters before a question in which its sentence is looked at."""
_QUESTION = re.compile(
    r"""(?ix) \s (?= (?: does|do|did|is|are|was|can|could|should|shall|will|would|has|have ) \ +
    (?: it|i|you|this|that|the|my|there|he|she|they|we|these|those|people|any|anyone|accutane|isotretinoin ) \b )"""
)
"""Where a question may begin without a stop before it: "i feel suicidal does it cause dry skin"."""


def joined(message: str) -> str:
    """A message with its lines joined."""
    return _LINE_END.sub(" ", message)


def set_apart(message: str) -> str:
    """The same with a stop before each question that follows without one."""
    return _QUESTION.sub(_stopped, joined(message))


def _stopped(found: re.Match[str]) -> str:
    before = _WORD_OR_STOP.findall(found.string, max(found.start() - _NEAR, 0), found.start())[-FEWEST_WORDS:]
    return ". " if len(before) == FEWEST_WORDS and all(word[0].isalnum() for word in before) else found.group()
