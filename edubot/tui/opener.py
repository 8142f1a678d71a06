"""Opens the leaflets; another version of them beside the thread that answers, so that no help waits for it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from edubot.answering import Answering, opened
from edubot.guardrail.guardrail import Guardrail


@dataclass(frozen=True)
class Opening:
    """What opening the leaflets came to."""

    stamp: object
    """Of the version that was in use when it began."""
    desk: Answering


class Opener:
    """Opens one version at a time."""

    def __init__(
        self, guardrail: Guardrail, open_assistant: Callable[[], Answering], done: Callable[[], object]
    ) -> None:
        """An opener of what a `Librarian` answers from.

        Args:
            done: called from a thread of its own when something is found that was begun.
        """
        self._guardrail = guardrail
        self._open_assistant = open_assistant
        self._done = done
        self._found: SimpleQueue[Opening] = SimpleQueue()
        self._beside: threading.Thread | None = None

    def begin(self, stamp: object) -> None:
        """Open what is in use now, beside, in a thread that no quitting has to wait for.

        Args:
            stamp: of the version in use, read before.
        """
        if (self._beside and self._beside.is_alive()) or not self._found.empty():
            return
        beside = threading.Thread(target=self._open, args=(stamp,), name="opener", daemon=True)
        try:
            beside.start()
            self._beside = beside
        except RuntimeError:  # no thread is to be had; one that waits is better than leaflets that never open
            self._open(stamp)

    def found(self) -> Opening | None:
        """What was begun, once, when it is there."""
        try:
            return self._found.get_nowait()
        except Empty:
            return None

    def _open(self, stamp: object) -> None:
        self._found.put(Opening(stamp, opened(lambda: self._guardrail, self._open_assistant)))
        self._done()
