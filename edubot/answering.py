"""What a face needs of an assistant, and what stands in for one that could not be opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from edubot.errors import AllWithdrawn, EdubotError, IndexUnusable, in_a_sentence
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, LeafletView, Source
from edubot.rendering.outline import Heading, outline

MOST_OUTLINED = 12
"""Leaflets whose headings are listed together; a larger library is browsed leaflet by leaflet."""


@dataclass(frozen=True)
class BuildStep:
    """How far a build of the index is."""

    stage: str
    """What it is doing, in words."""
    done: int = 0
    total: int = 0
    """Passages or steps; 0 where it cannot be known."""


Rebuild = Callable[[Callable[[BuildStep], None]], tuple[str, ...]]
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
    behind: Answering | None = None
    """What is open all the same, and answers as soon as a leaflet is restored."""

    @classmethod
    def because(cls, guardrail: Guardrail, error: BaseException, behind: Answering | None = None) -> "Refusal":
        """One that says what went wrong."""
        mended_by_building = getattr(error, "mended_by_building", False)
        return cls(guardrail, in_a_sentence(error), mended_by_building=mended_by_building, behind=behind)

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


def opened(guardrail: Callable[[], Guardrail], open_assistant: Callable[[], Answering]) -> Answering:
    """What answers from now on; where it cannot be opened, or cannot say which leaflets it holds, why not."""
    desk: Answering | None = None
    try:
        desk = open_assistant()
        _ = desk.sources
    except KeyboardInterrupt:
        raise
    except AllWithdrawn as problem:
        return Refusal.because(guardrail(), problem, desk or cast("Answering | None", problem.opened))
    except EdubotError as problem:
        return Refusal.because(_standing(guardrail, problem), problem)
    except BaseException as error:  # the last net, as libraries fall with more than an `Exception`
        told = f"The leaflets could not be opened ({type(error).__name__}: {error})"
        broken = IndexUnusable(told, "Set edubot up again")
        return Refusal.because(_standing(guardrail, broken), broken)
    return desk


def _standing(guardrail: Callable[[], Guardrail], problem: EdubotError) -> Guardrail:
    try:
        return guardrail()
    except EdubotError:
        raise
    except Exception:  # asked a second time, what failed may fail again; the warnings need none of it
        return Guardrail.built_in(str(problem))


def sign_of(stamp: Callable[[], object], last: object) -> object:
    """The sign of the version in use; where it cannot be read nothing is known of another than the last."""
    try:
        return stamp()
    except Exception:
        return last


def outlines(desk: Answering) -> list[tuple[Source, Sequence[Heading]]]:
    """The leaflets with their headings, to be looked through; of a large library only the leaflets.

    Raises:
        EdubotError: one cannot be read.
    """
    sources = desk.sources
    views = [desk.leaflet(source.id) if len(sources) <= MOST_OUTLINED else None for source in sources]
    return [(source, outline(view) if view else ()) for source, view in zip(sources, views, strict=True)]


def suggestions(desk: Answering) -> tuple[str, ...]:
    """Questions to begin with, of those in the policy: the ones that the leaflets have an answer to."""
    return tuple(question for question in desk.guardrail.policy.suggestions if desk.has_answer(question))
