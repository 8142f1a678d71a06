"""A question and its answer in the thread."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from edubot.model import Answer, SafetyWarning
from edubot.policy import Policy
from edubot.rendering.as_text import differences, warning_source_line
from edubot.tui.passage_card import PassageCard

WAITING = "Looking in the leaflets…"


class Exchange(Vertical):
    """Shows the question at once and the answer when it is found."""

    def __init__(self, number: int, question: str) -> None:
        super().__init__()
        self.number = number
        self.question = question
        self.answer: Answer | None = None

    def compose(self) -> ComposeResult:
        """The question, and that it is being looked up."""
        yield Static(Content.assemble(("You: ", "bold"), self.question or "(nothing asked)"), classes="question")
        yield Static(WAITING, classes="waiting")

    async def show(self, answer: Answer, policy: Policy, warn_in_full: bool) -> None:
        """Put the answer in the place of the waiting line."""
        self.answer = answer
        await self.query(".waiting").remove()
        parts: list[Widget] = [Static(Content(alert.text), classes="alert") for alert in answer.alerts]
        parts.append(Static(Content(answer.message), classes="message"))
        if answer.problem:
            parts.append(Static(Content(answer.problem), classes="problem"))
        parts += [PassageCard(number, hit) for number, hit in enumerate(answer.hits, start=1)]
        parts += [Static(Content(difference), classes="message") for difference in differences(answer)]
        if not answer.hits and not answer.problem and policy.suggestions:
            parts.append(Static(suggestions_content(policy), classes="suggestions"))
        if warn_in_full:
            parts += [Static(full_warning(warning), classes="in-full") for warning in answer.warnings]
        await self.mount_all(parts)


def suggestions_content(policy: Policy) -> Content:
    """Questions to begin with."""
    return Content("\n").join(["You could ask:", *(f"• {question}" for question in policy.suggestions)])


def full_warning(warning: SafetyWarning) -> Content:
    """A warning in its full form, with its sources and its date."""
    title = str(warning.topic).replace("_", " ").capitalize()
    return Content.assemble((f"{title} warning\n", "bold"), warning.text, "\n", (warning_source_line(warning), "dim"))
