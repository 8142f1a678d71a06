"""From one desk to the next: opened at the start, when another version is in use, and when one was built."""

from collections.abc import Callable

from edubot.answering import Answering, Rebuild, Refusal, Step
from edubot.errors import EdubotError, IndexMissing
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
        """The first."""
        self._stamped = self._stamp()
        return self._opened()

    def renewed(self) -> Answering | None:
        """Another, where another version is in use; one that could not be opened is tried again each time."""
        now = self._stamp()
        if now == self._stamped:
            return None
        desk = self._opened() if now is not None else self._refusing(_nothing_in_use())
        self._stamped = None if isinstance(desk, Refusal) else now
        return desk

    def mended(self) -> Answering:
        """The one over an index that is built again; each stage is told once, in a line of its own.

        Raises:
            EdubotError: it could not be built, or cannot be opened.
        """
        assert self._rebuild is not None, "somebody offered it"
        stages: set[str] = set()

        def hear(step: Step) -> None:
            if step.stage not in stages:
                stages.add(step.stage)
                print(f"{step.stage}…", flush=True)

        for told in self._rebuild(hear):
            print(f"Left out: {told}", flush=True)
        now = self._stamp()
        desk = self._open_assistant()
        self._stamped = now
        return desk

    def _opened(self) -> Answering:
        try:
            return self._open_assistant()
        except EdubotError as refused:
            return self._refusing(refused)
        except Exception as error:  # the last net: a chat without leaflets still says its warnings
            told = f"The leaflets could not be opened ({type(error).__name__}: {error})."
            return Refusal(self._guardrail, told)

    def _refusing(self, problem: EdubotError) -> Refusal:
        return Refusal(self._guardrail, str(problem), mended_by_building=problem.mended_by_building)


def _nothing_in_use() -> IndexMissing:
    return IndexMissing("The index that was open is not in use any more", "Build it again")
