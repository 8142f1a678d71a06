"""A whole leaflet to scroll through, with passages marked and words found; only the rows in sight are ever drawn."""

import asyncio
import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from edubot.tui.leaflet_rows import NOTE, Drawn, Layout, Row, lay_out

MARKED, FOUND, BOLD = Style(bold=True, underline=True), Style(reverse=True), Style(bold=True)
"""How a passage and a word that was searched for are marked: never in colour alone."""
WIDEST = 98
"""Columns of a line that is still read with ease."""


class LeafletText(ScrollView):
    """All paragraphs, one below the other."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"leaflet-text--marked", "leaflet-text--gap"}
    ALLOW_SELECT = True

    def __init__(self, drawn: Sequence[Drawn]) -> None:
        super().__init__(id="leaflet")
        self.drawn = drawn
        self._starts = [each.paragraph.start for each in drawn]
        self._width = 0
        """The columns that rows are cut for, or are being cut for."""
        self._layout_of_rows = Layout()
        self._goal: int | None = None
        """The paragraph to stand at once there are rows."""
        self._pattern: re.Pattern[str] | None = None

    def on_resize(self) -> None:
        """Cut anew for another width."""
        width = min(self.scrollable_content_region.width - 2, WIDEST)
        if width > 0 and width != self._width:
            self._width = width
            self._cut(width)

    @work(exclusive=True)
    async def _cut(self, width: int) -> None:
        self._take(await lay_out(self.drawn, width))

    def _take(self, layout: Layout) -> None:
        before = self._layout_of_rows
        if self._goal is None and before and self.scroll_offset.y:
            self._goal = max(bisect_right(before.firsts, self.scroll_offset.y) - 1, 0)
        self._layout_of_rows = layout
        self.virtual_size = Size(self.scrollable_content_region.width, len(layout))
        if self._goal is not None:
            self.show(self._goal)
        self.refresh()

    @property
    def marked(self) -> list[Drawn]:
        """The paragraphs that hold passages of the answer."""
        return [each for each in self.drawn if each.marks]

    def go_to(self, place: int) -> None:
        """Bring the paragraph that holds an offset to the top, with the headings right above it."""
        if self.drawn:
            at = max(bisect_right(self._starts, place) - 1, 0)
            while at > 0 and self.drawn[at - 1].paragraph.is_heading:
                at -= 1
            self.show(at)

    def show(self, at: int) -> None:
        """Bring a paragraph to the top, now or as soon as there are rows."""
        if not self._layout_of_rows:
            self._goal = at
            return
        self._goal = at
        self.call_after_refresh(self._scroll_to_goal)

    def _scroll_to_goal(self) -> None:
        """Once the screen knows how many rows there are."""
        if self._goal is not None:
            self.scroll_to(y=self._layout_of_rows.firsts[self._goal], animate=False, immediate=True, force=True)
            self._goal = None

    async def find(self, words: str) -> list[int]:
        """Mark some words wherever they stand; the numbers of the paragraphs that hold them."""
        parts = [re.escape(part) for part in words.split()]
        self._pattern = re.compile(r"\s+".join(parts), re.IGNORECASE) if parts else None
        self.refresh()
        return await asyncio.to_thread(_holding, self.drawn, self._pattern)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        number = self.scroll_offset.y + y
        row = self._layout_of_rows.row(number)
        width = self.scrollable_content_region.width
        base = self.visual_style.rich_style
        if row.at < 0:
            return Strip.blank(width, base)
        drawn = self.drawn[row.at]
        edge = Segment("█ ", base + self.get_component_rich_style("leaflet-text--marked", partial=True))
        margin = edge if drawn.marks else Segment("  ", base)
        selected = self.text_selection.get_span(number) if self.text_selection else None
        words = Strip(self._segments(drawn, row, base, selected)).apply_offsets(0, number)
        return Strip([margin, *words]).adjust_cell_length(width, base)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What is copied of a selection."""
        layout = self._layout_of_rows
        rows = (self._text_of(layout.row(number)) for number in range(len(layout)))
        return selection.extract("\n".join(rows)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002  as Textual calls it
        """Draw anew."""
        self.refresh()

    def _text_of(self, row: Row) -> str:
        return self.drawn[row.at].text[row.start : row.end] if row.at >= 0 else ""

    def _segments(self, drawn: Drawn, row: Row, base: Style, selected: tuple[int, int] | None) -> list[Segment]:
        """The row's words in pieces of one style."""
        text = drawn.text[row.start : row.end]
        whole = BOLD if drawn.paragraph.is_heading else Style()
        if drawn.paragraph.left_out:
            whole = self.get_component_rich_style("leaflet-text--gap", partial=True)
        spans = [(mark.start - row.start, mark.end - row.start, MARKED) for mark in drawn.marks]
        if row.start > len(drawn.words) and text.startswith(NOTE):
            spans.append((0, len(NOTE), BOLD))
        if self._pattern and not drawn.paragraph.left_out:
            found = (match.span() for match in self._pattern.finditer(drawn.words))
            spans += [(start - row.start, end - row.start, FOUND) for start, end in found]
        if selected:
            start, end = selected
            style = self.screen.get_component_rich_style("screen--selection")
            spans.append((start, len(text) if end < 0 else end, style))
        spans = [(max(start, 0), min(end, len(text)), style) for start, end, style in spans]
        places = sorted({0, len(text), *(place for start, end, _ in spans if start < end for place in (start, end))})
        pieces = []
        for start, end in itertools.pairwise(places):
            over = [style for first, last, style in spans if first <= start and end <= last]
            pieces.append(Segment(text[start:end], Style.combine([base, whole, *over])))
        return pieces


def _holding(drawn: Sequence[Drawn], pattern: re.Pattern[str] | None) -> list[int]:
    if pattern is None:
        return []
    held = (number for number, each in enumerate(drawn) if not each.paragraph.left_out)
    return [number for number in held if pattern.search(drawn[number].words)]
