"""A leaflet cut into what is read in one go: headings, paragraphs and gaps."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edubot.leaflets.list_marks import MARK
from edubot.model import Hit, LeafletView, Reason, Span, Stretch
from edubot.rendering.marks import Visible, visible

_ITEM = re.compile(rf"[ \t]*{MARK}[ \t]")
"""How a line begins that is an item of a list."""


@dataclass(frozen=True)
class Paragraph:
    """Lines of a leaflet that stand together, or a gap among them."""

    start: int
    """Offset of its first character in the leaflet's text."""
    text: str
    """Word for word; empty for a gap."""
    is_heading: bool = False
    is_item: bool = False
    """Whether it is one item of a list."""
    notes: tuple[str, ...] = ()
    """Corrections that must stand beside it."""
    left_out: Reason | None = None

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)

    def shown(self, marks: Sequence[Span] = ()) -> Visible:
        """Its words as they are drawn, with the parts of some spans of the leaflet that lie in it.

        A heading's number signs are hidden like other marks; a paragraph's first list mark becomes a bullet.
        """
        inside = [
            Span(max(mark.start, self.start) - self.start + 1, min(mark.end, self.end) - self.start + 1)
            for mark in marks
            if mark.start < self.end and self.start < mark.end
        ]
        drawn = visible("\n" + self.text, inside)
        ahead = 1 + (len(drawn.text) - 1 - len(drawn.text[1:].lstrip("# ")) if self.is_heading else 0)
        moved = [(max(mark.start - ahead, 0), mark.end - ahead) for mark in drawn.highlights]
        return Visible(drawn.text[ahead:], tuple(Span(start, end) for start, end in moved if start < end))


def paragraphs(view: LeafletView) -> list[Paragraph]:
    """A whole leaflet in the order of its text, what is left out as gaps."""
    cutter = _Cutter(view.passages)
    return [paragraph for stretch in view.stretches for paragraph in cutter.cut(stretch)]


class _Cutter:
    """Tells words from headings by the passages, which stand in order and never overlap."""

    def __init__(self, passages: Sequence[Hit]) -> None:
        self._passages = passages
        self._starts = [hit.passage.start for hit in passages]
        self._ends = [hit.passage.end for hit in passages]

    def cut(self, stretch: Stretch) -> Iterator[Paragraph]:
        if stretch.left_out:
            yield Paragraph(stretch.start, "", left_out=stretch.left_out)
            return
        held: list[str] = []
        begin = place = stretch.start
        for line in stretch.text.splitlines(keepends=True):
            is_words = bool(self._over(place, place + len(line.rstrip())))
            if held and (not is_words or _ITEM.match(line)):
                yield self._paragraph(begin, "".join(held))
                held = []
            if is_words:
                begin = begin if held else place
                held.append(line)
            elif any(character.isalnum() for character in line):
                yield Paragraph(place, line.rstrip(), is_heading=True)
            place += len(line)
        if held:
            yield self._paragraph(begin, "".join(held))

    def _paragraph(self, start: int, text: str) -> Paragraph:
        text = text.rstrip()
        notes = dict.fromkeys(hit.note for hit in self._over(start, start + len(text)) if hit.note)
        return Paragraph(start, text, is_item=bool(_ITEM.match(text)), notes=tuple(notes))

    def _over(self, start: int, end: int) -> list[Hit]:
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        return list(self._passages[first:last])
