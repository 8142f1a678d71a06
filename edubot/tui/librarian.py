"""Opens the leaflets and answers in turn, in a thread of its own, so that the screen never waits."""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue

from textual.message import Message

from edubot.answering import Answering, Refusal, outlines, sign_of
from edubot.errors import in_a_sentence
from edubot.following import Following
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Source, Span
from edubot.rendering.out_of_use import ALTERED, OUT_OF_REACH, Gone, shown_in
from edubot.rendering.outline import outline
from edubot.rendering.paragraphs import paragraphs
from edubot.rendering.said import NOT_READABLE
from edubot.tui.leaflet_rows import as_drawn
from edubot.tui.messages import (
    AnswerFound,
    HelpFound,
    LeafletRead,
    LeafletsChanged,
    LeafletsOpened,
    LeafletsUnavailable,
    LeafletWanted,
    QuestionsSuggested,
    ReadingFailed,
    TopicsRead,
)
from edubot.tui.opener import Opener, Opening

OBJECTS = (4_000, 5)
"""Allocated between two searches for garbage once all is open, and searches between two that look through what the
others left: through so few each holds nobody who types."""
LOOKS = 2
"""As many have to fail, one after the other, before nothing is shown any more of leaflets that nobody can check."""

Job = Callable[[Answering], Message | None]
"""What is to be done for somebody, and told if it brings anything."""


@dataclass(frozen=True)
class Asked:
    """A question that was handed in."""

    number: int
    question: str
    history: Sequence[str]

    def __call__(self, desk: Answering) -> AnswerFound:
        """Its answer."""
        return AnswerFound(self.number, desk.ask(self.question, self.history))


