"""Whether a message is a question, and how a question came out."""

from collections.abc import Sequence

from edubot.model import Confidence, Hit, Outcome
from edubot.words import telling_words

_COURTESIES = frozenset(
    """afternoon bonjour bot bye cheers chat day evening goodbye good greetings hallo hey heya hiya hola howdy morning
    night namaste ola sup test testing there yo help start menu""".split()
)


def is_question(text: str) -> bool:
    """Whether a message says anything that leaflets could be searched for; a greeting or a blank does not."""
    return any(word not in _COURTESIES and not word.isnumeric() for word in telling_words(text))


def outcome_of(hits: Sequence[Hit], confidence: Confidence | None) -> Outcome:
    """The outcome, decided on the calibrated confidence alone.

    Without a calibration for the exact scorer nothing found may be called an answer, so it is called a mention.
    """
    if not hits:
        return Outcome.NOT_IN_LEAFLETS
    if confidence is None:
        return Outcome.MENTIONED
    if confidence.value >= confidence.answered_from:
        return Outcome.ANSWERED
    return Outcome.MENTIONED if confidence.value >= confidence.mentioned_from else Outcome.NOT_IN_LEAFLETS
