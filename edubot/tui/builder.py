"""Has the index built again, one build at a time, in a thread that no quitting has to wait for."""

import threading
from collections.abc import Callable

from textual.message import Message

from edubot.answering import BuildStep, Rebuild
from edubot.errors import EdubotError
from edubot.tui.messages import BuildEnded, BuildWentOn


class Builder:
    """Tells how a build goes on, and how it ended."""

    def __init__(self, rebuild: Rebuild, tell: Callable[[Message], object]) -> None:
        """A builder that has not begun.

        Args:
            tell: takes its messages; called from another thread.
        """
        self._rebuild = rebuild
        self._tell = tell
        self._turn = threading.Lock()

    def begin(self) -> bool:
        """Build, unless that is being done already; whether it was begun."""
        if not self._turn.acquire(blocking=False):
            return False
        threading.Thread(target=self._build, name="builder", daemon=True).start()
        return True

    def _hear(self, step: BuildStep) -> None:
        self._tell(BuildWentOn(step))

    def _build(self) -> None:
        try:
            ended = BuildEnded(left_out=self._rebuild(self._hear))
        except EdubotError as problem:
            ended = BuildEnded(str(problem))
        except Exception as error:  # the last net: the person must be told that it is over
            ended = BuildEnded(f"edubot failed inside ({type(error).__name__}: {error}): run edubot build to see more.")
        self._turn.release()
        self._tell(ended)
