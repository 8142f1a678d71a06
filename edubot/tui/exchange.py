"""A question and its answer in the thread."""

from collections.abc import Collection, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from edubot.model import Advice, Alert, Answer, SafetyWarning
from edubot.rendering.answer_line import answer_line
from edubot.rendering.as_text import one_line, plain_words, silence_line, warning_source_line
from edubot.rendering.matching import matching_warnings, others_in_full
from edubot.rendering.out_of_use import Gone, without
from edubot.tui.passage_card import PassageCard
from edubot.tui.sides import Sides
from edubot.tui.suggestions import SuggestedQuestion, Suggestions

WAITING = "Looking in the leaflets…"
UNFOLD = "Press Enter in the empty question box to see what the leaflets say."


class Exchange(Vertical):
    """Shows the question at once and the answer when it is found."""

    def __init__(self, number: int, question: str) -> None:
        super().__init__()
        self.number = number
        self.question = question
        self.answer: Answer | None = None
        self.folded = False
        """Whether what the leaflets say waits behind a card until the person asks for it."""
        self._behind: list[Widget] = []
        self._titles: Mapping[str, str] = {}
        self._warned_in_full = False

    def compose(self) -> ComposeResult:
        """The question, and that it is being looked up."""
        yield Static(Content.assemble(("You: ", "bold"), self.question), classes="question")
        yield Static(WAITING, classes="waiting")

    async def help_first(self, alerts: Sequence[Alert]) -> None:
        """Show whom to call above the waiting line; the answer brings it too, in the place of this."""
        if self.answer is None:
            await self.mount_all(_cards(alerts), before=self.query_one(".waiting"))

    async def show(
        self, answer: Answer, titles: Mapping[str, str], suggestions: Sequence[str], warn_in_full: bool
    ) -> None:
        """Put the answer in the place of what stood meanwhile; `answer` is set when all of it stands.

        Args:
            titles: of the leaflets, by id.
            suggestions: what could be asked next.
            warn_in_full: whether both warnings are shown in full, and not only those that the question is about.
        """
        self._titles, self._warned_in_full = titles, warn_in_full
        self.folded = answer.waits_behind_help
        await self._put(self._parts(answer, suggestions, []))
        self.answer = answer

    async def let_go(self, gone: Collection[Gone]) -> None:
        """Take out what it shows of some leaflets; a mark stays where a passage stood."""
        before = self.answer
        left = without(before, gone) if before else None
        if before is None or left is None or left is before:
            return
        offered = [each.question for each in self.query(SuggestedQuestion)]
        why = {each.source.id: each for each in gone}
        labels = [why[id].label for id in (hit.passage.source.id for hit in before.hits) if id in why]
        self.folded = self.folded and bool(left.hits)
        await self._put(self._parts(left, offered, labels))
        self.answer = left

    async def _put(self, parts: Sequence[Widget]) -> None:
        """Under the question, in the place of all that stood there; no screen is drawn without a card in between."""
        async with self.batch():
            await self.query_children("*").exclude(".question").remove()
            await self.mount_all(parts)

    def _parts(self, answer: Answer, suggestions: Sequence[str], labels: Sequence[str]) -> list[Widget]:
        """All that stands under the question; what waits behind a card is put aside.

        Args:
            labels: stand where passages stood that are gone.
        """
        parts: list[Widget] = [*_cards(answer.first)]
        if answer.about:
            parts.append(Static(Content.styled(f"About: {one_line(answer.about)}", "italic"), classes="message"))
        opened = [Static(full_warning(each), classes="in-full") for each in matching_warnings(answer)]
        rest = [Static(full_warning(each), classes="in-full") for each in others_in_full(answer, self._warned_in_full)]
        found = [*_found(answer, self._titles), *(Static(Content(label), classes="message gone") for label in labels)]
        if self.folded:
            parts += [Static(UNFOLD, classes="unfold"), *opened]
            self._behind = [*_line(answer), *found]
        else:
            parts += [*_line(answer), *opened, *found]
        if suggestions:
            title = "You could also ask:" if answer.hits else "You could ask:"
            parts.append(Suggestions(title, suggestions))
        return [*parts, *rest]

    async def unfold(self) -> Widget:
        """Show what the leaflets say, which stood behind the help; returns where it begins."""
        place = self.query_one(".unfold")
        first, *_ = self._behind
        await self.mount_all(self._behind, after=place)
        await place.remove()
        self.folded, self._behind = False, []
        return first


def _cards(first: Sequence[Alert | Advice]) -> list[Static]:
    """Whom to call and what to do."""
    kinds = (told.kind if isinstance(told, Alert) else "beforehand" for told in first)
    return [Static(Content(told.text), classes=f"alert {kind}") for told, kind in zip(first, kinds, strict=True)]


def _line(answer: Answer) -> list[Widget]:
    """What it comes to, the policy's sentence for how it came out, and what went wrong."""
    line = answer_line(answer)
    parts: list[Widget] = [Static(Content.styled(line, "bold"), classes="answer-line")] if line else []
    parts.append(Static(Content(answer.message), classes="message" if answer.hits else "message no"))
    return [*parts, Static(Content(answer.problem), classes="problem")] if answer.problem else parts


def _found(answer: Answer, titles: Mapping[str, str]) -> list[Widget]:
    """Where leaflets differ comes first, for no passage above it may look like the winner."""
    return [
        *(Sides(found, titles) for found in answer.disagreements),
        *map(PassageCard, range(1, len(answer.hits) + 1), answer.hits, plain_words(answer.hits)),
        *(Static(Content(silence_line(found, titles)), classes="message") for found in answer.silences),
    ]


def full_warning(warning: SafetyWarning) -> Content:
    """A warning in its full form, with its sources and its date."""
    title = str(warning.topic).replace("_", " ").capitalize()
    return Content.assemble((f"{title} warning\n", "bold"), warning.text, "\n", (warning_source_line(warning), "dim"))
