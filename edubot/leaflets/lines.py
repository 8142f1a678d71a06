"""A text as lines that know their offsets and their marks (`#`, `-`, `•`, `1.`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edubot.leaflets.leaning import leads_on
from edubot.leaflets.list_marks import FIRST, MARK, YES_OR_NO, counts_on, is_count
from edubot.model import Span

_ITEM = re.compile(rf"[ \t]*(?P<mark>{MARK})[ \t]+(?=\S)")
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
    """How many empty lines stand right before it; 1 at least for the first, and where a rule or its place parts it."""
    mark: str
    """Of a list, before its words; empty where it has none."""
    indent: int
    """Columns before its mark, or before its words where it has none."""
    width: int
    """Columns up to the end of its words."""
    title: int = 0
    """How deep it stands as a heading that is counted; 0 for any other line."""


def lines(text: str) -> Iterator[Line]:
    """Every line of `text` that holds a word, or a sign that says yes or no."""
    offset, blanks, ruled = 0, 1, False
    before: Line | None = None
    counted: Line | None = None
    for raw in text.split("\n"):
        if _WORD.search(raw):
            parted = bool(blanks or ruled)
            open_to_items = parted or before is None or before.is_item or leads_on(before.text)
            open_to_items = open_to_items or (counted is not None and _counts_on(counted, raw))
            before = _line(raw, offset, max(blanks, int(ruled)), open_to_items)
            counted = before if is_count(before.mark) else None if parted else counted
            yield before
            blanks, ruled = 0, False
        elif raw.strip():
            blanks, ruled = 0, True
        else:
            blanks += 1
        offset += len(raw) + 1


def _counts_on(counted: Line, raw: str) -> bool:
    """Whether a raw line has the next number of a list that nothing has parted from it."""
    item = _ITEM.match(raw)
    return (
        item is not None
        and _columns(raw[: item.start("mark")]) == counted.indent
        and counts_on(counted.mark, item["mark"])
    )


def _columns(words: str) -> int:
    return len(words.expandtabs(4))


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
        mark=item["mark"] if item else "",
        indent=_columns(raw[: item.start("mark") if item else left]),
        width=_columns(raw[:right]),
    )
