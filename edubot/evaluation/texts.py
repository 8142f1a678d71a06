"""The leaflets of an index by the names that people give them: what quotes are looked up in."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from edubot.model import Source


class Texts:
    """Leaflets by id, or by file name where only one has it."""

    def __init__(self, sources: Iterable[Source], text_of: Callable[[str], str | None]) -> None:
        """Nothing is read yet.

        Args:
            text_of: a leaflet's whole text by its id.
        """
        held = list(sources)
        self._by_name = {source.file: source for source in held} | {source.id: source for source in held}
        self._text_of = lru_cache(maxsize=256)(text_of)

    def find(self, name: str) -> Source | None:
        """The leaflet of an id or a file name."""
        return self._by_name.get(name)

    def text(self, source: Source) -> str:
        """A leaflet's text; empty where the index has lost it."""
        return self._text_of(source.id) or ""

    def title(self, name: str) -> str:
        """What a leaflet is called; its id where the index does not hold it."""
        source = self.find(name)
        return f"{source.title} ({source.id})" if source else name

    @property
    def ids(self) -> set[str]:
        """Of all leaflets."""
        return {source.id for source in self._by_name.values()}
