"""An answer that was given, without what it shows of leaflets that are not to be gone by any more."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from edubot.model import Answer, Outcome, Source
from edubot.rendering.marks import drawn

WITHDRAWN = "taken out of use"
ALTERED = "changed since"
OUT_OF_REACH = "out of reach now"
SENTENCES = {
    WITHDRAWN: "“{title}” was taken out of use. Do not go by what you read of it.",
    ALTERED: "“{title}” was changed since. Ask again, and go by what it says now.",
    OUT_OF_REACH: "“{title}” cannot be opened or checked now. Do not go by what you read of it. Ask again later.",
}

OF_SEVERAL = {
    WITHDRAWN: "{count} leaflets were taken out of use: {titles}. Do not go by what you read of them.",
    ALTERED: "{count} leaflets were changed since: {titles}. Ask again, and go by what they say now.",
    OUT_OF_REACH: "{count} leaflets cannot be opened or checked now: {titles}. Do not go by what you read of them.",
}
NOTHING_LEFT = "Nothing is left of this answer."
MOST_NAMED = 2
"""Leaflets named of several that are told of together."""
LONGEST_NAME = 40
"""Characters of a title by which a leaflet is named among others."""


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


def in_brief(gone: Collection[Gone]) -> str:
    """What is told of all of them where there is little room: a sentence for each reason."""
    alike = [[each for each in gone if each.why == why] for why in SENTENCES]
    return " ".join(_of_alike(each) for each in alike if each)


def _of_alike(gone: Sequence[Gone]) -> str:
    if len(gone) == 1:
        return str(gone[0])
    names = [f"“{_shortened(drawn(each.source.title))}”" for each in gone[:MOST_NAMED]]
    if len(gone) > MOST_NAMED:
        names = [", ".join(names), f"{len(gone) - MOST_NAMED} more"]
    return OF_SEVERAL[gone[0].why].format(count=len(gone), titles=" and ".join(names))


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 1].rstrip()}…"


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
        return replace(
            left,
            outcome=Outcome.UNAVAILABLE,
            message=NOTHING_LEFT,
            confidence=None,
            disagreements=(),
            silences=(),
            problem=told,
        )
    return replace(left, message=f"{answer.message} {told}")


def shown_in(answer: Answer) -> Iterator[str]:
    """Ids of the leaflets of which an answer says anything."""
    yield from (hit.passage.source.id for hit in answer.hits)
    yield from (side.leaflet for found in answer.disagreements for side in found.sides)
    yield from (leaflet for found in answer.silences for leaflet in found.leaflets)
