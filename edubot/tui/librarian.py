"""Opens the leaflets and answers in turn, in a thread of its own, so that the screen never waits."""

from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Protocol

from textual.message import Message

from edubot.errors import EdubotError
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, Source
from edubot.tui.messages import AnswerFound, LeafletsOpened, LeafletsUnavailable


class Answering(Protocol):
    """What the chat needs of an assistant."""

    @property
    def sources(self) -> list[Source]:
        """The leaflets that answers are drawn from."""
        ...

    @property
    def guardrail(self) -> Guardrail:
        """What stands on the screen for these leaflets."""
        ...

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """An answer; never raises."""
        ...


class Librarian:
    """Takes questions from the moment it exists; answers them in their order once the leaflets are open."""

    def __init__(
        self,
        guardrail: Guardrail,
        open_assistant: Callable[[], Answering],
        tell: Callable[[Message], object],
    ) -> None:
        """A librarian at work when `work` runs.

        Args:
            tell: takes its messages; called from the thread that runs `work`.
        """
        self._guardrail = guardrail
        self._open_assistant = open_assistant
        self._tell = tell
        self._asked: SimpleQueue[tuple[int, str, Sequence[str]] | None] = SimpleQueue()

    def ask(self, number: int, question: str, history: Sequence[str] = ()) -> None:
        """Hand in a question; its answer comes as an `AnswerFound` of that number.

        Args:
            history: the questions before it, the latest last.
        """
        self._asked.put((number, question, history))

    def stop(self) -> None:
        """End `work` when the questions before this are answered."""
        self._asked.put(None)

    def work(self) -> None:
        """Open once, then answer until told to stop; a library that cannot be opened is an answer too."""
        answer = self._answerer()
        while (asked := self._asked.get()) is not None:
            number, question, history = asked
            self._tell(AnswerFound(number, answer(question, history)))

    def _answerer(self) -> Callable[[str, Sequence[str]], Answer]:
        try:
            assistant = self._open_assistant()
            sources = assistant.sources
        except EdubotError as refused:
            problem = str(refused)
        except Exception as error:  # the last net: a chat without leaflets still shows its warnings
            problem = f"The leaflets could not be opened ({type(error).__name__}: {error})."
        else:
            self._tell(LeafletsOpened(sources, assistant.guardrail))
            return assistant.ask
        self._tell(LeafletsUnavailable(problem))
        return lambda question, history: self._guardrail.unavailable(question, problem, history)
