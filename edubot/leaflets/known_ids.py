"""The ids that a curation repeats although they are given elsewhere: of topics, and of the policies' corrections.

Reading leaflets knows no policy, so whoever reads them for patients passes these in: a name that nothing answers to
would silence its passage as soon as somebody asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from edubot.errors import CurationInvalid
from edubot.leaflets.curated import CuratedNote, CuratedSide, Unsafe
from edubot.leaflets.curation import Curation


@dataclass(frozen=True)
class KnownIds:
    """What a curation may name."""

    topics: frozenset[str]
    corrections: Mapping[str, frozenset[str]]
    """By the drug of the policy that holds them; under the empty name those for any drug."""

    def problems(self, curation: Curation, name: str) -> Iterator[CurationInvalid]:
        """A sentence for each id that there is not, or not for the leaflet's drug.

        Args:
            name: of the leaflet's file.
        """
        claims: tuple[Unsafe | CuratedNote, ...] = (*curation.unsafe, *curation.notes)
        for claim in claims:
            if claim.correction:
                yield from self._of_correction(claim, curation.drug or "", name)
        for side in curation.side:
            if side.topic not in self.topics:
                yield self._of_topic(side, name)

    def _of_correction(self, claim: Unsafe | CuratedNote, drug: str, name: str) -> Iterator[CurationInvalid]:
        drugs = (drug, "") if drug else self.corrections  # a leaflet that names no drug may be on any
        own = frozenset[str]().union(*(self.corrections.get(each, frozenset()) for each in drugs))
        id, where = claim.correction, claim.written(name, "correction")
        if id in own:
            return
        other = next((other for other, held in self.corrections.items() if id in held), None)
        if other:
            yield CurationInvalid(
                f"{where}: the correction {id!r} is for leaflets on {other}, and this one is on {drug}",
                "Name one that is for its drug or for any, or correct its drug",
            )
            return
        near = get_close_matches(id, sorted(own), n=1)
        yield CurationInvalid(
            f"{where}: no policy in use holds the correction {id!r}",
            f"Write {near[0]!r} instead"
            if near
            else "Write it into the policy that EDUBOT_POLICY names, or take it out of the curation",
        )

    def _of_topic(self, side: CuratedSide, name: str) -> CurationInvalid:
        near = get_close_matches(side.topic, sorted(self.topics), n=1)
        return CurationInvalid(
            f"{side.written(name, 'topic')}: there is no topic {side.topic!r}",
            f"Write {near[0]!r} instead" if near else "Name one of edubot/data/topics.toml, or take the side out",
        )
