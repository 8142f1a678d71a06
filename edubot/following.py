"""What becomes of leaflets that somebody was shown: taken out of use, put back, changed, or out of reach."""

from edubot.answering import Answering, Refusal
from edubot.errors import AllWithdrawn
from edubot.model import Source
from edubot.rendering.out_of_use import ALTERED, OUT_OF_REACH, WITHDRAWN, Gone, withdrawn


class Following:
    """Remembers the leaflets of the last look, and those of which something was shown."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.shown: set[str] = set()
        """Their ids."""

    def gone(self, why: str) -> tuple[Gone, ...]:
        """All of which something was shown; of others nobody has read anything."""
        return tuple(Gone(source, why) for source in self.sources if source.id in self.shown)

    def look(self, desk: Answering) -> tuple[Answering, tuple[Gone, ...]]:
        """What a desk is now, a `Refusal` where every leaflet is out of use, and which went since the last look.

        Raises:
            EdubotError: nobody can tell which are in use.
        """
        try:
            now = desk.now()
            sources = now.sources
        except AllWithdrawn as problem:
            now, sources, gone = Refusal.because(desk.guardrail, problem), [], self.gone(WITHDRAWN)
        else:
            gone = withdrawn(source for source in self.sources if source not in sources)
        self.sources = sources
        return now, gone

    def gone_since(self, before: Answering, now: Answering) -> tuple[Gone, ...]:
        """The leaflets of which nothing may be gone by any more, since another version is in use."""
        if isinstance(now, Refusal):
            return self.gone(OUT_OF_REACH)
        try:
            present = {source.id for source in now.sources}
        except Exception:  # nobody has seen that anything is the same
            return self.gone(ALTERED)
        lost = withdrawn(source for source in self.sources if source.id not in present)
        kept = (each for each in self.gone(ALTERED) if each.source.id in present)
        return (*lost, *(each for each in kept if not _is_the_same(each.source.id, before, now)))


def _is_the_same(leaflet: str, before: Answering, now: Answering) -> bool:
    """Whether a patient may read the same words of a leaflet, with the same corrections, as before."""
    try:
        return before.leaflet(leaflet) == now.leaflet(leaflet)
    except Exception:  # whatever hinders the comparison, nobody has seen that they are the same
        return False
