"""Paragraphs with the marks that a text shows them by: headings, items, rows of a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from edubot.leaflets.around import is_name

INDENT = " " * 4
"""What an item stands further in than the one that it is under: Markdown takes it for that under any mark."""


@dataclass(frozen=True)
class Marked:
    """A paragraph, its mark apart from its words."""

    words: str
    mark: str = ""
    """`#` to `######` before a heading, `-` or `1.` before an item; empty before text."""
    depth: int = 0
    """Of an item: in how many items of outer lists it stands."""
    left_out: tuple[str, ...] = ()
    """Rows of a table that stand here and are kept from patients."""
    unheaded: bool = False
    """Whether it is a table in which nothing tells how the cells of a row belong together."""

    @classmethod
    def heading(cls, words: str, level: int) -> "Marked":
        """A heading, 1 the highest."""
        return cls(" ".join(words.split()), "#" * min(max(level, 1), 6))

    @property
    def level(self) -> int:
        """Of a heading; 0 for anything else."""
        return len(self.mark) if self.mark.startswith("#") else 0

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return bool(self.mark) and not self.level

    def __str__(self) -> str:
        return f"{INDENT * self.depth}{self.mark} {self.words}" if self.mark else self.words


def marked_text(found: Sequence[Marked]) -> str:
    """The text of some paragraphs: an empty line between two, but none between the items of one list."""
    text = ""
    before: Marked | None = None
    for paragraph in with_true_headings([one for one in found if one.words.strip()]):
        if before:
            text += "\n" if before.is_item and paragraph.is_item else "\n\n"
        text += str(paragraph)
        before = paragraph
    return text


def with_true_headings(found: Sequence[Marked]) -> Iterator[Marked]:
    """A heading that heads nothing becomes text: a patient must be able to find it. The first one may name all."""
    for place, (paragraph, after) in enumerate(zip_longest(found, found[1:])):
        deepest = paragraph.level - (place == 0 and is_name(paragraph.words))
        heads = after is not None and (not after.level or after.level > deepest)
        yield paragraph if heads or not paragraph.level else replace(paragraph, mark="")


def first_heading(found: Iterable[Marked]) -> str:
    """The words of the first heading of the highest level there is; empty where there is none."""
    headings = [one for one in found if one.level]
    return min(headings, key=lambda one: one.level).words if headings else ""
