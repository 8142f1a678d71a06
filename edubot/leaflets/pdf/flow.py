"""Rows in the order of reading → paragraphs, list items, headings and tables."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from enum import Enum
from itertools import zip_longest

from edubot.leaflets.hyphens import is_cut, joined
from edubot.leaflets.list_marks import YES_OR_NO
from edubot.leaflets.pdf.columns import Column
from edubot.leaflets.pdf.levels import Levels
from edubot.leaflets.pdf.styles import Look
from edubot.leaflets.pdf.words import Row
from edubot.leaflets.raised import BEHIND

_BULLET = re.compile(r"^(?:[•▪▫■□●○◦‣∙·►➢➤❖\uf000-\uf0ff\ufffd]|[-–—](?=\s)|o(?=\s)|\*(?!\*))\s*(?=\S)")
_SIGN = re.compile(rf"{YES_OR_NO}\s*(?=\S)")
_NUMBER = re.compile(r"^\(?(\d{1,2})[.)]\s+(?=\S)")
_FINISHED = re.compile(rf"[.!?:;…][\"'”’)\]*{BEHIND}]*$")
_WIDE = 1.25
"""Times the leading: lines further apart are two paragraphs."""


class Form(Enum):
    """What a paragraph is."""

    TEXT = "text"
    ITEM = "item"
    HEADING = "heading"
    ROWS = "rows"


@dataclass(frozen=True)
class Placed:
    """A row, and where it is read."""

    row: Row
    page: int
    """Counted from one."""
    column: Column


@dataclass
class Paragraph:
    """Rows that read as one."""

    form: Form
    level: int = 0
    """Of a heading."""
    parts: list[tuple[int, str]] = field(default_factory=list)
    """The text, a part for each page that it stands on."""
    indent: float = 0.0
    """Where the words of an item begin, after its mark."""
    depth: int = 0
    """Under how many items of outer lists an item stands."""

    @property
    def words(self) -> str:
        """All of its text."""
        return " ".join(part for _, part in self.parts)

    def add(self, page: int, words: str, known: Set[str]) -> None:
        """Go on with another row."""
        if not self.parts:
            self.parts.append((page, words))
            return
        last, before = self.parts[-1]
        before, between = joined(before, words, known)
        if last == page:
            self.parts[-1] = (page, before + between + words)
        else:
            self.parts[-1] = (last, before + between)
            self.parts.append((page, words))


def paragraphs(placed: Sequence[Placed], look: Look, known: Set[str]) -> Iterator[Paragraph]:
    """The paragraphs of a document, from its first page to its last."""
    held: Paragraph | None = None
    before: Placed | None = None
    levels = Levels()
    for now, after in zip_longest(placed, placed[1:]):
        words, form, level = now.row.text, Form.TEXT, 0
        mark = _mark(words, now.row)
        if (not mark or mark[0] not in "-*" or not mark[1]) and _stands_apart(before, now, after, held, look):
            level = look.level(now.row)
        if level:
            form, mark = Form.HEADING, None
        elif mark:
            form = Form.ITEM
        anew = held is None or before is None or mark or _starts_anew(before, now, held, form, level, look)
        if anew:
            if held:
                yield held
            indent = now.row.words_after_mark if mark else 0.0
            depth = levels.depth(now.row, now.column, mark[0]) if mark else levels.end_list()
            held = Paragraph(form, level, indent=indent, depth=depth)
        assert held is not None
        held.add(now.page, f"{mark[0]} {words[mark[1] :]}" if mark else words, known)
        before = now
    if held:
        yield held


def _mark(words: str, row: Row) -> tuple[str, int] | None:
    """How a list item's mark is written, and how many characters it takes in the row: a sign of yes or no, none."""
    if _SIGN.match(words) and len(row.words) > 1:
        return "-", 0
    bullet = _BULLET.match(words)
    if bullet and len(row.words) > 1:
        return ("*" if words.startswith("*") else "-"), bullet.end()  # a star may lead to it from elsewhere
    number = _NUMBER.match(words)
    return (f"{number.group(1)}.", number.end()) if number else None


def _stands_apart(before: Placed | None, now: Placed, after: Placed | None, held: Paragraph | None, look: Look) -> bool:
    """Whether a row can be a heading: neither in the middle of a sentence nor the start of one that goes on."""
    if now.row.size > look.size * 1.12:
        return True
    opens = (
        before is None
        or held is None
        or held.form is Form.HEADING
        or before.column is not now.column
        or _is_far(before, now, look)
        or bool(_FINISHED.search(before.row.text))
        or _is_broken_on_purpose(before, now)
    )
    goes_on = after is not None and after.column is now.column and after.row.text[:1].islower() and not after.row.bold
    return opens and not goes_on


def _starts_anew(before: Placed, now: Placed, held: Paragraph, form: Form, level: int, look: Look) -> bool:
    """Whether a row without a list mark begins a paragraph."""
    if (held.form, held.level) != (form, level) and Form.HEADING in (held.form, form):
        return True
    finished = bool(_FINISHED.search(before.row.text))
    if before.column is not now.column:
        return finished or form is Form.HEADING or not _goes_on(before.row.text, now.row.text)
    if _is_far(before, now, look):
        return True
    cut = is_cut(before.row.text, now.row.text)
    return not cut and (_is_broken_on_purpose(before, now) or (finished and _is_set_off(before, now, held, look)))


def _is_set_off(before: Placed, now: Placed, held: Paragraph, look: Look) -> bool:
    """Whether a row that follows a finished sentence is set in another way than what it would go on with."""
    if abs(before.row.size - now.row.size) > 0.12 * look.size:
        return True
    if held.form is Form.ITEM:
        return now.row.left < held.indent - 0.5 * look.size and not _is_flush(before, now)
    return now.row.left > before.row.left + 0.8 * look.size


def _goes_on(before: str, words: str) -> bool:
    """Whether words at the head of a column go on with a sentence from the foot of the one before."""
    return before.endswith(("-", ",", "\u00ad")) or words[:1].islower() or words[:1].isdigit() or words[:1] in "(“\"'"


def _is_flush(before: Placed, now: Placed) -> bool:
    """Whether a row begins where the item's mark does and the row before it is full: the item's next line."""
    return abs(before.row.left - now.row.left) < 1 and not _is_broken_on_purpose(before, now)


def _is_far(before: Placed, now: Placed, look: Look) -> bool:
    apart = now.row.bottom - before.row.bottom
    return apart > _WIDE * max(look.leading, 1.1 * min(before.row.size, now.row.size)) or apart < 0


def _is_broken_on_purpose(before: Placed, now: Placed) -> bool:
    """Whether the first word of a row would have fitted into the row before."""
    first = now.row.words[0]
    return before.row.right + (first.right - first.left) + 0.8 * now.row.size < before.column.right
