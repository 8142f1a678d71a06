"""What a face needs of an assistant, and what stands in for one that could not be opened."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, LeafletView, Source
from edubot.rendering.out_of_use import ALTERED, Gone, withdrawn


@dataclass(frozen=True)
class Step:
    """How far a build of the index is."""

    stage: str
    """What it is doing, in words."""
    done: int = 0
    total: int = 0
    """Passages or steps; 0 where it cannot be known."""


Rebuild = Callable[[Callable[[Step], None]], tuple[str, ...]]
"""Builds the index again from its leaflets, telling each step; returns a sentence on each file that was left out.

Takes a minute or more. Raises an `EdubotError` where it cannot be done; the last index stays in use then.
"""


class Answering(Protocol):
    """An assistant, as a face sees it."""

    @property
    def sources(self) -> list[Source]:
        """The leaflets that answers are drawn from. May raise an `EdubotError`."""
        ...

    @property
    def guardrail(self) -> Guardrail:
        """What stands on the screen for these leaflets."""
        ...

    def has_answer(self, question: str) -> bool:
        """Whether the leaflets have an answer to a question, so that it may be suggested; never raises."""
        ...

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """An answer; never raises."""
        ...

    def leaflet(self, id: str) -> LeafletView | None:
        """A leaflet as a patient may read it; None where there is none of that id. May raise an `EdubotError`."""
        ...

    def now(self) -> "Answering":
        """Itself, or what it is since leaflets were taken out of use or put back.

        Raises:
            AllWithdrawn: every leaflet is out of use.
            EdubotError: nobody can tell which are.
        """
        ...


@dataclass(frozen=True)
class Refusal:
    """Answers every question with why it cannot; alerts and warnings are there all the same."""

    guardrail: Guardrail
    problem: str
    sources: list[Source] = field(default_factory=list)
    mended_by_building: bool = False
    """Whether building the index again would let it open."""

    def has_answer(self, question: str) -> bool:  # noqa: ARG002  as an assistant's
        """No."""
        return False

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Why no leaflet can be searched."""
        return self.guardrail.unavailable(question, self.problem, history)

    def leaflet(self, id: str) -> LeafletView | None:  # noqa: ARG002  as an assistant's
        """None."""
        return None

    def now(self) -> "Refusal":
        """Itself."""
        return self


def suggestions(desk: Answering) -> tuple[str, ...]:
    """Questions to begin with, of those in the policy: the ones that the leaflets have an answer to."""
    return tuple(question for question in desk.guardrail.policy.suggestions if desk.has_answer(question))


def gone_since(
    sources: Iterable[Source], before: Answering, now: Answering, shown: Collection[str]
) -> tuple[Gone, ...]:
    """The leaflets of which nothing may be gone by any more, since another version is in use.

    Args:
        sources: the leaflets as they were.
        shown: ids of those of which something was shown; of others nobody has read anything.
    """
    present = {source.id for source in now.sources}
    known = list(sources)
    gone = [source for source in known if source.id not in present]
    kept = [source for source in known if source.id in present]
    altered = (source for source in kept if source.id in shown and not _is_the_same(source.id, before, now))
    return (*withdrawn(gone), *(Gone(source, ALTERED) for source in altered))


def _is_the_same(leaflet: str, before: Answering, now: Answering) -> bool:
    """Whether a patient may read the same words of a leaflet, with the same corrections, as before."""
    try:
        return before.leaflet(leaflet) == now.leaflet(leaflet)
    except Exception:  # whatever hinders the comparison, nobody has seen that they are the same
        return False
