"""What a curator marked in a text: sides of disagreements, and claims that need a correction beside them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from edubot.errors import CurationInvalid
from edubot.leaflets.curated import CuratedNote, CuratedSide, Unsafe
from edubot.leaflets.curation import Curation
from edubot.leaflets.placed import each_placed
from edubot.leaflets.quotes import place_of
from edubot.leaflets.sentences import sentences
from edubot.model import Leaflet, Objection, Span, Stance


def with_marks(leaflet: Leaflet, curation: Curation) -> Leaflet:
    """The leaflet with the stances and the objections of a curation, each as the sentence that its words stand in.

    Raises:
        CurationInvalid: words that stand nowhere or more than once, outside the text that is shown, or shown although
            they are said to be left out; `also` tells of all.
    """
    problems: list[CurationInvalid] = []
    marker = _Marker(leaflet, tuple(_sentences(leaflet)))
    sides = each_placed(curation.side, marker.side, problems)
    objected = each_placed(curation.claims, marker.claim, problems)
    if problems:
        raise CurationInvalid.of_all(problems)
    return replace(
        leaflet,
        stances=tuple(Stance(side.topic, span, side.left_out) for span, side in sides),
        objections=tuple(Objection(span, claim.correction) for span, claim in objected),
    )


@dataclass(frozen=True)
class _Marker:
    """Finds the sentences of one leaflet."""

    leaflet: Leaflet
    shown: tuple[Span, ...]
    """Sentences that a patient may see."""

    def side(self, side: CuratedSide) -> Span:
        """The sentence that says what a side says."""
        if side.left_out:
            hidden = (found.span for found in self.leaflet.quarantined)
            return self._around(side, hidden, "as a left-out side, which stands in no quarantined span")
        return self._around(side, self.shown, "as a side, which stands in no passage")

    def claim(self, claim: Unsafe | CuratedNote) -> Span:
        """The sentence that must not stand alone."""
        return self._around(claim, self.shown, "for a correction, which stands in no passage")

    def _around(self, entry: CuratedSide | Unsafe | CuratedNote, spans: Iterable[Span], told: str) -> Span:
        """The span that an entry's words lie in, wholly."""
        name = self.leaflet.source.file
        place = place_of(entry.words, self.leaflet.text, name, entry.written(name, "words"))
        for span in spans:
            if span.start <= place.start and place.end <= span.end:
                return span
        raise CurationInvalid(
            f"{entry.written(name, 'words')}: it names {entry.words!r} {told} of {name}",
            "Name words of one sentence that does",
        )


def _sentences(leaflet: Leaflet) -> Iterator[Span]:
    for section in leaflet.sections:
        for block in section.blocks:
            yield from sentences(leaflet.text, block.span)
