"""Leaflet → passages: a list item, or one to three sentences, cut only between sentences."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from edubot.leaflets.claims import Claims
from edubot.leaflets.contexts import Contexts
from edubot.leaflets.list_marks import MARK
from edubot.leaflets.notes import RAISED_BEHIND
from edubot.leaflets.sentences import sentences
from edubot.leaflets.tables import is_row_apart
from edubot.model import Block, Leaflet, Passage, Section, Span, page_at
from edubot.settings import ChunkerSettings

_MARKS = re.compile(rf"\*\*|__|^[ \t]*(?:#{{1,6}}|{MARK})[ \t]+", re.MULTILINE)


def passages(leaflet: Leaflet, settings: ChunkerSettings) -> Iterator[Passage]:
    """The passages of a leaflet in the order of its text; none touches a quarantined span."""
    contexts, claims = Contexts(leaflet), Claims(leaflet)
    for number, section in enumerate(leaflet.sections):
        end: int | None = None
        for place, block in enumerate(section.blocks):
            for position, span in enumerate(_groups(leaflet.text, block, settings)):
                passage = _passage(leaflet, section, span, end, block.label if position else "")
                around = contexts.of(number, place, span)
                yield replace(
                    passage, contexts=(around,), corrections=claims.within(span, (*section.heading, *around.words))
                )
                end = span.end


def context(passage: Passage) -> str:
    """What stands around a passage: title, headings and the label of the item it continues."""
    parts = [passage.source.title, *passage.heading, passage.label]
    return " › ".join(part for part in parts if part)


def searchable(passage: Passage) -> str:
    """What is embedded for a passage: its context, its words without marks, and what leads to it. Never shown."""
    return " › ".join((context(passage), plain(passage.text), *passage.found_by))


def key(passage: Passage) -> str:
    """SHA-256 of what is embedded for a passage: equal keys have equal vectors."""
    return hashlib.sha256(searchable(passage).encode()).hexdigest()


def plain(text: str) -> str:
    """Words without the marks that a renderer hides and the raised figures that lead to notes, on one line."""
    return " ".join(RAISED_BEHIND.sub(" ", _MARKS.sub("", text)).split())


def _passage(leaflet: Leaflet, section: Section, span: Span, previous_end: int | None, label: str) -> Passage:
    gap = None if previous_end is None else _gap(leaflet, previous_end, span.start)
    cues = dict.fromkeys(cue.asked for cue in leaflet.cues if cue.span.overlaps(span))
    return Passage(
        source=leaflet.source,
        heading=section.heading,
        start=span.start,
        end=span.end,
        text=span.of(leaflet.text),
        gap=gap,
        label=label,
        found_by=tuple(cues),
        page=page_at(leaflet.pages, span.start),
    )


def _gap(leaflet: Leaflet, start: int, end: int) -> str | None:
    """What parts two passages, where it is layout alone: list marks but no word, and nothing quarantined."""
    between = leaflet.text[start:end]
    parted = any(map(str.isalpha, _MARKS.sub("", between)))
    hidden = start < end and any(found.span.overlaps(Span(start, end)) for found in leaflet.quarantined)
    return None if parted or hidden else between


def _groups(text: str, block: Block, settings: ChunkerSettings) -> Iterator[Span]:
    if is_row_apart(text, block):
        yield block.span
        return
    held: list[Span] = []
    for sentence in sentences(text, block.span):
        words = sum(_words(text, span) for span in held)
        full = len(held) >= settings.most_sentences or words + _words(text, sentence) > settings.most_words
        if held and (words >= settings.enough_words or full):
            yield Span(held[0].start, held[-1].end)
            held = []
        held.append(sentence)
    if held:
        yield Span(held[0].start, held[-1].end)


def _words(text: str, span: Span) -> int:
    return len(span.of(text).split())
