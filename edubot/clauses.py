"""The parts of a long message that may each mean something: the need may stand in one sentence of ten."""

import re
from collections.abc import Iterator
from typing import TypeVar

from edubot.settings import LONGEST_QUESTION

T = TypeVar("T")

MOST_CLAUSES = 12
"""Sentences of a message that are looked at one by one: the first and the last of a longer one."""
FEWEST_WORDS = 3
_SENTENCE = re.compile(
    r"(?ix) ( (?: \b(?: e\.g|i\.e|vs|approx|dr|mr|mrs|prof )\. | \.(?=\d) | [^.!?\n] )+ ) ( [.!?]* )"
)
"""Words, and the marks that end them: a decimal's point and an abbreviation's end nothing."""
_OPENS = re.compile(
    r"""(?ix) \W* (?: (?: so|and|but|also|hi|hello|ok|okay|please|just|i \s was \s wondering|wondering ) \W+ )*
    (?: is|are|was|were|do|does|did|can|could|should|shall|will|would|may|might|must|has|have|had|am|what|whats|what's
      |why|when|where|who|which|how|hows|how's|any|anyone|anybody|anything ) \b"""
)
"""How a question begins that has no question mark."""
_CUT_AT_THE_END = re.compile(r"(?<!\w)\w{2,31}\Z")
_CUT_AT_THE_START = re.compile(r"\A\w{2,31}(?!\w)")
"""A word of which one letter at least lies beyond; what is longer than any word stays."""


def clauses(message: str) -> list[str]:
    """A message whole, and where it has several sentences each of those that says something."""
    pieces = [piece.strip() for words, _ in _sentences(message) for piece in words.split(";")]
    telling = [piece for piece in pieces if len(piece.split()) >= FEWEST_WORDS]
    return [message, *(first_and_last(telling, MOST_CLAUSES) if len(telling) > 1 else ())]


def first_and_last(parts: list[T], most: int) -> list[T]:
    """At most so many parts of a message, from both its ends: need is told first or last."""
    return parts if len(parts) <= most else [*parts[: most // 2], *parts[-(most // 2) :]]


def asking(message: str) -> str:
    """The sentences of a message that ask: those with a question mark, else those that open as questions do, else all.

    A worried message tells a story around its question; what is searched for is the question.
    """
    opened = [f"{words}{marks}".strip() for words, marks in _sentences(message) if _OPENS.match(words)]
    return " ".join(questions(message) or opened) or message


def questions(message: str) -> list[str]:
    """The sentences of a message that end in a question mark."""
    return [f"{words}{marks}".strip() for words, marks in _sentences(message) if "?" in marks]


def ends_of(message: str) -> str:
    """A message, or of a pasted book its beginning and its end: need is told first or last.

    A word that is cut in two says something else, or nothing, and is left out.
    """
    if len(message) <= LONGEST_QUESTION:
        return message
    half = LONGEST_QUESTION // 2
    begins, ends = message[: half + 1], message[-half - 1 :]
    return f"{_CUT_AT_THE_END.sub('', begins)[:half]}\n{_CUT_AT_THE_START.sub('', ends)[-half:]}"


def _sentences(message: str) -> Iterator[tuple[str, str]]:
    """The sentences of a message that hold a word, each with the marks that end it."""
    for found in _SENTENCE.finditer(message):
        words, marks = found.groups()
        if any(map(str.isalnum, words)):
            yield words, marks
