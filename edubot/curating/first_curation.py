"""A leaflet → the first `.toml` for it: what could be guessed, and what a person should look at, as comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edubot.checking.proof import Proof
from edubot.curating.guesses import dates, drug, is_english, kind, next_review
from edubot.curating.quoting import as_toml, quoted
from edubot.curating.suspects import Suspect, suspects
from edubot.leaflets.parted import parted_lines
from edubot.leaflets.placed import ReadText
from edubot.leaflets.quotes import line_at
from edubot.model import Leaflet
from edubot.settings import ChunkerSettings

_HEAD = """\
# What edubot could guess of {file} on {today}. Correct what is wrong.
# A line that begins with # does nothing. docs/curation.md shows every key that may stand here.
"""


@dataclass(frozen=True)
class FirstCuration:
    """The words of a first curation, and how much in it waits for a person."""

    toml: str
    suspects: int


def first_curation(leaflet: Leaflet, today: date) -> FirstCuration:
    """A curation that changes nothing of what patients see, and has what they perhaps should not see in comments."""
    found = tuple(suspects(Proof.of(leaflet, ChunkerSettings())))
    text = "\n".join((*_source(leaflet, today), *_marks(leaflet, found)))
    return FirstCuration(f"{text}\n", len(found))


def _source(leaflet: Leaflet, today: date) -> Iterator[str]:
    source = leaflet.source
    yield _HEAD.format(file=as_toml(source.file), today=today)
    yield f"id = {as_toml(source.id)}"
    untitled = "  # no heading names it" if source.title == Path(source.file).stem else ""
    yield f"title = {as_toml(source.title)}{untitled}"
    yield f"kind = {as_toml(kind(leaflet))}"
    if source.drug:
        yield f"drug = {as_toml(source.drug)}"
    else:
        guess = drug(leaflet)
        told = "take the # away if this is right: its own warnings hold then" if guess else "what it is about"
        yield f"# drug = {as_toml(guess or '')}  # {told}"
    yield '# publisher = ""'
    if is_english(leaflet):
        yield 'language = "en"'
    else:
        yield '# language = ""  # it does not read like English, and questions are understood in English alone'
    yield f"seen = {source.seen}" if source.seen else f"# seen = {today}  # the day on which you got it"
    yield f"review_by = {next_review(leaflet, today)}  # a proposal: the day after which somebody must look at it again"
    yield from (f"# A date in line {line}: {as_toml(words)}" for line, words in dates(leaflet))


def _marks(leaflet: Leaflet, found: tuple[Suspect, ...]) -> Iterator[str]:
    if not found:
        return
    read = ReadText(leaflet.text, leaflet.source.file, tuple(parted_lines(leaflet.text)))
    yield '\n# Patients see the following and perhaps should not. Where you agree, take the "# " away from its lines.'
    for suspect in found:
        yield f"\n# Line {line_at(leaflet.text, suspect.span.start)}: {' '.join(suspect.why.split())}."
        yield "# [[quarantine]]"
        yield f"# reason = {as_toml(suspect.reason)}"
        for key, value in quoted(read, suspect.span, suspect.reason).items():
            yield f"# {key} = {as_toml(value)}"
