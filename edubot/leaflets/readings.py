"""Texts of files that were read before: a build reads its leaflets twice, and a PDF takes a second a page or two."""

from collections import OrderedDict
from collections.abc import Callable

from edubot.leaflets.reading import Reading

MOST_CHARACTERS = 20_000_000
"""Of all texts kept; a thousand leaflets."""


class Readings:
    """Keeps the latest texts by what they were read from, up to a number of characters."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most = most
        self._characters = 0
        self._held: OrderedDict[str, Reading] = OrderedDict()

    def get(self, key: str, read: Callable[[], Reading]) -> Reading:
        """What was read from this before, else what is read now.

        Args:
            key: the same for the same bytes, read in the same way.
        """
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        reading = self._held[key] = read()
        self._characters += len(reading.text)
        while len(self._held) > 1 and self._characters > self._most:
            self._characters -= len(self._held.popitem(last=False)[1].text)
        return reading
