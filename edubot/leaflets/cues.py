"""What patients ask and say that leads to a part of a leaflet, as a curator wrote it down."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from edubot.errors import CurationInvalid
from edubot.leaflets.curated import CuratedAlias, CuratedQuestion
from edubot.leaflets.curation import Curation
from edubot.leaflets.placed import each_placed
from edubot.leaflets.quotes import place_of, places_of
from edubot.model import Block, Cue, Leaflet, Section, Span


def with_cues(leaflet: Leaflet, curation: Curation) -> Leaflet:
    """The leaflet with the questions and the aliases of a curation, each at the words that it goes with.

    Raises:
        CurationInvalid: a question's words that stand nowhere, more than once or in no passage; an alias for words that
            no passage and no heading uses; `also` tells of all.
    """
    problems: list[CurationInvalid] = []
    questions = each_placed(curation.question, partial(_answering, leaflet), problems)
    aliases = each_placed(curation.alias, partial(_using, leaflet), problems)
    if problems:
        raise CurationInvalid.of_all(problems)
    asked = (Cue(said, span) for span, question in questions for said in question.ask)
    named = (Cue(said, span) for spans, alias in aliases for said in alias.say for span in spans)
    return replace(leaflet, cues=(*asked, *named))


def _answering(leaflet: Leaflet, question: CuratedQuestion) -> Span:
    """Where the words stand that answer."""
    name = leaflet.source.file
    written = question.written(name, "words")
    place = place_of(question.words, leaflet.text, name, written)
    if not any(block.span.overlaps(place) for section in leaflet.sections for block in section.blocks):
        raise CurationInvalid(
            f"{written}: it names {question.words!r} as an answer, which stands in no passage of {name}",
            "Name words that a patient sees",
        )
    return place


def _using(leaflet: Leaflet, alias: CuratedAlias) -> list[Span]:
    """Where the leaflet uses the words that an alias is for."""
    found = [span for section in leaflet.sections for span in _in_section(leaflet.text, section, alias.words)]
    if not found:
        name = leaflet.source.file
        raise CurationInvalid(
            f"{alias.written(name, 'words')}: it names {alias.words!r}, which no passage of {name} uses",
            "Name a word that the leaflet uses",
        )
    return found


def _in_section(text: str, section: Section, words: str) -> Iterator[Span]:
    """Every use in the blocks of a section; the whole of a block that stands under such a name."""
    for block in section.blocks:
        if any(places_of(words, above, re.IGNORECASE) for above in (*section.heading, block.label)):
            yield block.span
        else:
            yield from (_inside(block, found) for found in places_of(words, block.span.of(text), re.IGNORECASE))


def _inside(block: Block, found: Span) -> Span:
    return Span(block.span.start + found.start, block.span.start + found.end)
