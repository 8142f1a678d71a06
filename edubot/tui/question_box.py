"""Where the person types."""

from textual import events
from textual.widgets import Input

from edubot.settings import LONGEST_QUESTION
from edubot.tui.messages import HelpAsked, QuestionAsked


class QuestionBox(Input):
    """Sends a question on Enter; keeps every line of what is pasted."""

    def __init__(self) -> None:
        super().__init__(placeholder="Type your question and press Enter", max_length=LONGEST_QUESTION)

    async def action_submit(self) -> None:
        """Pass the question on and make room at once, so that nothing typed next is lost or joined to it."""
        self.post_message(QuestionAsked(self.value.strip()))
        self.clear()

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
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        """A single-line box would keep the first line only; a worry often has several."""
        event.stop()
        event.prevent_default()
        words = " ".join(event.text.split())
        room = LONGEST_QUESTION - len(self.value)
        self.insert_text_at_cursor(words[:room])
        if len(words) > room:
            self.notify(f"The end did not fit: a question may have {LONGEST_QUESTION:,} characters.", markup=False)
