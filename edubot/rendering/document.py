"""A sitting to save or hand on: every warning first, the sheet for the prescriber, then answers with their sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from edubot.model import Answer, Disagreement, Hit, SafetyWarning
from edubot.policy import Policy
from edubot.rendering.answer_line import answer_line
from edubot.rendering.as_text import one_line, place_of, plain_words, side_line, silence_line, warning_source_line
from edubot.rendering.marks import drawn, visible
from edubot.rendering.quotes import lines_after, lines_before

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
    titles: Mapping[str, str] | None = None,
) -> list[Part]:
    """All parts, in order.

    Args:
        standing: the warnings to give where no answer brings any.
        titles: of the leaflets, by id; where none is given a leaflet is named by its id.
    """
    parts = [Part(Kind.TITLE, "What the leaflets say" if answers else SHEET_TITLE)]
    parts += _warnings(answers, policy, standing)
    if sheet:
        parts += [Part(Kind.SECTION, SHEET_TITLE)] if answers else []
        parts += [Part(Kind.TEXT, f"{number}. {one_line(question)}") for number, question in enumerate(sheet, start=1)]
    for answer in answers:
        parts += _answer(answer, titles)
    return parts


def passage_parts(hit: Hit) -> Iterator[Part]:
    """A passage as a quote with what it hangs on, its citation and its note."""
    yield from (Part(Kind.TEXT, line) for line in lines_before(hit))
    yield Part(Kind.QUOTE, visible(hit.passage.text).text)
    yield from (Part(Kind.TEXT, line) for line in lines_after(hit))
    yield Part(Kind.TEXT, ", ".join(filter(None, (drawn(hit.passage.citation), place_of(hit)))))
    if hit.note:
        yield Part(Kind.TEXT, f"Note: {hit.note}")


def _answer(answer: Answer, titles: Mapping[str, str] | None) -> Iterator[Part]:
    yield Part(Kind.SECTION, one_line(answer.question) or "(nothing asked)")
    for told in answer.first:
        yield Part(Kind.STRONG, told.text)
    if answer.about:
        yield Part(Kind.TEXT, f"About: {one_line(answer.about)}")
    line = answer_line(answer)
    if line:
        yield Part(Kind.STRONG, line)
    yield Part(Kind.TEXT, answer.message)
    if answer.problem:
        yield Part(Kind.TEXT, answer.problem)
    for found in answer.disagreements:
        yield from _sides(found, titles)
    for number, (hit, words) in enumerate(zip(answer.hits, plain_words(answer.hits), strict=True), start=1):
        yield Part(Kind.PASSAGE, f"{number}. {drawn(hit.passage.source.title)}")
        yield from passage_parts(hit)
        yield from (Part(Kind.TEXT, line) for line in words)
    for silence in answer.silences:
        yield Part(Kind.TEXT, silence_line(silence, titles))


def _sides(found: Disagreement, titles: Mapping[str, str] | None) -> Iterator[Part]:
    """What each leaflet says on a topic stands above the passages, as on the screen."""
    yield Part(Kind.PASSAGE, f"What each leaflet says on {found.topic}")
    for side in found.sides:
        yield Part(Kind.TEXT, side_line(side, titles))
    yield Part(Kind.TEXT, found.advice)


def _warnings(answers: Sequence[Answer], policy: Policy, standing: Sequence[SafetyWarning]) -> Iterator[Part]:
    every = list(dict.fromkeys(warning for answer in reversed(answers) for warning in answer.warnings)) or standing
    for warning in every:
        yield Part(Kind.STRONG, warning.line)
        yield Part(Kind.TEXT, warning.text)
        yield Part(Kind.TEXT, warning_source_line(warning))
    notice = policy.notice_beside(every)
    if notice:
        yield Part(Kind.SMALL, notice)
