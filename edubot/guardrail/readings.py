"""How else a message can be read: people press Enter in the middle of a sentence, and leave out stops."""

import re

FEWEST_WORDS = 3
"""Words that say something before a question that no stop sets apart."""
_LINE_END = re.compile(r"\s*\n\s*")
_STOPS = re.compile(r"[.!?;:\n…]")
_QUESTION = re.compile(
    r"""(?ix) (?<=\w) ,? \ + (?= (?: does|do|did|is|are|was|can|could|should|shall|will|would|has|have ) \ +
    (?: it|i|you|this|that|the|my|there|he|she|they|we|these|those|people|any|anyone|accutane|isotretinoin ) \b )"""
)
"""Where a question may begin without a stop before it: "i feel suicidal does it cause dry skin"."""


def other_readings(message: str) -> tuple[str, ...]:
    """A message with its lines joined, and with questions set apart that follow without a stop; none that is the same.

    A rule keeps silent for a sentence that only asks. Where the sentence ends is the reader's to guess, and a need must
    not be lost to the wrong guess.
    """
    joined = _LINE_END.sub(" ", message)
    apart = _QUESTION.sub(_set_apart, joined)
    return tuple(reading for reading in dict.fromkeys((joined, apart)) if reading != message)


def _set_apart(found: re.Match[str]) -> str:
    before = _STOPS.split(found.string[: found.start()])[-1]
    return ". " if len(before.split()) >= FEWEST_WORDS else found.group()
