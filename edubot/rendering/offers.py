"""Which questions are offered below an answer."""

from collections.abc import Iterable

from edubot.model import Answer
from edubot.tokens import not_asked_yet

MOST_OFFERED = 3
"""Below an answer that shows passages."""


def offers(answer: Answer, questions: Iterable[str], asked: Iterable[str]) -> tuple[str, ...]:
    """What could be asked next, and was not yet; nothing to somebody in danger, nor where nothing can be answered."""
    if answer.problem or answer.is_urgent:
        return ()
    left = not_asked_yet(questions, asked)
    return left[:MOST_OFFERED] if answer.hits else left
