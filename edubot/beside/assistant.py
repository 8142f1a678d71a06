"""An assistant in another process, as a face sees one."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from edubot.address import Place
from edubot.beside.requests import Ask, Look, Opening, Read, Reply, Request, Standing, Try
from edubot.beside.room import Gone, OwnRoom, Room, SharedRoom
from edubot.errors import EdubotError, IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, LeafletView, Source

T = TypeVar("T")


class AssistantBeside:
    """Begins to open an index when it is made; may be asked from any thread.

    Where its process ends, or one that it shares with others hangs, another is begun and asked once more.
    """

    def __init__(self, place: Place, guardrail: Guardrail, shared: Path | None = None) -> None:
        """An assistant that is opening.

        Args:
            guardrail: stands until it is known what the leaflets are about, and whatever happens to the process.
            shared: the address of a room that others ask too; without one, it begins a process of its own.

        Raises:
            OSError: no process is to be had.
        """
        self._opening = Opening(place, guardrail.country)
        self._loaded = self.guardrail = guardrail
        self._turn = threading.Lock()
        self._standing = Standing([], frozenset(), None)
        self._room: Room = _place_in(shared, self._opening) or OwnRoom(self._opening)

    def opened(self) -> "AssistantBeside":
        """Itself, when the index is open.

        Raises:
            IndexUnusable: it cannot be opened.
        """
        with self._turn, _ended_twice():
            try:
                self._stand(_value(self._room.reply()))
            except Gone:
                self._begin_again()
        return self

    @property
    def sources(self) -> list[Source]:
        """The leaflets that answers are drawn from."""
        return self.now()._standing.sources

    def now(self) -> "AssistantBeside":
        """Itself, as it has become since leaflets were taken out of use or put back.

        Raises:
            AllWithdrawn: every leaflet is out of use.
            IndexUnusable: nobody can tell which are.
        """
        changed = self._done(Look(self._standing.out_of_use))
        if changed:
            self._stand(changed)
        return self

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to a question; whatever goes wrong is an answer too, with help and both warnings."""
        try:
            return self._done(Ask(question, tuple(history)))
        except EdubotError as problem:
            return self.guardrail.unavailable(question, str(problem), history)

    def has_answer(self, question: str) -> bool:
        """Whether the leaflets have an answer to a question, or touch on it."""
        try:
            return self._done(Try(question))
        except EdubotError:
            return False

    def leaflet(self, id: str) -> LeafletView | None:
        """A leaflet as a patient may read it, by its id; None where there is none of that id. May raise as any does."""
        return self._done(Read(id))

    def _done(self, request: Request[T]) -> T:
        """What a request comes to.

        Raises:
            EdubotError: it came to nothing, and why.
        """
        with self._turn, _ended_twice():
            try:
                return self._asked(request)
            except Gone:
                self._begin_again()
                return self._asked(request)

    def _asked(self, request: Request[T]) -> T:
        self._room.ask(request)
        return cast("T", _value(self._room.reply()))

    def _begin_again(self) -> None:
        """A process of its own in the place of one that ended, so that what it was asked can hurt no others."""
        self._room.close()
        self._room = OwnRoom(self._opening)
        self._stand(_value(self._room.reply()))

    def _stand(self, standing: object) -> None:
        """Take in how the leaflets stand, under the policy of what they are about."""
        assert isinstance(standing, Standing)
        over = self._loaded.over({source.drug for source in standing.sources})
        self.guardrail = replace(over, problem=over.problem or standing.problem)
        self._standing = standing


def _place_in(shared: Path | None, opening: Opening) -> Room | None:
    with suppress(OSError):
        return SharedRoom(shared, opening) if shared else None
    return None


def _value(reply: Reply) -> object:
    if reply.problem:
        raise reply.problem
    return reply.value


@contextmanager
def _ended_twice() -> Iterator[None]:
    """A sentence for a process that ends and ends again."""
    try:
        yield
    except Gone as error:
        raise IndexUnusable(
            "What searches the leaflets ended, and once more", "Ask in other words, or close the chat and open it again"
        ) from error
