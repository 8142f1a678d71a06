"""Whether a message can only be understood with the one before it: "And for how long?"."""

from collections.abc import Sequence

from edubot.medicines import medicines_named
from edubot.patterns.patterns import Patterns
from edubot.patterns.text import plain_words
from edubot.tokens import telling_words
from edubot.topics import topics_asked

MOST_TELLING_WORDS = 3
"""A message that says more stands on its own."""
_LEANS = Patterns(
    (
        "(and|but|so|then|ok|okay|also|or) .. (for|how|what|when|why|if|is|does|do|can|in|with|after|before|which|at)",
        "(what|how) about",
        "(why|how so|since when|for how long|how long|how much|how many|how often|when|which one|which|how come)",
        "(it|that|this|they|them|those|these|one|both|either|he|she)",
        "(else|instead|too|as well|again|more|less|otherwise|exactly)",
    )
)
"""Words that may point back."""
_POINTS_BACK = Patterns(
    (
        "(is|was|are|were|does|did|do|will|would|can|could|should) (that|those)",
        "(if|why|with|after|before|of|about|like) (that|those)",
        "(which|that|this) one",
        "(both|either|neither) (of)? (them|these|those)",
        "instead",
    )
)
"""Words that point back whatever stands beside them: the medicine is "it" or "this", and never "that"."""
_ASKS = Patterns(
    (
        "(is|isnt|are|arent|was|were|do|does|doesnt|did|can|cant|could|may|might|must|shall|should|will|would) *",
        "(shud|shld|cud|wud|wil|has|have|am|need|needs|want|wants) *",
        "(if|when|until|till|before|after|once|while) (i|you|we|he|she|it|they|my|someone|people) *",
    )
)
"""A verb and what it is about: without one a message is a fragment of the question before."""
_VAGUE = frozenset(
    """
    able afterwards allowed amount anyway away back bad badly best better big bit check come comes common continue
    continues cud danger dangerous day days difference difficult double each early eight end ends enough extra fast
    first five forever four glass glasses good half happen happens harm harmful hour hours important keep last lasting
    lasts later less little long longer lower matter matters mean means minutes month months necessarily necessary nine
    normal normally often once ones permanent permanently possible problem quick quickly rare real risk risks risky safe
    safely safer second serious seven shld shud six smaller sooner start started starting starts stay stop stopped
    stopping stops take taken takes taking ten three time times today tomorrow true twice two usual usually wait week
    weeks worried worry worse worst wrong wud year years yesterday zero
    """.split()
)
"""Words that say something only of what is known already; whoever says no other has no subject of their own."""


def leans_on_the_question_before(message: str) -> bool:
    """Whether a message is short and points back, so that the question before it must be added to the search."""
    words = [word for word in plain_words(message) if word.isalnum()]
    telling = telling_words(message)
    if not words or len(telling) > MOST_TELLING_WORDS:
        return False
    if all(word in _VAGUE or word.isnumeric() for word in telling):
        return True
    points_back = words[0] in ("and", "but", "or", "also") or _LEANS.found_in(words)
    return points_back and not _stands_alone(message, words)


def _stands_alone(message: str, words: Sequence[str]) -> bool:
    """Whether a message asks something whole: then its "it" is the medicine, and its "how long" opens a question."""
    if _POINTS_BACK.found_in(words) or not _ASKS.found_in(words):
        return False
    return bool(medicines_named(message)) or any(not topic.beside for topic in topics_asked(message))
