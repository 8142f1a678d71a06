"""A leaflet as a printer's proof: all that will be published of it, sentence by sentence, with the place of each."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from edubot.checking.defang import defanged
from edubot.checking.finding import Place
from edubot.index.ledger import Entry, ledger
from edubot.index.passages import passages
from edubot.leaflets.sentences import sentences
from edubot.model import Leaflet, Passage, Span, page_at
from edubot.rendering.marks import visible
from edubot.settings import ChunkerSettings


@dataclass(frozen=True)
class Sentence:
    """A sentence or a heading that patients see."""

    span: Span
    text: str
    heading: tuple[str, ...]
    """The headings above it."""
    is_heading: bool = False


@dataclass(frozen=True)
class Proof:
    """A leaflet cut into passages, every character of it accounted for."""

    leaflet: Leaflet
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]
    """The partition of the whole text, in order."""

    @classmethod
    def of(cls, leaflet: Leaflet, settings: ChunkerSettings) -> "Proof":
        """The proof of a leaflet.

        Raises:
            ValueError: a character that no account has, or two have.
        """
        held = tuple(passages(leaflet, settings))
        return cls(leaflet, held, ledger(leaflet, held))

    @property
    def id(self) -> str:
        """The leaflet's id."""
        return self.leaflet.source.id

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence and heading that patients see, in the order of the text."""
        return tuple(sorted((*self._headings(), *self._sentences()), key=lambda found: found.span))

    def place(self, span: Span, around: Span | None = None) -> Place:
        """Where a span stands, and what it stands in."""
        words = " ".join(visible((around or span).of(self.leaflet.text)).text.split())
        page = page_at(self.leaflet.pages, span.start)
        return Place(self.id, self.line(span.start), span.start, span.end, defanged(words), page)

    def line(self, offset: int) -> int:
        """The line, from 1, on which a character stands."""
        return bisect_left(self._breaks, offset) + 1

    @cached_property
    def _breaks(self) -> list[int]:
        return [place for place, mark in enumerate(self.leaflet.text) if mark == "\n"]

    def _headings(self) -> Iterator[Sentence]:
        headlines = {section.headline: section.heading for section in self.leaflet.sections if section.headline}
        for span, path in headlines.items():
            yield Sentence(span, span.of(self.leaflet.text), path[:-1], is_heading=True)

    def _sentences(self) -> Iterator[Sentence]:
        for passage in self.passages:
            for span in sentences(self.leaflet.text, Span(passage.start, passage.end)):
                yield Sentence(span, span.of(self.leaflet.text), passage.heading)
