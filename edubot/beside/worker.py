"""The other process: opens the index, and does what it is asked until nobody is there to ask."""

import os
import pickle
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, BinaryIO

from edubot.beside.requests import Opening, Reply, Request, Standing
from edubot.errors import AllWithdrawn, EdubotError, IndexUnusable, unforeseen
from edubot.process import prepare

if TYPE_CHECKING:
    from edubot.assistant import Assistant


def main() -> None:
    """Work for the process that holds the other ends of standard input and output."""
    prepare()
    told = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what libraries print is no reply
    heard: SimpleQueue[Any] = SimpleQueue()
    asked = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    threading.Thread(target=_hear, args=(asked, heard.put), daemon=True).start()
    opening: Opening = heard.get()
    try:
        assistant = _opened(opening)
        standing = Reply(Standing.of(assistant))
    except Exception as error:  # the last net: the person must be told why no leaflet opens
        _tell(told, _failed(error))
        return
    _tell(told, standing)
    while True:
        _tell(told, _done(heard.get(), assistant))


def _opened(opening: Opening) -> "Assistant":
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


def _hear(asked: BinaryIO, put: Callable[[object], None]) -> None:
    """Take in requests; when the other process is gone, however it ended, so is this one."""
    try:
        while True:
            put(pickle.load(asked))  # noqa: S301  of the process that began this one
    finally:
        os._exit(0)
