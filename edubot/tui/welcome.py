"""What stands in the thread before the first question."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from edubot.model import Source
from edubot.rendering.marks import drawn
from edubot.tui import keys
from edubot.tui.suggestions import Suggestions

OPENING = "Opening the leaflets… You can type your question now."
EMPTY = (
    "There are no leaflets here yet. Put leaflets into a folder and run: edubot build FOLDER. "
    "The two warnings above hold without them."
)
CLOSED = (
    "The leaflets cannot be opened, so no question can be answered from them. "
    "The two warnings above hold without them. Help in a crisis is still shown. Your pharmacist can be asked too."
)
TITLES_SHOWN = 12
"""Leaflets named on the first screen; of more, only the number."""


class Welcome(Vertical):
    """Which leaflets are here and what could be asked; or why none is."""

    def __init__(self, suggestions: Sequence[str], notice: str = "") -> None:
        super().__init__(id="welcome")
        self._suggestions = suggestions
        self._notice = notice
        """What the person should know before anything else, such as settings that could not be read."""

    def compose(self) -> ComposeResult:
        """While the leaflets are opening."""
        if self._notice:
            yield Static(Content(self._notice), classes="problem")
        yield Static(OPENING, id="state")
        yield Suggestions("You could ask:", self._suggestions)

    async def opened(self, sources: Sequence[Source], suggestions: Sequence[str]) -> None:
        """Name the leaflets, and offer what they have an answer to; once more, when they have changed."""
        await self.query("Suggestions, .browse").remove()
        if not sources:
            self.query_one("#state", Static).update(EMPTY)
            return
        titles = [Content(f"• {drawn(source.citation)}") for source in sources[:TITLES_SHOWN]]
        others = len(sources) - TITLES_SHOWN
        more = [Content(f"• and {others} more")] if others > 0 else []
        told = [Content("Your questions are answered from:"), *titles, *more]
        self.query_one("#state", Static).update(Content("\n").join(told))
        if suggestions:
            await self.mount(Suggestions("You could ask:", suggestions))
        topics, help = (keys.label(self.screen, key) for key in (keys.TOPICS, keys.HELP))
        browse = f"Or press {topics} to look through the leaflets by topic. {help} shows the keys."
        await self.mount(Static(Content(browse), classes="browse"))

    async def unavailable(self, problem: str) -> None:
        """Say what is wrong, what would mend it, and what still holds."""
        await self.query(Suggestions).remove()
        told = Content("\n\n").join([Content.styled(CLOSED, "bold"), Content(problem)])
        self.query_one("#state", Static).update(told)
