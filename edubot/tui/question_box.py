"""Where the person types."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from edubot.settings import LONGEST_QUESTION
from edubot.tui.messages import HelpAsked, QuestionAsked

LINE_END = "↵"
"""Stands in the box where a pasted line ended; one letter, as the line end is in what is asked."""


class QuestionBox(Input):
    """Sends a question on Enter, brings back earlier ones with Up; keeps every line of what is pasted."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "screen.first_choice", "Next passage", show=False)]

    def __init__(self) -> None:
        super().__init__(
            placeholder="Type your question and press Enter",
            max_length=LONGEST_QUESTION,
            select_on_focus=False,  # the next key would take the place of the whole draft
        )
        self._asked: list[str] = []
        self._recalled = 0
        """How many questions back the box stands; 0 at what is being typed."""
        self._draft = ""

    @property
    def typed(self) -> str:
        """What stands in the box, in lines."""
        return "\n".join(line.strip() for line in self.value.split(LINE_END) if line.strip())

    async def action_submit(self) -> None:
        """Pass the question on and make room at once, so that nothing typed next is lost or joined to it."""
        self.post_message(QuestionAsked(self.typed))
        if self.typed:
            self._asked.append(self.value)
        self._recalled = 0
        self.clear()

    def recall(self, back: int) -> None:
        """Bring back an earlier question, further back or nearer; what was being typed comes back too."""
        if self._recalled == 0:
            self._draft = self.value
        self._recalled = min(max(self._recalled + back, 0), len(self._asked))
        self.value = self._asked[-self._recalled] if self._recalled else self._draft
        self.cursor_position = len(self.value)

    async def _on_key(self, event: events.Key) -> None:
        if event.character == "?" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(HelpAsked())
            return
        if event.key == "enter":  # here and now: a binding's turn comes after keys that are typed behind it
            event.stop()
            event.prevent_default()
            await self.action_submit()
            return
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            self.recall(1 if event.key == "up" else -1)
            return
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        """A single-line box would keep the first line only; a worry often has several, and where one ends matters."""
        event.stop()
        event.prevent_default()
        words = LINE_END.join(" ".join(line.split()) for line in event.text.splitlines() if line.strip())
        room = LONGEST_QUESTION - len(self.value)
        self.insert_text_at_cursor(words[:room])
        if len(words) > room:
            self.notify(f"The end did not fit: a question may have {LONGEST_QUESTION:,} characters.", markup=False)
