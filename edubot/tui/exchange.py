"""A question and its answer in the thread."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from edubot.model import AlertKind, Answer, SafetyWarning
from edubot.policy import Policy
from edubot.rendering.as_text import URGENT, differences, matching_first, one_line, warning_source_line
from edubot.tui.passage_card import PassageCard

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

    def compose(self) -> ComposeResult:
        """The question, and that it is being looked up."""
        yield Static(Content.assemble(("You: ", "bold"), self.question or "(nothing asked)"), classes="question")
        yield Static(WAITING, classes="waiting")

    async def show(self, answer: Answer, policy: Policy, warn_in_full: bool) -> None:
        """Put the answer in the place of the waiting line; `answer` is set when all of it stands."""
        await self.query(".waiting").remove()
        kinds = {alert.kind for alert in answer.alerts}
        parts: list[Widget] = [Static(Content(alert.text), classes=f"alert {alert.kind}") for alert in answer.alerts]
        if answer.about:
            parts.append(Static(Content.styled(f"About: {one_line(answer.about)}", "italic"), classes="message"))
        found: list[Widget] = [Static(Content(answer.message), classes="message")]
        if answer.problem:
            found.append(Static(Content(answer.problem), classes="problem"))
        found += [PassageCard(number, hit) for number, hit in enumerate(answer.hits, start=1)]
        found += [Static(Content(difference), classes="message") for difference in differences(answer)]
        self.folded = AlertKind.CRISIS in kinds and bool(answer.hits)
        parts += [Static(UNFOLD, classes="unfold")] if self.folded else found
        self._behind = found if self.folded else []
        if not answer.hits and not answer.problem and not kinds & URGENT and policy.suggestions:
            parts.append(Static(suggestions_content(policy), classes="suggestions"))
        if warn_in_full or kinds:
            parts += [Static(full_warning(warning), classes="in-full") for warning in matching_first(answer)]
        await self.mount_all(parts)
        self.answer = answer

    async def unfold(self) -> Widget:
        """Show what the leaflets say, which stood behind the help; returns where it begins."""
        place = self.query_one(".unfold")
        first, *_ = self._behind
        await self.mount_all(self._behind, after=place)
        await place.remove()
        self.folded, self._behind = False, []
        return first


def suggestions_content(policy: Policy) -> Content:
    """Questions to begin with."""
    return Content("\n").join(["You could ask:", *(f"• {question}" for question in policy.suggestions)])


def full_warning(warning: SafetyWarning) -> Content:
    """A warning in its full form, with its sources and its date."""
    title = str(warning.topic).replace("_", " ").capitalize()
    return Content.assemble((f"{title} warning\n", "bold"), warning.text, "\n", (warning_source_line(warning), "dim"))
