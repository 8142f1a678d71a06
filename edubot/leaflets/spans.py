"""What is left of a range of text when parts are cut out of it."""

from collections.abc import Iterable, Iterator

from edubot.model import Span


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The range without white space at its ends; nothing where nothing is left."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        yield Span(left, right)


def without(text: str, span: Span, cuts: Iterable[Span]) -> Iterator[Span]:
    """The parts of `span` that no cut takes, in order."""
    start = span.start
    for cut in sorted([*(cut for cut in cuts if cut.overlaps(span)), Span(span.end, span.end + 1)]):
        yield from trimmed(text, start, cut.start)
        start = max(start, cut.end)


def overlaps_any(span: Span, others: Iterable[Span]) -> bool:
    """Whether the range shares a character with one of the others."""
    return any(span.overlaps(other) for other in others)
