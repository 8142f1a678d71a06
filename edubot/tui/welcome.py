"""What stands in the thread before the first question."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from edubot.model import Source
from edubot.rendering.said import ANSWERED_FROM, CLOSED, EMPTY, named
from edubot.tui import keys
from edubot.tui.chosen import Choosable
from edubot.tui.messages import RebuildWanted
from edubot.tui.suggestions import Suggestions

OPENING = "Opening the leaflets… You can type your question now."
REBUILD = "/rebuild"
"""Typed in the place of a question."""


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
        if self._suggestions:
            yield Suggestions("You could ask:", self._suggestions)

    async def opened(self, sources: Sequence[Source]) -> None:
        """Name the leaflets; once more, when they have changed."""
        await self.query("RebuildOffer, .browse").remove()
        if not sources:
            await self.suggest(())
            self.query_one("#state", Static).update(EMPTY)
            return
        told = [ANSWERED_FROM, *(f"• {line}" for line in named(sources))]
        self.query_one("#state", Static).update(Content("\n".join(told)))
        topics, help = (keys.label(self.screen, key) for key in (keys.TOPICS, keys.HELP))
        browse = f"Or press {topics} to look through the leaflets by topic. {help} shows the keys."
        await self.mount(Static(Content(browse), classes="browse"))

    async def suggest(self, questions: Sequence[str]) -> None:
        """Offer questions where there are leaflets; none is drawn anew that stands there already."""
        shown, browse = self.query(Suggestions), self.query(".browse")
        if [each.questions for each in shown] == [tuple(questions)]:
            return
        await shown.remove()
        if questions and browse:
            await self.mount(Suggestions("You could ask:", questions), before=browse.first())

    async def unavailable(self, problem: str, can_rebuild: bool) -> None:
        """Say what is wrong, what would mend it, and what still holds.

        Args:
            can_rebuild: whether the mend can be had here and now.
        """
        await self.query("Suggestions, RebuildOffer, .browse").remove()
        told = Content("\n\n").join([Content.styled(CLOSED, "bold"), Content(problem)])
        self.query_one("#state", Static).update(told)
        if can_rebuild:
            await self.mount(RebuildOffer(keys.label(self.screen, keys.REBUILD)))


class RebuildOffer(Choosable):
    """The mend, to be had with a key, by Tab and Enter, by a click or typed."""

    def __init__(self, key: str) -> None:
        words = f"{key} builds the index again, here and now; it takes a minute or two. Or type {REBUILD} and Enter."
        super().__init__(Content(words))

    def action_choose(self) -> None:
        """Build."""
        self.post_message(RebuildWanted())
