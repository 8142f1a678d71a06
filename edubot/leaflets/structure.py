"""Lines → sections of blocks under a path of headings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from edubot.leaflets.headings import depth, is_heading
from edubot.leaflets.lines import Line
from edubot.leaflets.sentences import sentences
from edubot.model import Block, Section, Span

_SECTION_DEPTH = 2
"""Of a heading without a mark, and of one that a curator put back."""
_COLON_DEPTH = 3
"""Of a heading without a mark that ends in a colon."""
_LEAD_DEPTH = 9
"""Of a lead line: under every heading."""
_LONGEST_LABEL = 8
"""Words; more are the item's text and not its name."""


@dataclass(frozen=True)
class Paragraph:
    """Consecutive lines that read as one: a heading, a list item or running text."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """The line whose marks decide what the paragraph is."""
        return self.lines[0]

    @property
    def span(self) -> Span:
        """From its first word to its last."""
        return Span(self.first.content.start, self.lines[-1].content.end)


@dataclass(frozen=True)
class Heading:
    """A heading in force: how deep it stands, its words, and where they are."""

    depth: int
    text: str
    span: Span | None


class _Outline:
    """Collects sections while the headings in force change."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._path: list[Heading] = []
        self._blocks: list[Block] = []
        self._done: list[Section] = []
        self._opened = False

    def open(self, heading: Heading | None, down_to: int) -> None:
        """Close the section in hand, drop headings at `down_to` or deeper, and put `heading` in force."""
        self.close()
        self._path = [held for held in self._path if held.depth < down_to]
        if heading:
            self._path.append(heading)
            self._opened = True

    def close(self) -> None:
        if self._blocks or self._opened:
            headline = self._path[-1].span if self._path and self._opened else None
            path = tuple(held.text for held in self._path)
            self._done.append(Section(path, headline, tuple(self._blocks)))
        self._blocks, self._opened = [], False

    def add(self, block: Block) -> None:
        self._blocks.append(block)

    def ends_list(self) -> bool:
        """Whether a paragraph now would end a list that a lead line or a colon heading opened."""
        listed = any(block.is_item for block in self._blocks)
        return listed and bool(self._path) and self._path[-1].depth >= _COLON_DEPTH and self._is_lead(self._path[-1])

    @staticmethod
    def _is_lead(heading: Heading) -> bool:
        return heading.text.endswith(":")

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(self._done)


def structure(
    text: str, all_lines: Sequence[Line], hidden: Sequence[Span], added: Sequence[tuple[int, str]] = ()
) -> tuple[Section, ...]:
    """The sections of a text.

    Args:
        hidden: quarantined spans; they belong to no block and head nothing.
        added: headings that a curator put back, as (offset, words).
    """
    outline = _Outline(text)
    paragraphs = list(_paragraphs(all_lines))
    spaced = _is_spaced_by_one(all_lines)
    waiting = sorted(added)
    previous_was_heading = True
    for position, paragraph in enumerate(paragraphs):
        first = paragraph.first
        while waiting and waiting[0][0] <= first.content.start:
            outline.open(Heading(_SECTION_DEPTH, waiting.pop(0)[1], None), down_to=_SECTION_DEPTH)
            previous_was_heading = True
        if _covers(hidden, paragraph.span):
            continue
        if len(paragraph.lines) == 1 and is_heading(first):
            title = _is_title(position, paragraphs)
            outline.open(Heading(depth(first), clean(first.text), first.content), down_to=depth(first))
            if title:
                outline.open(None, down_to=0)
            previous_was_heading = True
            continue
        if spaced and first.blanks > 1 and not previous_was_heading:
            outline.open(None, down_to=_SECTION_DEPTH)
        elif not first.is_item and outline.ends_list():
            outline.open(None, down_to=_COLON_DEPTH)
        leads = not first.is_item and _next_is_item(paragraphs, position)
        _add_paragraph(outline, text, paragraph, hidden, leads)
        previous_was_heading = False
    outline.close()
    return outline.sections


def clean(words: str) -> str:
    """Words without the marks that a renderer hides."""
    return words.replace("**", "").replace("__", "").strip()


def _paragraphs(all_lines: Iterable[Line]) -> Iterator[Paragraph]:
    held: list[Line] = []
    for line in all_lines:
        continues = held and not line.blanks and not line.is_item and not line.level and not held[-1].level
        if held and not continues:
            yield Paragraph(tuple(held))
            held = []
        held.append(line)
    if held:
        yield Paragraph(tuple(held))


def _is_spaced_by_one(all_lines: Sequence[Line]) -> bool:
    """Whether one empty line is this text's habit, so that two mean a break."""
    gaps = [line.blanks for line in all_lines[1:] if line.blanks]
    return bool(gaps) and sum(gap == 1 for gap in gaps) > len(gaps) / 2


def _is_title(position: int, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a heading names the leaflet and not a part of it: the first, over everything or over a heading."""
    following = paragraphs[1:2]
    return position == 0 and any(paragraphs[0].first.level == 1 or is_heading(next.first) for next in following)


def _next_is_item(paragraphs: Sequence[Paragraph], position: int) -> bool:
    return position + 1 < len(paragraphs) and paragraphs[position + 1].first.is_item


def _add_paragraph(outline: _Outline, text: str, paragraph: Paragraph, hidden: Sequence[Span], leads: bool) -> None:
    body: Span | None = paragraph.span
    lead: Span | None = None
    if leads and paragraph.span.of(text).rstrip("*_ ").endswith(":"):
        *before, lead = sentences(text, paragraph.span)
        body = Span(before[0].start, before[-1].end) if before else None
    if body:
        for piece in _without(body, hidden, text):
            label = _label(piece.of(text)) if paragraph.first.is_item else ""
            outline.add(Block(piece, is_item=paragraph.first.is_item, label=label))
    if lead and not _covers(hidden, lead):
        outline.open(Heading(_LEAD_DEPTH, clean(lead.of(text)), lead), down_to=_LEAD_DEPTH)


def _label(item: str) -> str:
    """The name that an item gives itself before a colon or a first short sentence; empty where it has none."""
    for mark in (": ", ". "):
        head, found, rest = item.partition(mark)
        if found and rest.strip() and len(head.split()) <= _LONGEST_LABEL:
            return clean(head)
    return ""


def _covers(hidden: Sequence[Span], span: Span) -> bool:
    return any(mark.start <= span.start and span.end <= mark.end for mark in hidden)


def _without(span: Span, hidden: Sequence[Span], text: str) -> Iterator[Span]:
    """What remains of a span when hidden parts are cut out, white space at the cuts dropped."""
    start = span.start
    for mark in sorted(hidden):
        if mark.overlaps(span):
            yield from _words(start, mark.start, text)
            start = max(start, mark.end)
    yield from _words(start, span.end, text)


def _words(start: int, end: int, text: str) -> Iterator[Span]:
    piece = text[start:end] if start < end else ""
    if any(character.isalnum() for character in piece):
        left = start + len(piece) - len(piece.lstrip())
        yield Span(left, start + len(piece.rstrip()))
