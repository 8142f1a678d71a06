"""Which lines are headings, where no mark says so."""

import re

from edubot.leaflets.leaning import leads_on
from edubot.leaflets.lines import Line
from edubot.leaflets.outline import COLON_DEPTH, SECTION_DEPTH
from edubot.leaflets.raised import BEHIND
from edubot.leaflets.sentences import sentences
from edubot.leaflets.statements import states
from edubot.model import Span

LONGEST_HEADING = 12
"""Words; a longer line without a mark is text."""

_STOP = re.compile(rf"[.!;,…][\"'”’)*{BEHIND}]*$")
_END = re.compile(rf"[.!…][\"'”’)*_{BEHIND}]*$")


def is_heading(line: Line) -> bool:
    """Whether a line that stands alone heads what follows it.

    It is marked or counted over text, or it is short, stands after an empty line, does not end like a sentence, and
    either asks a question, ends in a colon or holds no verb that makes a statement ("Dosage may be adjusted" is text).
    """
    if line.level or line.title:
        return True
    text = _bare(line)
    if line.is_item or not line.blanks or not is_short(line):
        return False
    if text.endswith("?") or leads_on(text):
        return True
    return not states(text) and (text[:1].isupper() or not text[:1].isalpha())


def is_short(line: Line) -> bool:
    """Whether a line has words, as few as a heading has, and does not end like a sentence or hold two."""
    text = _bare(line)
    if not any(map(str.isalpha, text)) or len(text.split()) > LONGEST_HEADING or _STOP.search(text):
        return False
    return len(list(sentences(text, Span(0, len(text))))) == 1


def ends(words: str) -> bool:
    """Whether words end like a sentence that states something."""
    return bool(_END.search(words))


def depth(line: Line) -> int:
    """How deep a heading stands: its mark's level; for unmarked ones what their count, or a colon at the end, tells."""
    if line.level or line.title:
        return line.level or line.title
    return COLON_DEPTH if leads_on(line.text) else SECTION_DEPTH


def _bare(line: Line) -> str:
    return line.text.strip("*_ ")
