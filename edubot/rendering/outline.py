"""A leaflet's own headings, by which it can be browsed without a question."""

from dataclasses import dataclass

from edubot.model import LeafletView
from edubot.rendering.marks import drawn


@dataclass(frozen=True)
class Heading:
    """A heading and where what stands under it begins."""

    path: tuple[str, ...]
    """Outermost first."""
    place: int
    """Offset of its first passage in the leaflet's text."""


def outline(view: LeafletView) -> list[Heading]:
    """Every heading over a passage, in the order of the text; lines that only lead into a list are none."""
    places: dict[tuple[str, ...], int] = {}
    for hit in view.passages:
        path = tuple(drawn(heading) for heading in hit.passage.heading if not heading.endswith(":"))
        for depth in range(1, len(path) + 1):
            places.setdefault(path[:depth], hit.passage.start)
    return [Heading(path, place) for path, place in places.items()]
