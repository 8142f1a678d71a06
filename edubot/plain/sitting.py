"""One person's sitting at the line-by-line chat: what was asked, answered and collected; nothing of it on disk."""

from collections.abc import Callable, Collection, Iterable, Iterator

from edubot.answering import Answering, Refusal, suggestions
from edubot.errors import in_a_sentence
from edubot.following import Following
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, Hit, Span
from edubot.plain.pages import Pages
from edubot.plain.spoken import help_of, offered, opening_of, unfolded
from edubot.rendering.as_text import full_warning, short_warnings
from edubot.rendering.offers import offers
from edubot.rendering.out_of_use import Gone, shown_in, without

Mend = Callable[[], Answering]
"""Builds the index again and opens it, saying how it goes on; may raise an `EdubotError`."""
RENUMBERED = "The passages that are left have other numbers now. Type /history and a number to hear an answer again."


class Sitting:
    """Takes messages, and remembers what commands refer to by number."""

    def __init__(
        self, desk: Answering, mend: Mend | None = None, renewed: Callable[[], Answering | None] = lambda: None
    ) -> None:
        """A sitting that begins.

        Args:
            mend: brings a desk in the place of one that could not be opened; None where nothing can.
            renewed: brings a desk where another version was put in use since the last look, a `Refusal` where that
                cannot be opened.
        """
        self.mend = mend
        self._renewed = renewed
        self._next: Answering | None = None
        """A desk that was brought, until what was kept of the one before it is let go of."""
        self.answers: list[Answer] = []
        self.sheet: list[str] = []
        """Questions for the prescriber."""
        self.titles: dict[str, str] = {}
        self._following = Following()
        self.sit_at(desk)
        self.headings: list[tuple[str, int]] = []
        """Leaflet and place of each heading that was listed last."""
        self.pages: Pages | None = None
        """The leaflet that is open."""
        self._folded: list[int] = []
        """Which answers wait behind a card, the one that was heard last at the end."""

    def sit_at(self, desk: Answering) -> None:
        """Take questions to a desk from now on."""
        self._following.sources = desk.sources
        self.desk = self.now = desk
        """The one that was opened, and what it is since leaflets were taken out of use or put back."""
        self._know()
        self.offered = self._suggestions
        """Questions that can be asked by their numbers, which were said last."""

    def answer(self, message: str) -> str:
        """The answer to a message; a blank one brings what waits behind a card."""
        if not message.strip() and self._folded:
            gone = self.heed()
            if self._folded:
                gone += unfolded(self.answers[self._folded.pop()], self.guardrail.policy, self.titles)
            return _joined(gone)
        help_alone = self.guardrail.unavailable(message, "", self.asked)
        try:
            gone = self.follow(another=not help_alone.is_urgent)
            answer = self.desk.ask(message, self.asked)
        except Exception as error:  # nobody knows whether the leaflets are in use, so none answers; help is never lost
            gone, answer = [], self.guardrail.unavailable(message, in_a_sentence(error), self.asked)
        self.answers.append(answer)
        self._fold(len(self.answers))
        self._following.shown.update(shown_in(answer))
        gone += self._gone()
        return _joined([*gone, *self._said(self.answers[-1])])

    def help_for(self, typed: str) -> list[str]:
        """The help that words call for which were typed behind a command, by somebody in danger."""
        answer = self.guardrail.unavailable(typed, "", self.asked)
        return list(help_of(answer)) if answer.is_urgent else []

    def heed(self) -> list[str]:
        """What `follow` says, whether passages have other numbers since, and why no leaflet is open if none is.

        Raises:
            EdubotError: nobody can tell which leaflets are in use.
        """
        before = self.hits
        told = self.follow()
        if self.hits != before:
            told.append(RENUMBERED)
        if isinstance(self.now, Refusal):
            told.append(self.now.problem)
        return told

    def follow(self, another: bool = True) -> list[str]:
        """Let go of the leaflets that went out of use, or read otherwise, since the last look, and say which.

        Args:
            another: whether to open another version that is in use; one who is in danger does not wait for that.

        Raises:
            EdubotError: nobody can tell which leaflets are in use.
        """
        if another:
            self._next = self._renewed() or self._next
        if another and self._next:
            gone = self._following.gone_since(self.desk, self._next)
            self._forget(gone)
            self.sit_at(self._next)
            self.headings, self._next = [], None
        else:
            before = self._following.sources
            self.now, gone = self._following.look(self.desk)
            self._forget(gone)
            if self._following.sources != before:
                self._know()
        return list(map(str, gone))

    def again(self, number: int) -> str:
        """An answer of this sitting once more."""
        self._fold(number)
        return _joined(opening_of(self.answers[number - 1], self.guardrail.policy, self.titles, warn_in_full=False))

    def read(self, leaflet: str, place: int, marks: tuple[Hit, ...] = ()) -> str | None:
        """A leaflet from a place on; None where it is not there.

        Raises:
            EdubotError: it cannot be read.
        """
        view = self.now.leaflet(leaflet)
        if view is None:
            return None
        self._following.shown.add(leaflet)
        self.pages = Pages(view, [Span(hit.passage.start, hit.passage.end) for hit in marks], place)
        return self.page()

    def page(self) -> str:
        """Where the open leaflet stands, under the warnings."""
        assert self.pages is not None, "a leaflet is open"
        return self.under_warnings(self.pages.page())

    def under_warnings(self, text: str) -> str:
        """Words of leaflets, with both warnings before them."""
        return _joined([short_warnings(self.guardrail.warnings, self.guardrail.policy), text])

    def warnings_in_full(self) -> str:
        """Both."""
        return _joined(full_warning(warning) for warning in self.guardrail.warnings)

    @property
    def guardrail(self) -> Guardrail:
        """What stands with these leaflets."""
        return self.now.guardrail

    @property
    def asked(self) -> list[str]:
        """The messages so far, blanks left out, the latest last."""
        return [answer.question for answer in self.answers if answer.question.strip()]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages of the latest answer that shows any; none while they wait behind a card."""
        numbered = reversed(list(enumerate(self.answers)))
        return next((answer.hits for at, answer in numbered if answer.hits and at not in self._folded), ())

    def _gone(self) -> list[str]:
        try:
            return self.follow(another=False)
        except Exception:  # the next message says so; this one has its answer, and perhaps its help, already
            return []

    def _know(self) -> None:
        """What these leaflets are called, and what could be asked of them."""
        self.titles |= {source.id: source.title for source in self._following.sources}
        self._suggestions = suggestions(self.now)

    def _fold(self, number: int) -> None:
        """Let an answer wait behind its card, if it has one."""
        self._folded = [at for at in self._folded if at != number - 1]
        if self.answers[number - 1].waits_behind_help:
            self._folded.append(number - 1)

    def _forget(self, gone: Collection[Gone]) -> None:
        """Let go of all that was kept of some leaflets."""
        if not gone:
            return
        if self.pages and self.pages.view.source in {each.source for each in gone}:
            self.pages = None
        self.answers = [without(answer, gone) for answer in self.answers]
        self._folded = [at for at in self._folded if self.answers[at].hits]

    def _said(self, answer: Answer) -> Iterator[str]:
        first = len(self.answers) == 1
        others = answer.warnings != self.guardrail.warnings
        yield from opening_of(answer, self.guardrail.policy, self.titles, first or others)
        questions = offers(answer, self._suggestions, self.asked)
        self.offered = questions or self.offered
        yield from offered(questions)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts)
