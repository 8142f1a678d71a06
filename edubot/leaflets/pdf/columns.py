"""The order in which the rows of a page are read, where it has columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from edubot.leaflets.pdf.words import Row, Word, rows_of

_GUTTER = 0.9
"""Of a row's size: the least width that parts columns."""
_LEAST_ROWS = 3
"""That each of two columns must have."""
_LEAST_WIDTH = 0.2
"""Of what is parted, that each of two columns must fill."""
_ODD = 12
"""Rows of which one may reach further than the column does."""
_SHORT_CELL = 3
"""Words; rows whose left parts have fewer on average, each with a part to its right, are a list of pairs."""


@dataclass(frozen=True)
class Column:
    """Rows that are read from the top down."""

    rows: tuple[Row, ...]

    @cached_property
    def left(self) -> float:
        """Where the row begins that reaches furthest left."""
        return min(row.left for row in self.rows)

    @cached_property
    def right(self) -> float:
        """How far its rows reach, the odd one that reaches further left aside."""
        return sorted((row.right for row in self.rows), reverse=True)[len(self.rows) // _ODD]


@dataclass(frozen=True)
class _Cut:
    """A gutter: where it is, and which rows it parts."""

    place: float
    first: int
    last: int
    """The row after the last."""
    strength: int
    """Rows that stand on one side of it or on both."""


def columns(rows: Sequence[Row]) -> Iterator[Column]:
    """Columns in the order of reading: what spans the page, then the left column, then the right."""
    if not rows:
        return
    cut = _best_cut(rows)
    if cut is None:
        yield Column(tuple(rows))
        return
    yield from columns(rows[: cut.first])
    words = [word for row in rows[cut.first : cut.last] for word in row.words]
    yield from columns(rows_of(word for word in words if word.right <= cut.place))
    yield from columns(rows_of(word for word in words if word.right > cut.place))
    yield from columns(rows[cut.last :])


def _best_cut(rows: Sequence[Row]) -> _Cut | None:
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    margin = _LEAST_WIDTH * (right - left)
    places = {round(place) for row in rows for place in _gaps(row) if left + margin < place < right - margin}
    places |= {round(row.left - 1) for row in rows if left + margin < row.left < right - margin}
    cuts = [cut for place in sorted(places) for cut in _runs(rows, place)]
    return max(cuts, key=lambda cut: cut.strength, default=None)


def _gaps(row: Row) -> Iterator[float]:
    for before, word in zip(row.words, row.words[1:], strict=False):
        if word.left - before.right >= _GUTTER * row.size:
            yield word.left - 1


def _runs(rows: Sequence[Row], place: float) -> Iterator[_Cut]:
    """The runs of rows that leave a place free, where they are two columns."""
    first = 0
    for position in range(len(rows) + 1):
        if position == len(rows) or not _leaves_free(rows[position], place):
            last = _without_tail(rows, first, position, place)
            if _are_columns(rows[first:last], place):
                yield _Cut(place, first, last, last - first)
            first = position + 1


def _leaves_free(row: Row, place: float) -> bool:
    """Whether no word stands there, and the words around it are a gutter apart."""
    before = max((word.right for word in row.words if word.left < place), default=None)
    after = min((word.left for word in row.words if word.left >= place), default=None)
    if before is None or after is None:
        return before is None or before <= place
    return before <= place and after - before >= _GUTTER * row.size


def _without_tail(rows: Sequence[Row], first: int, last: int, place: float) -> int:
    """The end of a run without the short rows that belong to what follows it across the page."""
    end = last
    while last < len(rows) and end - first > 1 and rows[end - 1].right <= place:
        above = rows[end - 1].bottom - rows[end - 2].bottom
        below = rows[end].bottom - rows[end - 1].bottom
        if above <= below * 1.2:
            return last
        end -= 1
        if above > below * 1.2:
            return end
    return last


def _are_columns(rows: Sequence[Row], place: float) -> bool:
    left = [_part(row, place, before=True) for row in rows]
    right = [_part(row, place, before=False) for row in rows]
    lefts, rights = [part for part in left if part], [part for part in right if part]
    if min(len(lefts), len(rights)) < _LEAST_ROWS:
        return False
    paired = sum(bool(one and other) for one, other in zip(left, right, strict=True))
    short = sum(map(len, lefts)) < _SHORT_CELL * len(lefts)
    return not (short and paired >= 0.8 * max(len(lefts), len(rights)))


def _part(row: Row, place: float, before: bool) -> list[Word]:
    return [word for word in row.words if (word.right <= place) is before]
