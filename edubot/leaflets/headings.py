"""Which lines are headings, where no mark says so."""

import re

from edubot.leaflets.leaning import leads_on
from edubot.leaflets.lines import Line
from edubot.leaflets.sentences import sentences
from edubot.leaflets.statements import states
from edubot.model import Span

LONGEST_HEADING = 12
"""Words; a longer line without a mark is text."""

_STOP = re.compile(r"[.!;,…][\"'”’)*]*$")
_END = re.compile(r"[.!…][\"'”’)*_]*$")


def is_heading(line: Line) -> bool:
    """Whether a line that stands alone heads what follows it.

    It is marked, or it is short, stands after an empty line, does not end like a sentence, and either asks a
    question, ends in a colon or holds no verb that makes a statement ("Dosage may be adjusted" is text).
    """
    if line.level:
        return True
    text = line.text.strip("*_ ")
    if (
        line.is_item
        or not line.blanks
        or not any(map(str.isalnum, text))
        or len(text.split()) > LONGEST_HEADING
        or _STOP.search(text)
    ):
        return False
    if len(list(sentences(text, Span(0, len(text))))) > 1:
        return False
    if text.endswith("?") or leads_on(text):
        return True
    return not states(text) and (text[:1].isupper() or not text[:1].isalpha())


def ends(words: str) -> bool:
    """Whether words end like a sentence that states something."""
    return bool(_END.search(words))


def depth(line: Line) -> int:
    """How deep a heading stands: its mark's level; for unmarked ones 2, or 3 where it ends in a colon."""
    if line.level:
        return line.level
    return 3 if leads_on(line.text) else 2
