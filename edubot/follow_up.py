"""Whether a message can only be understood with the one before it: "And for how long?"."""

from edubot.patterns.patterns import Patterns
from edubot.patterns.text import plain_words
from edubot.tokens import telling_words

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


def leans_on_the_question_before(message: str) -> bool:
    """Whether a message is short and points back, so that the question before it must be added to the search."""
    words = [word for word in plain_words(message) if word.isalnum()]
    telling = telling_words(message)
    if not words or len(telling) > MOST_TELLING_WORDS:
        return False
    return not telling or words[0] in ("and", "but", "or", "also") or _LEANS.found_in(words)
