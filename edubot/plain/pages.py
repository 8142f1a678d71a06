"""A whole leaflet to hear a few paragraphs at a time."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from edubot.model import LeafletView, Span
from edubot.rendering.as_text import place_of
from edubot.rendering.marks import drawn
from edubot.rendering.paragraphs import Paragraph, paragraphs
from edubot.rendering.reasons import gap_label

PAGE = 12
"""Paragraphs read in one go."""


class Pages:
    """Stands at a paragraph; turns, searches, and says what it comes to."""

    def __init__(self, view: LeafletView, marks: Sequence[Span] = (), place: int = 0) -> None:
        """A leaflet opened at a place.

        Args:
            marks: the passages that an answer showed.
            place: offset in its text at which to begin, with the headings right above.
        """
        self.view = view
        self._marks = marks
        self._all = paragraphs(view)
        self._at = self._row_of(place)

    def page(self) -> str:
        """What stands here, and how far through the leaflet it is."""
        end = min(self._at + PAGE, len(self._all))
        lines = [f"LEAFLET: {drawn(self.view.source.citation)}", *self._under()]
        lines += [line for paragraph in self._all[self._at : end] for line in self._said(paragraph)]
        rest = "Type /more to go on, /back to go back." if end < len(self._all) else "This is the end of the leaflet."
        return "\n".join([*lines, f"Paragraphs {self._at + 1} to {end} of {len(self._all)}. {rest}"])

    def turn(self, pages: int) -> bool:
        """Go on or back; whether there is anything there."""
        to = max(self._at + pages * PAGE, 0)
        if to >= len(self._all) or to == self._at:
            return False
        self._at = to
        return True

    def find(self, words: str) -> bool:
        """Go to the next paragraph that holds some words, from the beginning again after the end."""
        parts = [re.escape(part) for part in words.split()]
        pattern = re.compile(r"\s+".join(parts), re.IGNORECASE)
        rows = [*range(self._at + 1, len(self._all)), *range(self._at + 1)]
        held = (row for row in rows if not self._all[row].left_out and pattern.search(self._all[row].shown().text))
        found = next(held, None)
        if found is None or not parts:
            return False
        self._at = found
        return True

    def _row_of(self, place: int) -> int:
        row = max(bisect_right([paragraph.start for paragraph in self._all], place) - 1, 0)
        while row > 0 and self._all[row - 1].is_heading:
            row -= 1
        return row

    def _under(self) -> Iterator[str]:
        """The headings over the first paragraph, where it does not bring them itself."""
        first = self._all[self._at] if self._all else None
        if first and not first.is_heading:
            over = [
                hit for hit in self.view.passages if hit.passage.start < first.end and first.start < hit.passage.end
            ]
            yield from (f"Under: {place_of(hit)}" for hit in over[:1] if place_of(hit))

    def _said(self, paragraph: Paragraph) -> Iterator[str]:
        if paragraph.left_out:
            yield gap_label(paragraph.left_out)
            return
        words = paragraph.shown().text
        if paragraph.is_heading:
            yield f"\nHEADING: {words}"
            return
        if any(mark.start < paragraph.end and paragraph.start < mark.end for mark in self._marks):
            yield "(The answer is from here.)"
        yield words
        yield from (f"Note: {note}" for note in paragraph.notes)
