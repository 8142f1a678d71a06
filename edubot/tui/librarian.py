"""Opens the leaflets and answers in turn, in a thread of its own, so that the screen never waits."""

import contextlib
import gc
from collections.abc import Callable, Sequence
from queue import SimpleQueue

from textual.message import Message

from edubot.answering import Answering, Refusal
from edubot.errors import EdubotError
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Source, Span
from edubot.rendering.outline import outline
from edubot.rendering.paragraphs import paragraphs
from edubot.tui.leaflet_rows import as_drawn
from edubot.tui.messages import (
    AnswerFound,
    LeafletRead,
    LeafletsChanged,
    LeafletsOpened,
    LeafletsUnavailable,
    LeafletUnreadable,
    LeafletWanted,
    TopicsRead,
)

MOST_OUTLINED = 12
"""Leaflets whose headings are listed together; a larger library is browsed leaflet by leaflet."""


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
        self._jobs: SimpleQueue[Callable[[Answering | Refusal], Message] | None] = SimpleQueue()
        self._sources: list[Source] = []
        self._desk: Answering | Refusal = Refusal(guardrail, "The leaflets are not open yet.")

    def ask(self, number: int, question: str, history: Sequence[str] = ()) -> None:
        """Hand in a question; its answer comes as an `AnswerFound` of that number.

        Args:
            history: the questions before it, the latest last.
        """
        self._jobs.put(lambda desk: AnswerFound(number, desk.ask(question, history)))

    def read(self, wanted: LeafletWanted) -> None:
        """Ask for a leaflet; it comes as `LeafletRead`, or a `LeafletUnreadable` says why not."""
        self._jobs.put(lambda desk: _looked_up(lambda: _read(desk, wanted)))

    def list_topics(self) -> None:
        """Ask for the headings of the leaflets; they come as `TopicsRead`. Of a large library only the titles come."""
        self._jobs.put(lambda desk: _looked_up(lambda: _topics(desk)))

    def reopen(self) -> None:
        """Open the leaflets once more, now that the index was built again."""
        self._jobs.put(lambda _: self._opened())

    def stop(self) -> None:
        """End `work` when the questions before this are answered."""
        self._jobs.put(None)

    def work(self) -> None:
        """Open once, then do what is asked until told to stop; a library that cannot be opened is an answer too."""
        self._tell(self._opened())
        while (job := self._jobs.get()) is not None:
            told = job(self._desk)
            if isinstance(told, LeafletRead):
                gc.freeze()
            self._tell(told)
            self._look_again()

    def _look_again(self) -> None:
        """Tell which leaflets are here, where they are others than were told last."""
        with contextlib.suppress(EdubotError):  # the answer itself said so
            present = self._desk.now()
            gone = tuple(source.title for source in self._sources if source not in present.sources)
            if present.sources != self._sources:
                self._tell(LeafletsChanged(self._told_of(present), gone))

    def _told_of(self, assistant: Answering) -> LeafletsOpened:
        self._sources = assistant.sources
        return LeafletsOpened(assistant.sources, assistant.guardrail, assistant.suggestions)

    def _opened(self) -> Message:
        mended_by_building = False
        try:
            assistant = self._open_assistant()
            told = self._told_of(assistant)
        except EdubotError as refused:
            problem, mended_by_building = str(refused), refused.mended_by_building
        except Exception as error:  # the last net: a chat without leaflets still shows its warnings
            problem = f"The leaflets could not be opened ({type(error).__name__}: {error})."
        else:
            self._desk = assistant
            gc.freeze()  # what stays for good is not looked through again and again while somebody types
            return told
        self._desk = Refusal(self._guardrail, problem)
        return LeafletsUnavailable(problem, mended_by_building)


def _looked_up(look: Callable[[], Message]) -> Message:
    """What looking brings; whatever goes wrong there is told, for who ends here answers no question after it."""
    try:
        return look()
    except EdubotError as problem:
        return LeafletUnreadable(str(problem))
    except Exception as error:  # the last net, as in an assistant's answers
        return LeafletUnreadable(f"edubot failed inside ({type(error).__name__}: {error}).")


def _topics(desk: Answering | Refusal) -> Message:
    few = len(desk.sources) <= MOST_OUTLINED
    views = [desk.leaflet(source.id) if few else None for source in desk.sources]
    outlined = zip(desk.sources, views, strict=True)
    return TopicsRead([(source, outline(view) if view else ()) for source, view in outlined])


def _read(desk: Answering | Refusal, wanted: LeafletWanted) -> Message:
    view = desk.leaflet(wanted.leaflet)
    if view is None:
        return LeafletUnreadable("This leaflet cannot be opened.")
    marks = [Span(hit.passage.start, hit.passage.end) for hit in wanted.marks]
    return LeafletRead(wanted, view, as_drawn(paragraphs(view), marks), outline(view))
