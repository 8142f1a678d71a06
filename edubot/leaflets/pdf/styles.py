"""How a document sets its text and its headings, and how far apart its lines are."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from edubot.leaflets.pdf.columns import Column
from edubot.leaflets.pdf.words import Row
from edubot.leaflets.raised import BEHIND

_LARGER = 1.12
"""Times the text's size: what is set larger is a heading."""
_LONGEST = 14
"""Words of a heading."""
_DEEPEST = 5
_STOP = re.compile(rf"[.!;,…][\"'”’)*{BEHIND}]*$")
_DEFAULT_LEADING = 1.2


@dataclass(frozen=True)
class Look:
    """What is usual in a document."""

    size: float
    """Of its text, in points."""
    leading: float
    """From one baseline to the next, in points."""
    bold_text: bool
    """Whether the text itself is set bold, so that bold marks nothing."""
    sizes: tuple[float, ...]
    """Of its headings, the largest first."""

    @classmethod
    def of(cls, columns: Sequence[Column]) -> "Look":
        """The look of all the columns of a document."""
        rows = [row for column in columns for row in column.rows]
        letters: Counter[float] = Counter()
        bold: Counter[float] = Counter()
        for word in (word for row in rows for word in row.words):
            letters[word.size] += len(word.text)
            bold[word.size] += len(word.text) * word.bold
        size = letters.most_common(1)[0][0] if letters else 10.0
        larger = {row.size for row in rows if row.size >= size * _LARGER and len(row.words) <= _LONGEST}
        leadings = list(_leadings(columns, size))
        return cls(
            size=size,
            leading=median(leadings) if leadings else size * _DEFAULT_LEADING,
            bold_text=bold[size] > 0.6 * letters[size],
            sizes=tuple(sorted(larger, reverse=True)),
        )

    def level(self, row: Row) -> int:
        """How deep a heading is that is set like this row; 0 for text."""
        words = row.text
        if len(row.words) > _LONGEST or _STOP.search(words) or not any(map(str.isalpha, words)):
            return 0
        if row.size >= self.size * _LARGER:
            return min(self.sizes.index(row.size) + 1 if row.size in self.sizes else 1, _DEEPEST)
        if row.bold and not self.bold_text and row.size >= self.size * 0.95:
            return min(len(self.sizes) + 1, _DEEPEST)
        return 0


def _leadings(columns: Iterable[Column], size: float) -> Iterable[float]:
    for column in columns:
        for above, below in zip(column.rows, column.rows[1:], strict=False):
            apart = below.bottom - above.bottom
            if above.size == below.size == size and 0.8 * size < apart < 2.2 * size:
                yield apart
