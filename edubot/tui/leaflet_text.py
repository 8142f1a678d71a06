"""A whole leaflet to scroll through, with passages marked and words found."""

import re
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from edubot.model import Hit, Span
from edubot.rendering.paragraphs import Paragraph
from edubot.rendering.reasons import gap_label

MARKED, FOUND = "bold underline", "reverse"
"""How a passage and a word that was searched for are marked: never in colour alone."""


class LeafletParagraph(Static):
    """One paragraph, heading or gap."""

    def __init__(self, paragraph: Paragraph, marks: Sequence[Span]) -> None:
        kind = "gap" if paragraph.left_out else "heading" if paragraph.is_heading else "words"
        kind = "item" if paragraph.is_item else kind
        super().__init__(markup=False, classes=kind)
        self.paragraph = paragraph
        shown = paragraph.shown(marks)
        self.words = gap_label(paragraph.left_out) if paragraph.left_out else shown.text
        self._marks = shown.highlights
        self.set_class(bool(shown.highlights), "-marked")
        self.draw()

    def draw(self, found: re.Pattern[str] | None = None) -> None:
        """Show the words, with what is searched for."""
        content = Content(self.words)
        for mark in self._marks:
            content = content.stylize(MARKED, mark.start, mark.end)
        for match in found.finditer(self.words) if found and not self.paragraph.left_out else ():
            content = content.stylize(FOUND, *match.span())
        notes = [Content.assemble(("Note: ", "bold"), note) for note in self.paragraph.notes]
        self.update(Content("\n").join([content, *notes]))


class LeafletText(VerticalScroll):
    """All paragraphs, one below the other."""

    def __init__(self, paragraphs: Sequence[Paragraph], marks: Sequence[Hit]) -> None:
        super().__init__(id="leaflet")
        self._paragraphs = paragraphs
        self._marks = [Span(hit.passage.start, hit.passage.end) for hit in marks]

    def compose(self) -> ComposeResult:
        """A widget a paragraph."""
        for paragraph in self._paragraphs:
            yield LeafletParagraph(paragraph, self._marks)

    @property
    def shown(self) -> list[LeafletParagraph]:
        """The paragraphs, in the order of the text."""
        return list(self.query(LeafletParagraph))

    def go_to(self, place: int) -> None:
        """Bring the paragraph that holds an offset to the top, with the headings right above it."""
        shown = self.shown
        at = next((row for row, widget in enumerate(shown) if widget.paragraph.end > place), len(shown) - 1)
        while at > 0 and shown[at - 1].paragraph.is_heading:
            at -= 1
        self.call_after_refresh(self.scroll_to_widget, shown[at], top=True, animate=False)

    def find(self, words: str) -> list[LeafletParagraph]:
        """Mark some words wherever they stand; the paragraphs that hold them."""
        parts = [re.escape(part) for part in words.split()]
        pattern = re.compile(r"\s+".join(parts), re.IGNORECASE) if parts else None
        for widget in self.shown:
            widget.draw(pattern)
        return [
            widget
            for widget in self.shown
            if pattern and not widget.paragraph.left_out and pattern.search(widget.words)
        ]
