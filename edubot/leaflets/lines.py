"""A text as lines that know their offsets and their marks (`#`, `-`, `•`, `1.`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edubot.leaflets.leaning import leads_on
from edubot.leaflets.list_marks import FIRST, MARK, YES_OR_NO
from edubot.model import Span

_ITEM = re.compile(rf"[ \t]*{MARK}[ \t]+(?=\S)")
_SURE_ITEM = re.compile(rf"[ \t]*{FIRST}")
_HASHES = re.compile(r"[ \t]*(#{1,6})[ \t]+(?=\S)")
_WORD = re.compile(rf"[^\W_]|{YES_OR_NO}")


@dataclass(frozen=True)
class Line:
    """A line with words in it; `content` leaves out the marks before and the white space around them."""

    content: Span
    text: str
    """The content's characters."""
    is_item: bool
    level: int
    """Markdown heading level, 1 to 6; 0 for any other line."""
    blanks: int
    """How many empty lines stand right before it; 1 at least for the first and for one after a drawn rule."""


def lines(text: str) -> Iterator[Line]:
    """Every line of `text` that holds a word, or a sign that says yes or no."""
    offset, blanks, ruled = 0, 1, False
    before: Line | None = None
    for raw in text.split("\n"):
        if _WORD.search(raw):
            open_to_items = bool(blanks or ruled) or before is None or before.is_item or leads_on(before.text)
            before = _line(raw, offset, max(blanks, int(ruled)), open_to_items)
            yield before
            blanks, ruled = 0, False
        elif raw.strip():
            blanks, ruled = 0, True
        else:
            blanks += 1
        offset += len(raw) + 1


def _line(raw: str, offset: int, blanks: int, open_to_items: bool) -> Line:
    hashes = _HASHES.match(raw)
    item = None if hashes or not (open_to_items or _SURE_ITEM.match(raw)) else _ITEM.match(raw)
    mark = hashes or item
    body = raw[mark.end() :] if mark else raw
    left = len(raw) - len(body.lstrip())
    right = len(raw.rstrip())
    return Line(
        content=Span(offset + left, offset + right),
        text=raw[left:right],
        is_item=item is not None,
        level=len(hashes.group(1)) if hashes else 0,
        blanks=blanks,
    )
