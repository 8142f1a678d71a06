"""The headings in force while a text is walked, and the sections that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from edubot.leaflets.leaning import leads_on
from edubot.leaflets.spans import overlaps_any
from edubot.model import Block, Section, Span

SECTION_DEPTH = 2
"""Of a heading without a mark where none with a mark is in force, and of one that a curator put back."""
COUNTED_DEPTH = 3
"""Of a counted heading below one without a mark."""
COLON_DEPTH = 4
"""Of a heading without a mark that ends in a colon; it heads a list and ends with it."""
LEAD_DEPTH = 10
"""Of a lead line: under every heading."""


class Sign(Enum):
    """What tells that a line is a heading."""

    MARK = "mark"
    """A mark, or a curator who put it back: nothing that only looks like a heading takes it out of force."""
    LOOK = "look"
    """It is short and stands alone. Where it heads nothing, it is text."""
    COUNT = "count"
    """It is counted and stands over text."""
    COLON = "colon"
    """The colon at its end, with a list under it: a lead line."""

    @property
    def is_guess(self) -> bool:
        """Whether nothing but its look tells."""
        return self in (Sign.LOOK, Sign.COUNT)


@dataclass(frozen=True)
class OpenedHeading:
    """How deep a heading stands, its words, and where they are (None where a curator added it)."""

    depth: int
    text: str
    span: Span | None
    sign: Sign = Sign.LOOK


class Outline:
    """Collects blocks into sections; a section ends when the headings in force change."""

    def __init__(self, hidden: Sequence[Span] = ()) -> None:
        """Begin with no heading.

        Args:
            hidden: spans that belong to no block.
        """
        self._hidden = hidden
        self._path: list[OpenedHeading] = []
        self._headline: OpenedHeading | None = None
        self._displaced: list[OpenedHeading] = []
        """What was in force until the last heading was opened."""
        self._blocks: list[Block] = []
        self._open_ended: Block | None = None
        """The last block that did not end like a sentence, so that a short line after it may go on with it."""
        self._done: list[Section] = []

    def open(self, heading: OpenedHeading) -> None:
        """Put a heading in force in the place of all that stand as deep as it or deeper.

        One that only looks like a heading stands below those that are marked.
        """
        self.end_list()
        if heading.sign.is_guess:
            heading = replace(heading, depth=self._below_marks(heading.depth))
        self._close(heading.depth)
        self._displaced = list(self._path)
        self._path = [*(held for held in self._path if held.depth < heading.depth), heading]
        self._headline = heading

    def add(self, block: Block, is_open_ended: bool = False) -> None:
        """Put a block under the headings in force.

        Args:
            is_open_ended: it is no item and does not end like a sentence.
        """
        self._blocks.append(block)
        if is_open_ended:
            self._open_ended = block

    def close_title(self) -> None:
        """The heading just opened named the whole text and heads no section of it."""
        self._finish_section()
        self._path = []

    def end_section(self) -> None:
        """What follows belongs to no section before it but a marked one, unless a heading has only just been opened."""
        if self._blocks:
            self._drop(self._below_marks(SECTION_DEPTH))

    def end_counted(self) -> None:
        """What follows has a title of its own: the counted headings in force stand over it no longer."""
        counted = [held.depth for held in self._path if held.sign is Sign.COUNT]
        if counted and self._blocks:
            self._drop(min(counted))

    def end_list(self, opens_another: bool = False) -> None:
        """Running text after a list that a line with a colon opened belongs to that line no longer.

        Args:
            opens_another: the text leads to a list of its own. Then one that stands right under a line without a colon
                is at its end too: "Call us if" may be such a line.
        """
        listed = any(block.is_item for block in self._blocks)
        last = self._path[-1] if self._path else None
        if listed and last and last.sign is not Sign.MARK and last.depth >= COLON_DEPTH and leads_on(last.text):
            self._drop(self._below_marks(COLON_DEPTH))
        elif opens_another and last and last.sign.is_guess and self._blocks and self._blocks[0].is_item:
            self._drop(last.depth)

    def finish(self) -> tuple[Section, ...]:
        """All sections, in the order of the text."""
        self._drop(0)
        return tuple(self._done)

    def _below_marks(self, depth: int) -> int:
        """A depth that is meant for a text without marks, below the marked headings in force."""
        return depth + max((held.depth - 1 for held in self._path if held.sign is Sign.MARK and held.span), default=0)

    def _drop(self, depth: int) -> None:
        """Close the section in hand and take headings of this depth and deeper out of force."""
        self._close(depth)
        self._path = [held for held in self._path if held.depth < depth]

    def _close(self, depth: int) -> None:
        """Close the section in hand; what only looked like its heading is text where nothing stands under it."""
        heading = self._headline
        if heading and heading.span and heading.sign.is_guess and not self._blocks and heading.depth >= depth:
            self._path, self._headline = self._displaced, None
            self._take_back(heading.span)
        self._finish_section()

    def _take_back(self, span: Span) -> None:
        """Put what looked like a heading into the section that it would have ended.

        It goes on with a block that does not end like a sentence, as lines in a row of which none has text under it do
        with one another: any of them may head those after it.
        """
        path = tuple(held.text for held in self._path)
        if not (self._done and self._done[-1].heading == path):
            self._done.append(Section(path, None, ()))
        *before, last = self._done[-1].blocks or (None,)
        whole = Block(Span(last.span.start, span.end)) if last else None
        goes_on = last is self._open_ended and whole and not overlaps_any(whole.span, self._hidden)
        blocks = [*before, whole] if goes_on else [*before, last, Block(span)]
        self._done[-1] = replace(self._done[-1], blocks=tuple(block for block in blocks if block))
        self._open_ended = self._done[-1].blocks[-1]

    def _finish_section(self) -> None:
        if self._blocks or self._headline:
            headline = self._headline.span if self._headline else None
            self._done.append(Section(tuple(held.text for held in self._path), headline, tuple(self._blocks)))
        self._blocks, self._headline = [], None
