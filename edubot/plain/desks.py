"""From one desk to the next: opened at the start, when another version is in use, and when one was built."""

from collections.abc import Callable

from edubot.answering import Answering, BuildStep, Rebuild, Refusal, opened, sign_of
from edubot.errors import IndexMissing
from edubot.guardrail.guardrail import Guardrail


class Desks:
    """Brings a desk that answers, else one that says why it cannot."""

    def __init__(
        self,
        guardrail: Guardrail,
        open_assistant: Callable[[], Answering],
        rebuild: Rebuild | None = None,
        stamp: Callable[[], object] = lambda: None,
    ) -> None:
        """Where desks come from; `talk` says what these are."""
        self._guardrail = guardrail
        self._open_assistant = open_assistant
        self._rebuild = rebuild
        self._stamp = stamp
        self._stamped: object = None
        """Of the version that is open; None where none is."""

    def opened(self) -> Answering:
        """The first; where there was no index, opening it may have built one."""
        before = sign_of(self._stamp, None)
        desk = opened(lambda: self._guardrail, self._open_assistant)
        if not isinstance(desk, Refusal):
            self._stamped = sign_of(self._stamp, None) if before is None else before
        return desk

    def renewed(self) -> Answering | None:
        """Another, where another version is in use; one that could not be opened is tried again each time."""
        now = sign_of(self._stamp, self._stamped)
        if now == self._stamped:
            return None
        desk = opened(lambda: self._guardrail, self._open_assistant if now is not None else _nothing_in_use)
        self._stamped = None if isinstance(desk, Refusal) else now
        return desk

    def mended(self) -> Answering:
        """The one over an index that is built again; each stage is told once, in a line of its own.

        Raises:
            EdubotError: it could not be built, or cannot be opened.
        """
        assert self._rebuild is not None, "somebody offered it"
        stages: set[str] = set()

        def hear(step: BuildStep) -> None:
            if step.stage not in stages:
                stages.add(step.stage)
                print(f"{step.stage}…", flush=True)

        for told in self._rebuild(hear):
            print(f"Left out: {told}", flush=True)
        now = sign_of(self._stamp, self._stamped)
        desk = self._open_assistant()
        self._stamped = now
        return desk


def _nothing_in_use() -> Answering:
    raise IndexMissing("The index that was open is not in use any more", "Build it again")
