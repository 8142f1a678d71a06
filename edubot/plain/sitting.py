"""One person's sitting at the line-by-line chat: what was asked, answered and collected; nothing of it on disk."""

from collections.abc import Callable, Collection, Iterable, Iterator

from edubot.answering import Answering, gone_since
from edubot.errors import EdubotError
from edubot.model import Answer, Hit, Span
from edubot.plain.pages import Pages
from edubot.plain.spoken import is_folded, offered, opening_of, unfolded
from edubot.rendering.as_text import full_warning, short_warnings
from edubot.rendering.out_of_use import Gone, shown_in, withdrawn, without

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
            renewed: brings a desk where another version was put in use since the last look; may raise an
                `EdubotError`.
        """
        self.mend = mend
        self._renewed = renewed
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
        self.desk = desk
        self._sources = desk.sources
        self.titles |= {source.id: source.title for source in self._sources}
        self.offered: tuple[str, ...] = desk.suggestions
        """Questions that can be asked by their numbers."""

    def answer(self, message: str) -> str:
        """The answer to a message; a blank one brings what waits behind a card."""
        if not message.strip() and self._folded:
            gone = self.heed()
            waited, self._folded = self._folded, None
            parts = unfolded(waited, self.desk.guardrail.policy, self.titles) if waited else ()
            return _joined([*gone, *parts])
        try:
            gone = [told for told in self.heed() if told != RENUMBERED]
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
        """Let go of the leaflets that went out of use, or read otherwise, since the last look, and say which.

        Raises:
            EdubotError: every leaflet is out of use, or nobody can tell which are.
        """
        desk, renewed = self.desk, self._renewed()
        if renewed:
            gone = gone_since(self._sources, desk, renewed, set(self._shown()))
            self.sit_at(renewed)
            self.headings = []
        else:
            present = desk.now().sources
            gone = withdrawn(source for source in self._sources if source not in present)
            self._sources = present
        if not gone:
            return []
        before = self.hits
        self._forget(gone)
        return [*map(str, gone), *([RENUMBERED] if self.hits != before else [])]

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
            return [told for told in self.heed() if told != RENUMBERED]
        except Exception:  # the next message says so; this one has its answer, and perhaps its help, already
            return []

    def _forget(self, gone: Collection[Gone]) -> None:
        """Let go of all that was kept of some leaflets."""
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
        asked = {question.casefold() for question in self.asked}
        left = tuple(question for question in self.desk.suggestions if question.casefold() not in asked)
        self.offered = left[:MOST_SUGGESTED] if answer.hits else left
        yield from offered(answer, self.offered)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts)
