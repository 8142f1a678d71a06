"""Claims that must not stand alone, wherever their words are shown: in a passage, or beside one that hangs on them."""

from collections.abc import Iterable, Iterator

from edubot.leaflets.sentences import whole_sentences
from edubot.leaflets.surroundings import without_marks
from edubot.model import Leaflet, Objection, Span


class Claims:
    """Tells which corrections words of one leaflet need, with all that is shown with them."""

    def __init__(self, leaflet: Leaflet) -> None:
        self._leaflet = leaflet
        self._said = [(found, list(_said(leaflet, found))) for found in leaflet.objections]

    def within(self, span: Span, beside: Iterable[str]) -> tuple[str, ...]:
        """Ids of the corrections that must stand beside some words, each once.

        Args:
            beside: what is shown with them, such as the line over their list.
        """
        shown = [without_marks(words) for words in beside] if self._said else []
        needed = (
            found.correction
            for found, said in self._said
            if found.span.overlaps(span) or any(words in each for words in said for each in shown)
        )
        return tuple(dict.fromkeys(needed))


def _said(leaflet: Leaflet, found: Objection) -> Iterator[str]:
    """The words of a claim, and each sentence that it has a part in, as they are compared."""
    yield without_marks(found.span.of(leaflet.text))
    for section in leaflet.sections:
        for block in section.blocks:
            if block.span.overlaps(found.span):
                held = whole_sentences(leaflet.text, block.span)
                yield from (without_marks(each.of(leaflet.text)) for each in held if each.overlaps(found.span))
