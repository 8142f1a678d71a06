"""Where leaflets disagree: what is new since the index in use stands alone, what is known is told in one finding."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from edubot.checking.differing import Differing
from edubot.checking.finding import Finding, Kind, Place, Severity
from edubot.checking.proof import Proof
from edubot.model import Side, Span

_MEND = "See which is right; quarantine what is wrong, or mark each side in its leaflet's curation"


def disagreements(proofs: Sequence[Proof], found: Sequence[Differing], is_compared: bool) -> Iterator[Finding]:
    """The findings; of a library that was never built, what a curation marks counts as known.

    Args:
        is_compared: whether there is an index in use that the leaflets were held against.
    """
    by_id = {proof.id: proof for proof in proofs}
    fresh = [each for each in found if each.is_new and (is_compared or not each.is_marked)]
    for each in fresh:
        why = "marked in the curation" if each.is_marked else "by their figures"
        since = ", which is new since the index in use" if is_compared else ""
        told = f"The leaflets differ on {each.topic.name} ({why}){since}"
        places = tuple(_place(by_id, side) for side in each.sides)
        yield Finding(Kind.DISAGREEMENT, Severity.LOOK_AT, "", told, _MEND, places)
    known = [each.topic.name for each in found if each not in fresh]
    if known:
        yield Finding(
            Kind.DISAGREEMENT,
            Severity.FOR_INFORMATION,
            "",
            f"The leaflets differ, as {'before' if is_compared else 'their curations mark'}, on: {'; '.join(known)}",
            "Nothing: patients who ask are shown every side",
        )


def _place(proofs: Mapping[str, Proof], side: Side) -> Place:
    span = Span(side.start, side.end)
    if side.left_out:
        return replace(proofs[side.leaflet].place(span), sentence=f"[left out: {side.left_out}]")
    return proofs[side.leaflet].place(span)