class Librarian:
    """Takes questions from the moment it exists; answers them in their order once the leaflets are open.

    Help for somebody in danger does not wait for them to open.
    """

    def __init__(
        self,
        guardrail: Guardrail,
        open_assistant: Callable[[], Answering],
        tell: Callable[[Message], object],
        stamp: Callable[[], object] = lambda: None,
    ) -> None:
        """A librarian at work when `work` runs.

        Args:
            tell: takes its messages; called from the thread that runs `work`.
            stamp: gives something else whenever another version of the leaflets was put in use.
        """
        self._opener = Opener(guardrail, open_assistant, self.look)
        self._tell = tell
        self._stamp = stamp
        self._stamped: object = None
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._held: deque[Job | None] = deque()
        """What came while the leaflets were opening."""
        self._is_opening = True
        self._is_looking = False
        self._following = Following()
        self._is_settled = False
        """Whether leaflets were opened: what is there by then stays, and what comes later, screens too, may go."""
        self._failed = 0
        """Looks at them in a row that failed."""
        self._desk: Answering = Refusal(guardrail, "The leaflets are not open yet.")

    def ask(self, number: int, question: str, history: Sequence[str] = ()) -> None:
        """Hand in a question; its answer comes as an `AnswerFound` of that number.

        Where it tells of danger while the leaflets are opening, `HelpFound` comes before that, at once.

        Args:
            history: the questions before it, the latest last.
        """
        self._jobs.put(Asked(number, question, history))

    def read(self, wanted: LeafletWanted) -> None:
        """Ask for a leaflet; it comes as `LeafletRead`, or a `ReadingFailed` says why not."""
        self._jobs.put(lambda desk: _looked_up(lambda: _read(desk, wanted)))

    def list_topics(self) -> None:
        """Ask for the headings of the leaflets; they come as `TopicsRead`. Of a large library only the titles come."""
        self._jobs.put(lambda desk: _looked_up(lambda: TopicsRead(outlines(desk))))

    def reopen(self) -> None:
        """Open the leaflets once more, now that the index was built again; what is asked meanwhile waits for them."""
        self._jobs.put(lambda _: self._begin_again())

    def look(self) -> None:
        """Look whether the leaflets are still those that were told last; what is shown must not wait for a question."""
        if not self._is_looking:
            self._is_looking = True
            self._jobs.put(lambda _: None)

    def stop(self) -> None:
        """End `work` when the questions before this are answered."""
        self._jobs.put(None)

    def work(self) -> None:
        """Open, and do what is asked until told to stop; a library that cannot be opened is an answer too.

        Whatever goes wrong in a turn, the next one comes: who ends here answers no message after it, and gives no help.
        """
        while (job := self._due()) is not None:
            self._do(job)

    def _due(self) -> Job | None:
        """What is to be done next; until the leaflets are open all of it waits, but for help."""
        self._keep_up()
        while self._is_opening:
            job = self._jobs.get()
            self._held.append(job)
            self._help(job)
            self._keep_up()
        return self._held.popleft() if self._held else self._jobs.get()

    def _help(self, job: Job | None) -> None:
        """Bring what somebody in danger needs, which is known without any leaflet."""
        if isinstance(job, Asked):
            with suppress(Exception):  # the answer brings it
                help = self._desk.guardrail.unavailable(job.question, "", job.history)
                if help.is_urgent:
                    self._tell(HelpFound(job.number, help.alerts))

    def _do(self, job: Job) -> None:
        """Do what was asked; where that fails, bring what can be had without the leaflets: help, and why."""
        try:
            self._bring(job(self._desk))
        except Exception as error:  # the last net, as in an assistant's answers
            refusal = Refusal.because(self._desk.guardrail, error)
            with suppress(Exception):
                self._bring(job(refusal))

    def _keep_up(self) -> None:
        """Tell what became of the leaflets since the last look."""
        self._is_looking = False
        with suppress(Exception):  # the next look finds what this one did not
            changed = self._followed() or self._heeded()
            if changed:
                self._tell_on(changed)

    def _bring(self, told: Message | None) -> None:
        if told:
            self._following.shown |= set(_shown_in(told))
            self._tell_on(told)

    def _tell_on(self, told: Message) -> None:
        """Tell; and where leaflets were opened, begin to look what could be asked of them."""
        self._tell(told)
        opened = told.now if isinstance(told, LeafletsChanged) else told
        if isinstance(opened, LeafletsOpened):
            self._suggest(self._desk, opened.guardrail.policy.suggestions)

    def _suggest(self, desk: Answering, left: Sequence[str], found: tuple[str, ...] = ()) -> None:
        """Look at one question after the other, each behind whatever waits by then, and tell which have an answer."""

        def look(now: Answering) -> Message | None:
            if now is not desk:
                return None
            if not left:
                return QuestionsSuggested(found)
            question, *others = left
            self._suggest(desk, others, (*found, question) if desk.has_answer(question) else found)
            return None

        self._jobs.put(look)

    def _heeded(self) -> LeafletsChanged | None:
        """What an educator took out of use or put back since the last look."""
        before, failed = self._following.sources, self._failed
        try:
            now, gone = self._following.look(self._desk)
        except Exception as error:  # the last net, as in an assistant's answers
            return self._unseen(Refusal.because(self._desk.guardrail, error))
        self._failed = 0
        if self._following.sources == before and failed < LOOKS:
            return None
        return LeafletsChanged(_told_of(now, self._following.sources), gone)

    def _unseen(self, why: Refusal) -> LeafletsChanged | None:
        """What a look comes to that failed: nothing at first; then all that is shown is let go of.

        It is not told as taken out of use, for nobody knows that.
        """
        self._failed += 1
        if self._failed < LOOKS or (self._failed > LOOKS and not self._following.shown):
            return None
        gone = self._following.gone(OUT_OF_REACH)
        self._following.shown.clear()
        return LeafletsChanged(_told_of(why, []), gone)

    def _followed(self) -> LeafletsOpened | LeafletsUnavailable | LeafletsChanged | None:
        """The version that is in use now, by a build or a step back, in the place of the one that was.

        It is opened beside this thread: until it is there, messages are answered from the one that is open.
        """
        opening = self._opener.found()
        if opening is None:
            sign = sign_of(self._stamp, self._stamped)
            if self._is_opening or sign != self._stamped:
                self._opener.begin(sign)
            return None
        gone = () if self._is_opening else self._following.gone_since(self._desk, opening.desk)
        is_waited_for, now = self._is_opening, self._taken(opening)
        return now if is_waited_for else LeafletsChanged(now, gone)

    def _begin_again(self) -> None:
        self._is_opening = True

    def _taken(self, opening: Opening) -> LeafletsOpened | LeafletsUnavailable:
        """What opening came to, in the place of what was open."""
        behind = opening.desk.behind if isinstance(opening.desk, Refusal) else None
        self._following.sources = opening.desk.sources
        self._stamped, self._desk, self._is_opening, self._failed = opening.stamp, behind or opening.desk, False, 0
        if not self._is_settled and not isinstance(self._desk, Refusal):
            self._is_settled = True
            gc.freeze()  # what stays for good is not looked through again and again while somebody types
            gc.set_threshold(*OBJECTS)
        return _told_of(opening.desk, self._following.sources)


def _told_of(desk: Answering, sources: list[Source]) -> LeafletsOpened | LeafletsUnavailable:
    if isinstance(desk, Refusal):
        return LeafletsUnavailable(desk.problem, desk.mended_by_building)
    return LeafletsOpened(sources, desk.guardrail)


def _shown_in(told: Message) -> Iterator[str]:
    """Ids of the leaflets of which a message brings something to the screen."""
    if isinstance(told, LeafletRead):
        yield told.wanted.leaflet
    if isinstance(told, AnswerFound):
        yield from shown_in(told.answer)
    if isinstance(told, TopicsRead):
        yield from (source.id for source, headings in told.outlines if headings)


def _looked_up(look: Callable[[], Message]) -> Message:
    """What looking brings; whatever goes wrong there is told, for who ends here answers no question after it."""
    try:
        return look()
    except Exception as error:  # the last net, as in an assistant's answers
        return ReadingFailed(in_a_sentence(error))


def _read(desk: Answering, wanted: LeafletWanted) -> Message:
    view = desk.leaflet(wanted.leaflet)
    if view is None:
        return ReadingFailed(NOT_READABLE)
    if not all(view.holds(hit.passage) for hit in wanted.marks):  # chosen while another version came into use
        return ReadingFailed(str(Gone(view.source, ALTERED)))
    marks = [Span(hit.passage.start, hit.passage.end) for hit in wanted.marks]
    return LeafletRead(wanted, view, as_drawn(paragraphs(view), marks), outline(view))
