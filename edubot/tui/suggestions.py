"""Questions to try, each of which can be chosen."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from edubot.tui.chosen import Choosable
from edubot.tui.messages import QuestionAsked


class SuggestedQuestion(Choosable):
    """One question; choosing it asks it."""

    def __init__(self, question: str) -> None:
        super().__init__(f"• {question}")
        self.question = question

    def action_choose(self) -> None:
        """Ask."""
        self.post_message(QuestionAsked(self.question))


class Suggestions(Vertical):
    """A heading and the questions under it."""

    def __init__(self, title: str, questions: Iterable[str]) -> None:
        super().__init__(classes="suggestions")
        self._title = title
        self.questions = tuple(questions)

    def compose(self) -> ComposeResult:
        """One line a question."""
        yield Static(self._title)
        for question in self.questions:
            yield SuggestedQuestion(question)
