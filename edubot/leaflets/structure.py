"""Lines → sections of blocks under a path of headings."""

from collections import deque
from collections.abc import Sequence

from edubot.leaflets.headings import depth, ends, is_heading
from edubot.leaflets.leaning import LONGEST_LABEL, goes_on, leads_on
from edubot.leaflets.lines import Line
from edubot.leaflets.outline import LEAD_DEPTH, SECTION_DEPTH, OpenedHeading, Outline, Sign
from edubot.leaflets.paragraphs import Paragraph, paragraphs
from edubot.leaflets.sentences import sentences
from edubot.leaflets.spans import overlaps_any, without
from edubot.leaflets.wrapping import announces, has_room, wrapped_at
from edubot.model import Block, Section, Span


def structure(
    text: str, all_lines: Sequence[Line], hidden: Sequence[Span], added: Sequence[tuple[int, str]] = ()
) -> tuple[Section, ...]:
    """The sections of a text.

    Args:
        hidden: quarantined spans; they belong to no block and head nothing.
        added: headings that a curator put back, as (offset, words).
    """
    outline = Outline(hidden)
    waiting = deque(sorted(added))
    spaced = _is_spaced_by_one(all_lines)
    held, room = list(paragraphs(all_lines)), wrapped_at(all_lines)
    for position, paragraph in enumerate(held):
        first, following = paragraph.first, next(iter(held[position + 1 :]), None)
        while waiting and waiting[0][0] <= first.content.start:
            outline.open(OpenedHeading(SECTION_DEPTH, waiting.popleft()[1], None, Sign.MARK))
        whole = not overlaps_any(paragraph.span, hidden)
        if whole and is_heading(first) and len(paragraph.lines) == 1:
            sign = Sign.MARK if first.level else Sign.COUNT if first.title else Sign.LOOK
            outline.open(OpenedHeading(depth(first), clean(first.text), first.content, sign))
            if position == 0 and _names_all(first, following):
                outline.close_title()
            continue
        if spaced and first.blanks > 1:
            outline.end_section()
        elif not first.is_item:
            outline.end_list(_opens_list(text, paragraph, following))
        if _is_titled(paragraph, room):
            outline.end_counted()
        _add(outline, text, paragraph, following, hidden)
    return outline.finish()


def clean(words: str) -> str:
    """Words without the marks that a renderer hides."""
    return words.replace("**", "").strip()


def _is_spaced_by_one(all_lines: Sequence[Line]) -> bool:
    """Whether one empty line is this text's habit, so that two mean a break."""
    gaps = [line.blanks for line in all_lines[1:] if line.blanks]
    return bool(gaps) and sum(gap == 1 for gap in gaps) > len(gaps) / 2


def _is_titled(paragraph: Paragraph, room: int) -> bool:
    """Whether a paragraph's first line reads as a title of its own, so that no counted one goes on over its text."""
    first, *others = paragraph.lines
    if not others or not is_heading(first):
        return False
    return leads_on(first.text) or (not goes_on(others[0].text) and has_room(first, others[0], room))


def _opens_list(text: str, paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Whether a list hangs on the end of a paragraph: it does not end like a sentence, or speaks of what follows."""
    *_, last = sentences(text, paragraph.span)
    is_open = not ends(last.of(text)) or announces(last.of(text))
    return is_open and following is not None and following.first.is_item


def _names_all(heading: Line, following: Paragraph | None) -> bool:
    """Whether the first heading names the leaflet and not a part of it: marked so, or right above another."""
    return following is not None and (heading.level == 1 or is_heading(following.first))


def _add(
    outline: Outline, text: str, paragraph: Paragraph, following: Paragraph | None, hidden: Sequence[Span]
) -> None:
    """Put a paragraph into the outline: its blocks, and the lead line that it may end in."""
    is_item = paragraph.first.is_item
    opens_list = not is_item and following is not None and following.first.is_item
    *body, last = sentences(text, paragraph.span)
    leads = opens_list and leads_on(last.of(text)) and not overlaps_any(last, hidden)
    spoken = body if leads else [*body, last]
    if spoken:
        for piece in without(text, Span(spoken[0].start, spoken[-1].end), hidden):
            words = piece.of(text)
            if any(map(str.isalnum, words)):  # what a cut leaves of punctuation alone is layout
                block = Block(piece, is_item, _label(words) if is_item else "")
                outline.add(block, is_open_ended=not is_item and not ends(words))
    if leads:
        outline.open(OpenedHeading(LEAD_DEPTH, clean(last.of(text)), last, Sign.COLON))


def _label(item: str) -> str:
    """The name that an item gives itself before a colon or a first short sentence; empty where it has none."""
    for mark in (": ", ". "):
        head, found, rest = item.partition(mark)
        if found and rest.strip() and len(head.split()) <= LONGEST_LABEL:
            return clean(head)
    return ""
