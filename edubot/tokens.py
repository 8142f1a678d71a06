"""Words of a message, with the standard library alone: what warns must not wait for a package."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W⁰¹²³⁴-⁹]+(?:['’]\w+)?")
"""A raised figure is no part of the word that it is set behind."""

LITTLE_WORDS = frozenset(
    """
    a about after all also am an and any anyone anybody are as at be because been before being but by can can't
    could couldn't cuz did didn't do does doesn't doing don't dont else even ever feel for from get gets getting go
    going gonna got had has have haven't having he hello her here hi him his how i i'd i'll i'm i've if im in into
    is isn't it it'd it's its ive just kind know like lot lots make many may maybe me might mine more most much my
    need no not now of off ok okay on one only or other our out over people please pls put quite really said say
    says see she should since so some someone something soon still such sure tell than thank thanks that that's the
    their them then there these they thing things think this those though thought to too try u up ur us use used
    using very want wanted was wasn't way we well were what what's when where which while who whom why will with
    won't would wouldn't yes yet you your
    """.split()
)
"""Words that say nothing of what is asked."""


def tokens(text: str) -> list[str]:
    """Every word of a text in lower case."""
    return [word.replace("’", "'") for word in WORD.findall(text.lower())]


def not_asked_yet(questions: Iterable[str], asked: Iterable[str]) -> tuple[str, ...]:
    """The questions that were not asked in the same words, however those were typed."""
    said = {tuple(tokens(question)) for question in asked}
    return tuple(question for question in questions if tuple(tokens(question)) not in said)


def telling_words(text: str) -> list[str]:
    """The words of a question that say what it is about, each once, in their order."""
    return [word for word in dict.fromkeys(tokens(text)) if word not in LITTLE_WORDS]
