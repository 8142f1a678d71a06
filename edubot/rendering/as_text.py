"""An answer as plain lines, for pipes and for ears: no boxes, no colour, nothing that depends on columns."""

from collections.abc import Iterator, Mapping, Sequence

from edubot.glossary import PlainWord, bundled_glossary
from edubot.leaflets.surroundings import lines_over
from edubot.model import AlertKind, Answer, Disagreement, Hit, SafetyWarning, Side, Silence, WarningTopic
from edubot.policy import Policy
from edubot.rendering.answer_line import answer_line
from edubot.rendering.marks import drawn, visible
from edubot.rendering.offers import offers
from edubot.rendering.quotes import key_words, lines_after, lines_before, path, placed, quoted


def answer_as_text(answer: Answer, policy: Policy, titles: Mapping[str, str] | None = None) -> str:
    """Everything the answer holds, most needed first; the warnings come before the passages and in full after.

    Args:
        titles: of the leaflets, by id; where none is given a leaflet is named by its id.
    """
    parts = [
        *(told.text for told in answer.first),
        short_warnings(answer.warnings, policy),
        *_about(answer),
        *outcome_of(answer),
        *found_in(answer, titles),
        *_suggestions(answer, policy),
        *(full_warning(warning) for warning in matching_first(answer)),
    ]
    return "\n\n".join(parts) + "\n"


def outcome_of(answer: Answer) -> Iterator[str]:
    """What it comes to, the policy's sentence for how it came out, and what went wrong."""
    line = answer_line(answer)
    yield f"ANSWER\n{line}\n{answer.message}" if line else f"ANSWER\n{answer.message}"
    if answer.problem:
        yield answer.problem


def found_in(answer: Answer, titles: Mapping[str, str] | None = None) -> Iterator[str]:
    """Where leaflets differ comes first, for no passage above it may sound like the winner."""
    yield from (disagreement_text(found, titles) for found in answer.disagreements)
    explained = plain_words(answer.hits)
    for number, (hit, words) in enumerate(zip(answer.hits, explained, strict=True), start=1):
        yield "\n".join([passage_text(number, hit), *words])
    yield from (silence_line(found, titles) for found in answer.silences)


def place_of(hit: Hit) -> str:
    """Where in its leaflet a passage stands, outermost heading first."""
    return path((*hit.passage.heading, *lines_over(hit.passage)))


def warning_source_line(warning: SafetyWarning) -> str:
    """Where a warning's facts come from and how old they are."""
    return f"Sources: {'; '.join(warning.sources)}. Checked {warning.checked.isoformat()}."


def short_warnings(warnings: Sequence[SafetyWarning], policy: Policy) -> str:
    """The warnings in their short form, a line each."""
    lines = ["WARNINGS", *(warning.line for warning in warnings)]
    notice = policy.notice_beside(warnings)
    return "\n".join([*lines, f"({notice})"] if notice else lines)


def full_warning(warning: SafetyWarning) -> str:
    """A warning in its full form, with its sources."""
    title = str(warning.topic).replace("_", " ").upper()
    return f"{title} WARNING IN FULL\n{warning.text}\n{warning_source_line(warning)}"


def passage_text(number: int, hit: Hit) -> str:
    """A passage with its source and place, what it hangs on, the words in it that match best, and its correction."""
    shown = visible(hit.passage.text)
    lines = [f"PASSAGE {number}. {drawn(hit.passage.citation)}"]
    if place := place_of(hit):
        lines.append(f"Under: {place}")
    lines += [*lines_before(hit), f"“{shown.text}”", *lines_after(hit)]
    if quote := key_words(hit):
        lines.append(f"Key words: {quoted(quote)}")
    if hit.note:
        lines.append(f"Note: {hit.note}")
    return "\n".join(lines)


def plain_words(hits: Sequence[Hit]) -> list[list[str]]:
    """For each passage a line on each hard word in it, unless a passage before it has brought that one."""
    known: set[PlainWord] = set()
    lines: list[list[str]] = []
    for hit in hits:
        new = [each for each in bundled_glossary().explained(hit.passage.text) if each.plain not in known]
        known.update(each.plain for each in new)
        lines.append([f"In plain words: {each.word} - {each.plain.meaning} ({each.plain.source})" for each in new])
    return lines


def disagreement_text(found: Disagreement, titles: Mapping[str, str] | None = None) -> str:
    """What each leaflet says on a topic, a line each; by their titles where those are given by id."""
    sides = "\n".join(side_line(side, titles) for side in found.sides)
    return f"WHAT EACH LEAFLET SAYS ON {found.topic.upper()}\n{sides}\n{found.advice}"


def silence_line(silence: Silence, titles: Mapping[str, str] | None = None) -> str:
    """Which leaflets say nothing on a topic, by their titles where those are given by id."""
    named = titles or {}
    return f"Nothing on {silence.topic} in: {', '.join(drawn(named.get(id, id)) for id in silence.leaflets)}."


def one_line(words: str) -> str:
    """A message of the person's on one line, without anything that commands the terminal."""
    return drawn(" ".join(words.split()))


def matching_first(answer: Answer) -> list[SafetyWarning]:
    """The warnings in the order in which they are read in full: the one that an alert is about comes first."""
    moved = any(alert.kind is AlertKind.CRISIS for alert in answer.alerts)
    return sorted(answer.warnings, key=lambda warning: moved and warning.topic is not WarningTopic.MENTAL_HEALTH)


def side_line(side: Side, titles: Mapping[str, str] | None = None) -> str:
    """One side of a disagreement, with the correction that must stand beside it."""
    page = f", page {side.page}" if side.page else ""
    place = ", under " if side.quote and side.quote.heading else ": "
    words = placed(side.quote) if side.quote else f"left out: {side.left_out}"
    return f"{drawn((titles or {}).get(side.leaflet, side.leaflet))}{page}{place}{words}" + (
        f"\nNote: {side.note}" if side.note else ""
    )


def _about(answer: Answer) -> Iterator[str]:
    if answer.about:
        yield f"About: {one_line(answer.about)}"


def _suggestions(answer: Answer, policy: Policy) -> Iterator[str]:
    offered = () if answer.hits else offers(answer, policy.suggestions, [answer.question])
    if offered:
        yield "\n".join(["You could ask:", *(f"- {question}" for question in offered)])
