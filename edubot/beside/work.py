"""What is done for whoever asks: an index is opened, and then one request after the other is answered."""

import pickle
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from edubot.beside.requests import Opening, Reply, Request, Standing
from edubot.errors import AllWithdrawn, EdubotError, IndexUnusable, unforeseen

if TYPE_CHECKING:
    from edubot.assistant import Assistant


def work(hear: Callable[[], Any], told: BinaryIO, opened: "Callable[[Opening], Assistant]") -> None:
    """Tell how the leaflets stand, and then what each request comes to; ends where they cannot be opened.

    Args:
        hear: waits for what is asked next, the `Opening` first; ends this by what it raises.
    """
    try:
        assistant = opened(hear())
        standing = Reply(Standing.of(assistant))
    except Exception as error:  # the last net: the person must be told why no leaflet opens
        _tell(told, _failed(error))
        return
    _tell(told, standing)
    while True:
        _tell(told, _done(hear(), assistant))


def opened(opening: Opening) -> "Assistant":
    """The assistant that was asked for. Raises as opening does."""
    from edubot.assistant import Assistant
    from edubot.guardrail.guardrail import Guardrail

    try:
        return Assistant.open(opening.place, lambda: Guardrail.load(opening.country))
    except AllWithdrawn as problem:  # told at every request, until a leaflet is restored
        assert isinstance(problem.opened, Assistant)
        return problem.opened


def _done(request: Request[object], assistant: "Assistant") -> Reply:
    try:
        return Reply(request(assistant))
    except Exception as error:  # the last net: who asked must hear why
        return _failed(error)


def _tell(told: BinaryIO, reply: Reply) -> None:
    pickle.dump(reply, told)
    told.flush()


def _failed(error: Exception) -> Reply:
    if isinstance(error, EdubotError):
        return Reply(problem=error)
    return Reply(problem=IndexUnusable(unforeseen(error), "Close the chat and open it again"))
