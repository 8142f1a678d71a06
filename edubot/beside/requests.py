"""What is asked of the process that has the leaflets open, and what it says; both go through a pipe as pickles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from edubot.address import Place
from edubot.errors import EdubotError
from edubot.model import Answer, LeafletView, Source

if TYPE_CHECKING:
    from edubot.assistant import Assistant

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Opening:
    """Comes first: which index to open, and for whom."""

    place: Place
    country: str | None


class Request(Protocol[T_co]):
    """Done with the assistant; what it comes to is sent back."""

    def __call__(self, assistant: "Assistant") -> T_co:
        """What it comes to. May raise an `EdubotError`."""
        ...


@dataclass(frozen=True)
class Standing:
    """The leaflets that answers are drawn from, at some moment."""

    sources: list[Source]
    out_of_use: frozenset[str]
    """Ids of those that are not."""
    problem: str | None
    """Why the guardrail lets no leaflet be searched."""

    @classmethod
    def of(cls, assistant: "Assistant") -> "Standing":
        """As they stand for an assistant."""
        retriever = assistant.retriever
        return cls(retriever.sources, retriever.hidden, assistant.guardrail.problem)


@dataclass(frozen=True)
class Look:
    """Whether other leaflets are out of use than was known."""

    known: frozenset[str]

    def __call__(self, assistant: "Assistant") -> Standing | None:
        """How they stand now; None where nothing is new."""
        now = assistant.now()
        return None if now.retriever.hidden == self.known else Standing.of(now)


@dataclass(frozen=True)
class Ask:
    """A question, with the person's messages before it."""

    question: str
    history: Sequence[str]

    def __call__(self, assistant: "Assistant") -> Answer:
        """Its answer."""
        return assistant.ask(self.question, self.history)


@dataclass(frozen=True)
class Try:
    """A question that could be suggested."""

    question: str

    def __call__(self, assistant: "Assistant") -> bool:
        """Whether there is an answer to it."""
        return assistant.has_answer(self.question)


@dataclass(frozen=True)
class Read:
    """A leaflet, by its id."""

    leaflet: str

    def __call__(self, assistant: "Assistant") -> LeafletView | None:
        """As a patient may read it."""
        return assistant.leaflet(self.leaflet)


@dataclass(frozen=True)
class Reply:
    """What a request came to."""

    value: object = None
    problem: EdubotError | None = None
    """Why it came to nothing."""
