"""Under which items the items of a list stand, by how far in they are set."""

from dataclasses import dataclass, field

from edubot.leaflets.pdf.columns import Column
from edubot.leaflets.pdf.words import Row

_DEEPER = 0.5
"""Of a row's size: what is set in by less stands as far in."""


@dataclass(frozen=True)
class _Item:
    """Where an item stands, in points from the left of its column."""

    mark: float
    words: float
    sign: str
    """Its bullet as it is drawn, or its number."""

    def is_under(self, other: "_Item", least: float) -> bool:
        """Both its mark and its words must be further in: numbers of a list may be flush on either side."""
        return self.mark - other.mark > least and self.words - other.words > least

    def is_followed_by(self, sign: str) -> bool:
        """Whether an item with this sign may be the next of its list."""
        return str(int(self.sign) + 1) == sign if self.sign.isdecimal() else self.sign == sign


@dataclass
class Levels:
    """The item before in the list in hand, after those that it is under."""

    _over: list[_Item] = field(default_factory=list)
    _left: float = 0.0
    """Where the column in hand begins; one below it, or in its place on the next page, may begin further in."""
    _right: float = 0.0
    """Where it ends."""

    def depth(self, row: Row, column: Column, mark: str) -> int:
        """Under how many items an item stands that begins with a row."""
        sign = mark.rstrip(".") if mark[0].isdecimal() else row.words[0].text[:1]
        if not self._over or column.left >= self._right or column.right <= self._left:
            going_on = [item for item in self._over if item.is_followed_by(sign)]
            self._left = row.left - going_on[0].mark if len(going_on) == 1 else column.left
        self._right = column.right
        item = _Item(row.left - self._left, row.words_after_mark - self._left, sign)
        self._over = [*(over for over in self._over if item.is_under(over, _DEEPER * row.size)), item]
        return len(self._over) - 1

    def end_list(self) -> int:
        """What is listed from here on is under no item before."""
        self._over = []
        return 0
