"""What a curator marked in a text: sides of disagreements, and claims that need a correction beside them."""

from collections.abc import Iterable, Iterator, Sequence

from edubot.errors import CurationInvalid
from edubot.leaflets.curation import Curation, place_of
from edubot.leaflets.sentences import sentences
from edubot.model import Objection, Quarantine, Section, Span, Stance


def marks(
    curation: Curation, text: str, sections: Sequence[Section], quarantined: Sequence[Quarantine], name: str
) -> tuple[tuple[Stance, ...], tuple[Objection, ...]]:
    """The stances and the objections of a curation, each as the sentence that its words stand in.

    Raises:
        CurationInvalid: words that stand nowhere or more than once, outside the text that is shown, or shown although
            they are said to be left out.
    """
    shown = list(_sentences(text, sections))
    hidden = [found.span for found in quarantined]
    stances = []
    for side in curation.side:
        span = _around(place_of(side.words, text, name), hidden if side.left_out else shown)
        if span is None:
            where = "in no quarantined span" if side.left_out else "in no passage"
            raise CurationInvalid(
                f"The curation of {name} names {side.words!r} as a side, which stands {where}",
                "Name words that stand there, or correct left_out",
            )
        stances.append(Stance(side.topic, span, side.left_out))
    objections = []
    for claim in curation.unsafe:
        if claim.words and claim.correction:
            span = _around(place_of(claim.words, text, name), shown)
            if span is None:
                raise CurationInvalid(
                    f"The curation of {name} names {claim.words!r} as unsafe, which stands in no passage",
                    "Name words that a patient sees",
                )
            objections.append(Objection(span, claim.correction))
    return tuple(stances), tuple(objections)


def _sentences(text: str, sections: Sequence[Section]) -> Iterator[Span]:
    for section in sections:
        for block in section.blocks:
            yield from sentences(text, block.span)


def _around(place: Span, spans: Iterable[Span]) -> Span | None:
    """The span that the place lies in, wholly."""
    return next((span for span in spans if span.start <= place.start and place.end <= span.end), None)
