"""An answer that was given, without what it shows of leaflets that went out of use since."""

from collections.abc import Collection
from dataclasses import replace

from edubot.answering import OUT_OF_USE
from edubot.model import Answer, Outcome, Source
from edubot.rendering.marks import drawn


def out_of_use(gone: Collection[Source]) -> list[str]:
    """What is told of them, a sentence each."""
    return [OUT_OF_USE.format(title=drawn(source.title)) for source in gone]


def without(answer: Answer, gone: Collection[Source]) -> Answer:
    """The same answer, if it shows nothing of these leaflets; else what is left of it, with a word on what went."""
    ids = {source.id for source in gone}
    hits = tuple(hit for hit in answer.hits if hit.passage.source.id not in ids)
    differing = []
    for found in answer.disagreements:
        sides = tuple(side for side in found.sides if side.leaflet not in ids)
        if len({side.leaflet for side in sides}) > 1:
            differing.append(replace(found, sides=sides))
    silent = [replace(found, leaflets=tuple(id for id in found.leaflets if id not in ids)) for found in answer.silences]
    left = replace(
        answer,
        hits=hits,
        disagreements=tuple(differing),
        silences=tuple(found for found in silent if found.leaflets),
    )
    if left == answer:
        return answer
    told = " ".join(out_of_use(gone))
    if answer.hits and not hits:
        return replace(left, outcome=Outcome.UNAVAILABLE, message=told, confidence=None)
    return replace(left, message=f"{answer.message} {told}")
