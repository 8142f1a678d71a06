"""What a passage must be read with, though it stands neither in it nor among its headings.

"have sex without contraception" under "You must not, while on treatment," says the opposite alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from edubot.leaflets.leaning import leads_on
from edubot.leaflets.notes import is_bare, parted
from edubot.leaflets.sentences import sentences
from edubot.model import Passage, Span

MOST_WORDS = 40
"""Words of a run that are shown beside a passage, in whole sentences, the nearest at least: more would drown it."""
CUT = "…"
"""Stands where a run goes on that is not shown to its end."""


def lines_over(passage: Passage) -> tuple[str, ...]:
    """The lines over a passage that read as headings do, outermost first: each ends in a colon."""
    return tuple(takewhile(leads_on, _leads(passage)))


def said_before(passage: Passage) -> tuple[str, ...]:
    """The other lines that a passage hangs on, and what its first words lean on; in the order of the text."""
    leads = _leads(passage)[len(lines_over(passage)) :]
    return (*leads, *map(_end, _before(passage)))


def said_after(passage: Passage) -> tuple[str, ...]:
    """What turns a passage round after it."""
    return tuple(map(_beginning, _after(passage)))


def all_before(passage: Passage) -> tuple[str, ...]:
    """All that a passage hangs on beside its headings, whole."""
    return (*_leads(passage), *_before(passage))


def all_after(passage: Passage) -> tuple[str, ...]:
    """All that turns a passage round after it, whole."""
    return tuple(_after(passage))


def _leads(passage: Passage) -> tuple[str, ...]:
    """The lines that any of its parts hangs on."""
    known = {without_marks(heading) for heading in passage.heading}
    shown = (passage.text, *_before(passage))
    leads = (lead for context in passage.contexts for lead in context.leads or ())
    return tuple(lead for lead in _outside(leads, shown) if without_marks(lead) not in known)


def _before(passage: Passage) -> list[str]:
    """What its first part leans on; the others lean on the one before them."""
    return [context.before for context in passage.contexts[:1] if context.before]


def _after(passage: Passage) -> list[str]:
    """What turns its last part round, and what stands below the list that any of its parts is of, notes last."""
    after = [context.after for context in passage.contexts[-1:] if context.after]
    below = (piece for context in passage.contexts for piece in parted(context.below) if not is_bare(piece))
    return [*after, *_outside(below, [passage.text, *after])]


def _outside(lines: Iterable[str], shown: Sequence[str]) -> Iterator[str]:
    """Each of the lines once that hold words and stand in nothing that is shown."""
    held = [without_marks(words) for words in shown]
    for line in dict.fromkeys(lines):
        if not any(without_marks(line) in words for words in held):
            yield line


def _end(run: str) -> str:
    """The last sentences of a run."""
    spans = list(sentences(run, Span(0, len(run))))
    first = len(spans) - 1
    while first and _count(run[spans[first - 1].start :]) <= MOST_WORDS:
        first -= 1
    return f"{CUT} {run[spans[first].start :]}" if first else run


def _beginning(run: str) -> str:
    """The first sentences of a run."""
    spans = list(sentences(run, Span(0, len(run))))
    last = 0
    while last + 1 < len(spans) and _count(run[: spans[last + 1].end]) <= MOST_WORDS:
        last += 1
    return run if last + 1 == len(spans) else f"{run[: spans[last].end]} {CUT}"


def _count(words: str) -> int:
    return len(words.split())


def without_marks(words: str) -> str:
    """Words on one line without what makes them bold, to be compared."""
    return " ".join(words.replace("**", "").split())
