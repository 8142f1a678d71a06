"""A sitting to save or hand on: every warning first, the sheet for the prescriber, then answers with their sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from edubot.model import Answer, Hit, SafetyWarning
from edubot.policy import Policy
from edubot.rendering.as_text import differences, one_line, place_of, warning_source_line
from edubot.rendering.marks import drawn, visible

SHEET_TITLE = "Questions for my prescriber"


class Kind(StrEnum):
    """How a part is set."""

    TITLE = "title"
    SECTION = "section"
    PASSAGE = "passage"
    """The heading of a passage."""
    STRONG = "strong"
    TEXT = "text"
    QUOTE = "quote"
    SMALL = "small"


@dataclass(frozen=True)
class Part:
    """A paragraph of the document."""

    kind: Kind
    text: str


def document(
    answers: Sequence[Answer],
    policy: Policy,
    sheet: Sequence[str] = (),
    standing: Sequence[SafetyWarning] = (),
) -> list[Part]:
    """All parts, in order.

    Args:
        standing: the warnings to give where no answer brings any.
    """
    parts = [Part(Kind.TITLE, "What the leaflets say" if answers else SHEET_TITLE)]
    parts += _warnings(answers, policy, standing)
    if sheet:
        parts += [Part(Kind.SECTION, SHEET_TITLE)] if answers else []
        parts += [Part(Kind.TEXT, f"{number}. {one_line(question)}") for number, question in enumerate(sheet, start=1)]
    for answer in answers:
        parts += _answer(answer)
    return parts


def passage_parts(hit: Hit) -> Iterator[Part]:
    """A passage as a quote with its citation and its note."""
    place = f", {place_of(hit)}" if hit.passage.heading else ""
    yield Part(Kind.QUOTE, visible(hit.passage.text).text)
    yield Part(Kind.TEXT, f"{drawn(hit.passage.citation)}{place}")
    if hit.note:
        yield Part(Kind.TEXT, f"Note: {hit.note}")


def _answer(answer: Answer) -> Iterator[Part]:
    yield Part(Kind.SECTION, " ".join(answer.question.split()) or "(nothing asked)")
    for alert in answer.alerts:
        yield Part(Kind.STRONG, alert.text)
    if answer.about:
        yield Part(Kind.TEXT, f"About: {' '.join(answer.about.split())}")
    yield Part(Kind.TEXT, answer.message)
    if answer.problem:
        yield Part(Kind.TEXT, answer.problem)
    for number, hit in enumerate(answer.hits, start=1):
        yield Part(Kind.PASSAGE, f"{number}. {drawn(hit.passage.source.title)}")
        yield from passage_parts(hit)
    for found in differences(answer):
        yield Part(Kind.TEXT, found)


def _warnings(answers: Sequence[Answer], policy: Policy, standing: Sequence[SafetyWarning]) -> Iterator[Part]:
    every = list(dict.fromkeys(warning for answer in reversed(answers) for warning in answer.warnings)) or standing
    for warning in every:
        yield Part(Kind.STRONG, warning.line)
        yield Part(Kind.TEXT, warning.text)
        yield Part(Kind.TEXT, warning_source_line(warning))
    if not all(warning.reviewed for warning in every):
        yield Part(Kind.SMALL, policy.unreviewed_notice)
