"""An answer that was given, without what it shows of leaflets that are not to be gone by any more."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from edubot.model import Answer, Outcome, Source
from edubot.rendering.marks import drawn

WITHDRAWN = "taken out of use"
ALTERED = "changed since"
OUT_OF_REACH = "not to be opened any more"
SENTENCES = {
    WITHDRAWN: "“{title}” was taken out of use. Do not go by what you read of it.",
    ALTERED: "“{title}” was changed since. Ask again, and go by what it says now.",
    OUT_OF_REACH: "“{title}” cannot be opened any more. Do not go by what you read of it.",
}


@dataclass(frozen=True)
class Gone:
    """A leaflet of which nothing may be shown any more, as it was."""

    source: Source
    why: str = WITHDRAWN
    """One of `SENTENCES`."""

    def __str__(self) -> str:
        """What is told of it."""
        return SENTENCES[self.why].format(title=drawn(self.source.title))

    @property
    def label(self) -> str:
        """What stands in the place of a passage of it."""
        return f"[{self.why}: a passage of “{drawn(self.source.title)}”]"


def withdrawn(sources: Iterable[Source]) -> tuple[Gone, ...]:
    """Leaflets that an educator took out of use."""
    return tuple(Gone(source) for source in sources)


def without(answer: Answer, gone: Collection[Gone]) -> Answer:
    """The same answer, if it shows nothing of these leaflets; else what is left of it, with a word on what went."""
    ids = {each.source.id for each in gone}
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
    told = " ".join(map(str, gone))
    if answer.hits and not hits:
        return replace(left, outcome=Outcome.UNAVAILABLE, message=told, confidence=None)
    return replace(left, message=f"{answer.message} {told}")


def shown_in(answer: Answer) -> Iterator[str]:
    """Ids of the leaflets of which an answer says anything."""
    yield from (hit.passage.source.id for hit in answer.hits)
    yield from (side.leaflet for found in answer.disagreements for side in found.sides)
    yield from (leaflet for found in answer.silences for leaflet in found.leaflets)
