"""What the line-by-line chat says of an answer: the same parts as on the screen, each under a heading of its own."""

from collections.abc import Iterator, Mapping, Sequence

from edubot.answering import Answering, Refusal
from edubot.model import Answer
from edubot.policy import Policy
from edubot.rendering.as_text import (
    found_in,
    full_warning,
    one_line,
    outcome_of,
    short_warnings,
)
from edubot.rendering.matching import matching_warnings, others_in_full
from edubot.rendering.said import ANSWERED_FROM, CLOSED, EMPTY, named

HOW = "Type a question and press Enter. /help lists the commands, /quit leaves. Nothing is kept unless you save it."
REBUILD = "Type /rebuild to build the index again, here and now; it takes a minute or two."
UNFOLD = "Press Enter on an empty line to hear what the leaflets say."


def opening_of(answer: Answer, policy: Policy, titles: Mapping[str, str], warn_in_full: bool) -> Iterator[str]:
    """An answer in its parts; where help comes first, only as far as that.

    Args:
        titles: of the leaflets, by id.
        warn_in_full: whether both warnings are given in full, and not only those that the question is about.
    """
    yield from help_of(answer)
    yield short_warnings(answer.warnings, policy)
    if answer.about:
        yield f"About: {one_line(answer.about)}"
    if answer.waits_behind_help:
        yield UNFOLD
    else:
        yield from outcome_of(answer)
    yield from (full_warning(warning) for warning in matching_warnings(answer))
    if not answer.waits_behind_help:
        yield from found_in(answer, titles)
    yield from (full_warning(warning) for warning in others_in_full(answer, warn_in_full))


def help_of(answer: Answer) -> Iterator[str]:
    """What somebody is to hear before anything else."""
    yield from (f"HELP FIRST\n{told.text}" for told in answer.first)


def unfolded(answer: Answer, policy: Policy, titles: Mapping[str, str]) -> Iterator[str]:
    """What waited behind the help."""
    yield short_warnings(answer.warnings, policy)
    yield from outcome_of(answer)
    yield from found_in(answer, titles)


def offered(questions: Sequence[str]) -> Iterator[str]:
    """What could be asked next."""
    if questions:
        yield numbered("YOU COULD ASK (type /ask and a number)", questions)


def numbered(title: str, lines: Sequence[str]) -> str:
    """A heading, and lines that can be named by their numbers."""
    return "\n".join([title, *(f"{number}. {line}" for number, line in enumerate(lines, start=1))])


def welcome(desk: Answering, questions: Sequence[str], can_rebuild: bool = False) -> str:
    """Which leaflets are here and what could be asked; or why none is, and the mend."""
    if isinstance(desk, Refusal):
        mend = f"{REBUILD}\n" if can_rebuild and desk.mended_by_building else ""
        return f"{CLOSED}\n{desk.problem}\n{mend}{HOW}"
    if not desk.sources:
        return f"{EMPTY}\n{HOW}"
    told = [ANSWERED_FROM, *(f"- {line}" for line in named(desk.sources))]
    return "\n".join([*told, *(f"\n{part}" for part in offered(questions)), "", HOW])
