"""The leaflets of an index by the names that people give them: what quotes are looked up in."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from edubot.model import Source, Stretch


class Texts:
    """Leaflets by id, or by file name where only one has it; what is kept from patients is no words of theirs."""

    def __init__(self, sources: Iterable[Source], readable: Callable[[str], Sequence[Stretch]]) -> None:
        """Nothing is read yet.

        Args:
            readable: a leaflet's stretches by its id.
        """
        held = list(sources)
        self._by_name = {source.file: source for source in held} | {source.id: source for source in held}
        self._readable = lru_cache(maxsize=256)(readable)

    def find(self, name: str) -> Source | None:
        """The leaflet of an id or a file name."""
        return self._by_name.get(name)

    def place(self, words: str, source: Source) -> int:
        """Where words stand first in what a patient may read of a leaflet, an offset into its text; -1: nowhere."""
        found = ((stretch.start, stretch.text.find(words)) for stretch in self._readable(source.id))
        return next((start + at for start, at in found if at >= 0), -1)

    def stands_at(self, start: int, words: str, source: Source) -> bool:
        """Whether just there in a leaflet's text some words stand that a patient may read."""
        return any(
            stretch.text.startswith(words, start - stretch.start)
            for stretch in self._readable(source.id)
            if stretch.start <= start
        )

    def title(self, name: str) -> str:
        """What a leaflet is called; its id where the index does not hold it."""
        source = self.find(name)
        return f"{source.title} ({source.id})" if source else name

    @property
    def ids(self) -> set[str]:
        """Of all leaflets."""
        return {source.id for source in self._by_name.values()}
