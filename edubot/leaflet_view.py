"""A leaflet to read from end to end, with a labelled gap wherever a part is kept from patients."""

from collections.abc import Iterator, Sequence

from edubot.differences import Notes
from edubot.index.store import Store
from edubot.model import Hit, LeafletView, Quarantine, Stretch


def leaflet_view(store: Store, leaflet: str, notes: Notes) -> LeafletView | None:
    """A leaflet by its id; None where there is none of that id.

    Args:
        notes: gives the correction that must stand beside a passage.
    """
    source = next((found for found in store.leaflets() if found.id == leaflet), None)
    if source is None:
        return None
    passages = (
        Hit(passage, 0.0, note=notes(passage.corrections, source.drug)) for passage in store.passages_of(leaflet)
    )
    return LeafletView(source, stretches(store, leaflet), tuple(passages))


def stretches(store: Store, leaflet: str) -> tuple[Stretch, ...]:
    """A leaflet's words and its gaps, by its id; nothing where there is none of that id."""
    return tuple(_stretches(store.text(leaflet) or "", store.left_out(leaflet)))


def _stretches(text: str, gaps: Sequence[Quarantine]) -> Iterator[Stretch]:
    """The text between the gaps, and the gaps; what two gaps share is left out once."""
    position = 0
    for gap in sorted(gaps, key=lambda found: found.span):
        if gap.span.start > position:
            yield Stretch(position, text[position : gap.span.start])
        if gap.span.end > position:
            yield Stretch(max(position, gap.span.start), "", gap.reason)
        position = max(position, gap.span.end)
    if position < len(text):
        yield Stretch(position, text[position:])
