"""One person's sitting at the line-by-line chat: what was asked, answered and collected; nothing of it on disk."""

from collections.abc import Callable, Collection, Iterable, Iterator

from edubot.answering import Answering, Refusal, gone_since, suggestions
from edubot.errors import EdubotError
from edubot.model import URGENT, Answer, Hit, Span
from edubot.plain.pages import Pages
from edubot.plain.spoken import is_folded, offered, opening_of, unfolded
from edubot.rendering.as_text import full_warning, short_warnings
from edubot.rendering.out_of_use import OUT_OF_REACH, Gone, shown_in, withdrawn, without
from edubot.tokens import not_asked_yet

Mend = Callable[[], Answering]
"""Builds the index again and opens it, saying how it goes on; may raise an `EdubotError`."""
MOST_SUGGESTED = 3
"""Questions offered under an answer that shows passages."""
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
        self.sit_at(desk)
        self.headings: list[tuple[str, int]] = []
        """Leaflet and place of each heading that was listed last."""
        self.pages: Pages | None = None
        """The leaflet that is open."""
        self._folded: Answer | None = None
        """An answer whose passages wait behind a card."""

    def sit_at(self, desk: Answering) -> None:
        """Take questions to a desk from now on."""
        self._sources = desk.sources
        self.desk = desk
        self.titles |= {source.id: source.title for source in self._sources}
        self._suggestions = self.offered = suggestions(desk)
        """Questions that can be asked by their numbers."""

    def answer(self, message: str) -> str:
        """The answer to a message; a blank one brings what waits behind a card."""
        if not message.strip() and self._folded:
            gone = self.heed()
            waited, self._folded = self._folded, None
            parts = unfolded(waited, self.desk.guardrail.policy, self.titles) if waited else ()
            return _joined([*gone, *parts])
        help_alone = self.desk.guardrail.unavailable(message, "", self.asked)
        another = not {alert.kind for alert in help_alone.alerts} & URGENT
        try:
            gone = self.follow(another)
            answer = self.desk.ask(message, self.asked)
        except EdubotError as problem:  # nobody knows whether the leaflets are in use, so none of them answers
            gone, answer = [], self.desk.guardrail.unavailable(message, str(problem), self.asked)
        except Exception as error:  # the last net: help is never lost to a fault in looking at the leaflets
            told = f"edubot failed inside ({type(error).__name__}: {error})."
            gone, answer = [], self.desk.guardrail.unavailable(message, told, self.asked)
        self.answers.append(answer)
        self._folded = answer if is_folded(answer) else None
        gone += self._gone()
        return _joined([*gone, *self._said(self.answers[-1])])

    def heed(self) -> list[str]:
        """What `follow` says, whether passages have other numbers since, and why no leaflet is open if none is.

        Raises:
            EdubotError: every leaflet is out of use, or nobody can tell which are.
        """
        before = self.hits
        told = self.follow()
        if self.hits != before:
            told.append(RENUMBERED)
        if isinstance(self.desk, Refusal):
            told.append(self.desk.problem)
        return told

    def follow(self, another: bool = True) -> list[str]:
        """Let go of the leaflets that went out of use, or read otherwise, since the last look, and say which.

        Args:
            another: whether to open another version that is in use; one who is in danger does not wait for that.

        Raises:
            EdubotError: every leaflet is out of use, or nobody can tell which are.
        """
        if another:
            self._next = self._renewed() or self._next
        if another and self._next:
            gone = self._gone_since(self._next)
            self._forget(gone)
            self.sit_at(self._next)
            self.headings, self._next = [], None
        else:
            present = self.desk.now().sources
            gone = withdrawn(source for source in self._sources if source not in present)
            self._forget(gone)
            self._sources = present
            if gone:
                self._suggestions = suggestions(self.desk)
        return list(map(str, gone))

    def again(self, number: int) -> str:
        """An answer of this sitting once more."""
        answer = self.answers[number - 1]
        self._folded = answer if is_folded(answer) else None
        return _joined(opening_of(answer, self.desk.guardrail.policy, self.titles, warn_in_full=False))

    def read(self, leaflet: str, place: int, marks: tuple[Hit, ...] = ()) -> str | None:
        """A leaflet from a place on; None where it is not there.

        Raises:
            EdubotError: it cannot be read.
        """
        view = self.desk.leaflet(leaflet)
        if view is None:
            return None
        self.pages = Pages(view, [Span(hit.passage.start, hit.passage.end) for hit in marks], place)
        return self.page()

    def page(self) -> str:
        """Where the open leaflet stands, under the warnings."""
        assert self.pages is not None, "a leaflet is open"
        return self.under_warnings(self.pages.page())

    def under_warnings(self, text: str) -> str:
        """Words of leaflets, with both warnings before them."""
        return _joined([short_warnings(self.desk.guardrail.warnings, self.desk.guardrail.policy), text])

    def warnings_in_full(self) -> str:
        """Both."""
        return _joined(full_warning(warning) for warning in self.desk.guardrail.warnings)

    @property
    def asked(self) -> list[str]:
        """The messages so far, blanks left out, the latest last."""
        return [answer.question for answer in self.answers if answer.question.strip()]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages of the latest answer that shows any; none while they wait behind a card."""
        shown = (answer.hits for answer in reversed(self.answers) if answer.hits and answer is not self._folded)
        return next(shown, ())

    def _gone(self) -> list[str]:
        try:
            return self.follow(another=False)
        except Exception:  # the next message says so; this one has its answer, and perhaps its help, already
            return []

    def _gone_since(self, desk: Answering) -> tuple[Gone, ...]:
        """What is not to be gone by any more where another desk takes the place of this one."""
        shown = set(self._shown())
        if isinstance(desk, Refusal):
            return tuple(Gone(source, OUT_OF_REACH) for source in self._sources if source.id in shown)
        return gone_since(self._sources, self.desk, desk, shown)

    def _forget(self, gone: Collection[Gone]) -> None:
        """Let go of all that was kept of some leaflets."""
        if not gone:
            return
        if self.pages and self.pages.view.source in {each.source for each in gone}:
            self.pages = None
        folded = without(self._folded, gone) if self._folded else None
        left = (without(answer, gone) if answer is not self._folded else folded for answer in self.answers)
        self.answers = [answer for answer in left if answer]
        self._folded = folded if folded and is_folded(folded) else None

    def _shown(self) -> Iterator[str]:
        """Ids of the leaflets of which something was read in this sitting."""
        for answer in self.answers:
            yield from shown_in(answer)
        if self.pages:
            yield self.pages.view.source.id

    def _said(self, answer: Answer) -> Iterator[str]:
        first = len(self.answers) == 1
        others = answer.warnings != self.desk.guardrail.warnings
        yield from opening_of(answer, self.desk.guardrail.policy, self.titles, first or others)
        left = not_asked_yet(self._suggestions, self.asked)
        self.offered = left[:MOST_SUGGESTED] if answer.hits else left
        yield from offered(answer, self.offered)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts)
