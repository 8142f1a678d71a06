"""Paragraphs → a text whose marks are Markdown's, and the places where its pages begin."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from edubot.leaflets.around import is_name
from edubot.leaflets.marked import INDENT
from edubot.leaflets.pdf.flow import Form, Paragraph


@dataclass
class Draft:
    """A text that grows, and where its pages begin."""

    text: str = ""
    title: str = ""
    """The first heading of the highest level; the first line of all, set like one, also where it heads nothing."""
    _begins: list[int] = field(default_factory=list)
    _listed: bool = False

    @classmethod
    def of(cls, found: Iterable[Paragraph]) -> "Draft":
        """The text of some paragraphs."""
        whole = list(found)
        draft = cls(title=whole[0].words if whole and whole[0].level == 1 else "")
        for paragraph in _with_true_headings(whole):
            draft._add(paragraph)
        return draft

    def pages(self, count: int) -> tuple[int, ...]:
        """Where each of so many pages begins."""
        return (*self._begins, *[len(self.text)] * (count - len(self._begins)))

    def _add(self, paragraph: Paragraph) -> None:
        """Append a paragraph, an empty line before it unless both are items of one list."""
        listed = paragraph.form is Form.ITEM
        if self.text:
            self.text += "\n" if listed and self._listed else "\n\n"
        mark = f"{'#' * paragraph.level} " if paragraph.level else INDENT * paragraph.depth
        for page, words in paragraph.parts:
            self._begins += [len(self.text)] * (page - len(self._begins))
            self.text += mark + words
            mark = ""
        self._listed = listed
        if paragraph.level == 1 and not self.title:
            self.title = paragraph.words


def _with_true_headings(found: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """A heading that heads nothing becomes text: a patient must be able to find it. The first one may name all."""
    for place, (paragraph, after) in enumerate(zip_longest(found, found[1:])):
        if paragraph.form is Form.HEADING:
            deepest = paragraph.level - (place == 0 and is_name(paragraph.words))
            heads = after is not None and (after.form is not Form.HEADING or after.level > deepest)
            if not heads:
                paragraph.form, paragraph.level = Form.TEXT, 0
        yield paragraph
