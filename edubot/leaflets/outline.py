"""The headings in force while a text is walked, and the sections that come of it."""

from dataclasses import dataclass

from edubot.leaflets.leaning import leads_on
from edubot.model import Block, Section, Span

SECTION_DEPTH = 2
"""Of a heading without a mark, and of one that a curator put back."""
COLON_DEPTH = 3
"""Of a heading without a mark that ends in a colon; it heads a list and ends with it."""
LEAD_DEPTH = 9
"""Of a lead line: under every heading."""


@dataclass(frozen=True)
class OpenedHeading:
    """How deep a heading stands, its words, and where they are (None where a curator added it)."""

    depth: int
    text: str
    span: Span | None
    marked: bool = True
    """Whether a mark says that it is a heading; an unmarked line that heads nothing is text."""


class Outline:
    """Collects blocks into sections; a section ends when the headings in force change."""

    def __init__(self) -> None:
        self._path: list[OpenedHeading] = []
        self._headline: OpenedHeading | None = None
        self._blocks: list[Block] = []
        self._done: list[Section] = []

    def open(self, heading: OpenedHeading) -> None:
        """Put a heading in force in the place of all that stand as deep as it or deeper."""
        self._drop(heading.depth)
        self._path.append(heading)
        self._headline = heading

    def add(self, block: Block) -> None:
        """Put a block under the headings in force."""
        self._blocks.append(block)

    def close_title(self) -> None:
        """The heading just opened named the whole text and heads no section of it."""
        self._finish_section()
        self._path = []

    def end_section(self) -> None:
        """What follows belongs to no section before it, unless a heading has only just been opened."""
        if self._blocks:
            self._drop(SECTION_DEPTH)

    def end_list(self) -> None:
        """Running text after a list that a line with a colon opened belongs to that line no longer."""
        listed = any(block.is_item for block in self._blocks)
        if listed and self._path and self._path[-1].depth >= COLON_DEPTH and leads_on(self._path[-1].text):
            self._drop(COLON_DEPTH)

    def finish(self) -> tuple[Section, ...]:
        """All sections, in the order of the text."""
        self._drop(0)
        return tuple(self._done)

    def _drop(self, depth: int) -> None:
        """Close the section in hand and take headings of this depth and deeper out of force."""
        heading = self._headline
        if heading and heading.span and not heading.marked and not self._blocks and heading.depth >= depth:
            self._path.pop()
            self._headline, self._blocks = None, [Block(heading.span)]
        self._finish_section()
        self._path = [held for held in self._path if held.depth < depth]

    def _finish_section(self) -> None:
        if self._blocks or self._headline:
            headline = self._headline.span if self._headline else None
            self._done.append(Section(tuple(held.text for held in self._path), headline, tuple(self._blocks)))
        self._blocks, self._headline = [], None
