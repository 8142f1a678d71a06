"""A conversation as Markdown, to save or to hand on: every passage with its source, both warnings in full."""

from collections.abc import Sequence

from edubot.model import Answer, Hit
from edubot.policy import Policy
from edubot.rendering.as_text import differences, place_of, warning_source_line
from edubot.rendering.marks import BULLET, drawn, visible


def answers_as_markdown(answers: Sequence[Answer], policy: Policy) -> str:
    """A document of one or more answers, every warning that stood with one of them first."""
    parts = ["# What the leaflets say", *_warnings(answers, policy)]
    for answer in answers:
        parts += [f"## {_one_line(answer.question)}", *(f"**{alert.text}**" for alert in answer.alerts)]
        parts += [f"About: {_one_line(answer.about)}"] if answer.about else []
        parts.append(answer.message)
        if answer.problem:
            parts.append(answer.problem)
        parts += [_passage(number, hit) for number, hit in enumerate(answer.hits, start=1)]
        parts += differences(answer)
    return "\n\n".join(parts) + "\n"


def passage_as_markdown(hit: Hit) -> str:
    """A passage as a quote with its citation."""
    lines = visible(hit.passage.text).text.split("\n")
    quote = "\n".join(f"> - {line.removeprefix(BULLET)}" if line.startswith(BULLET) else f"> {line}" for line in lines)
    place = f", {place_of(hit)}" if hit.passage.heading else ""
    note = f"\n\nNote: {hit.note}" if hit.note else ""
    return f"{quote}\n\n{drawn(hit.passage.source.citation)}{place}{note}"


def _passage(number: int, hit: Hit) -> str:
    return f"### {number}. {drawn(hit.passage.source.title)}\n\n{passage_as_markdown(hit)}"


def _warnings(answers: Sequence[Answer], policy: Policy) -> list[str]:
    every = dict.fromkeys(warning for answer in reversed(answers) for warning in answer.warnings)
    parts = [f"**{warning.line}**\n\n{warning.text}\n\n{warning_source_line(warning)}" for warning in every]
    return parts if all(answer.reviewed for answer in answers) else [*parts, f"_{policy.unreviewed_notice}_"]


def _one_line(words: str) -> str:
    return " ".join(words.split()) or "(nothing asked)"
