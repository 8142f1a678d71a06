"""Whether a message is a question, and how a question came out."""

from collections.abc import Container, Sequence

from edubot.clauses import ends_of
from edubot.model import AlertKind, Confidence, Hit, Outcome
from edubot.tokens import tokens

COURTESIES = frozenset(
    (
        *("hi", "hi there", "hello", "hello there", "hey", "hey there", "hiya", "hallo", "hola", "bonjour", "namaste"),
        *("howdy", "greetings", "yo", "sup", "what's up", "how are you", "how are you doing", "who are you"),
        *("good morning", "good afternoon", "good day", "good evening", "good night", "morning", "evening"),
        *("thanks", "thanks a lot", "many thanks", "thank you", "thank you so much", "thank you very much", "cheers"),
        *("please", "ok", "okay", "yes", "no", "bye", "goodbye", "help", "help me", "test", "testing", "start", "menu"),
    )
)
"""Messages, or parts of one, that ask for nothing."""
_LONGEST_COURTESY = max(len(courtesy.split()) for courtesy in COURTESIES)


def is_question(text: str) -> bool:
    """Whether a message says more than courtesies and numbers: then leaflets can be searched for it.

    Of a pasted book its beginning and its end say so.
    """
    words = tokens(ends_of(text))
    at = 0
    while at < len(words):
        length = _courtesy(words[at : at + _LONGEST_COURTESY]) or int(words[at].isnumeric())
        if not length:
            return True
        at += length
    return False


def _courtesy(words: Sequence[str]) -> int:
    """How many words the longest courtesy takes that stands first; 0 where none does."""
    lengths = range(len(words), 0, -1)
    return next((length for length in lengths if " ".join(words[:length]) in COURTESIES), 0)


def outcome_of(
    hits: Sequence[Hit],
    confidence: Confidence | None,
    alerts: Container[AlertKind],
    foreign: bool,
    advised: bool = False,
    unsaid: bool = False,
) -> Outcome:
    """The outcome of a question that leaflets were searched for.

    Whether they answer is decided on the calibrated confidence alone; without a calibration for the exact scorer
    nothing found may be called an answer, so it is called a mention.

    Args:
        alerts: a dosing alert makes it the prescriber's to decide, whatever the leaflets say in general; in an
            emergency nothing that they say is called the answer, for that is to get help.
        foreign: whether the question names another medicine than the leaflets' own, and not theirs.
        advised: whether it tells of what a prescriber must know; what leaflets hold on it is no answer to it then.
        unsaid: whether too much was taken and leaflets are silent on that; how to take a capsule is no answer to it.
    """
    found = Outcome.NOT_IN_LEAFLETS if unsaid else _found(hits, confidence)
    if AlertKind.DOSING in alerts and hits and not foreign:
        return Outcome.ASK_PRESCRIBER
    if advised and found.shows_passages and not foreign:
        return Outcome.ASK_PRESCRIBER
    no_answer = foreign or AlertKind.EMERGENCY in alerts
    return Outcome.MENTIONED if no_answer and found is Outcome.ANSWERED else found


def _found(hits: Sequence[Hit], confidence: Confidence | None) -> Outcome:
    if not hits:
        return Outcome.NOT_IN_LEAFLETS
    if confidence is None:
        return Outcome.MENTIONED
    if confidence.value >= confidence.answered_from:
        return Outcome.ANSWERED
    return Outcome.MENTIONED if confidence.value >= confidence.mentioned_from else Outcome.NOT_IN_LEAFLETS
