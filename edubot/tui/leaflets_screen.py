"""The leaflets behind the chat: opened, followed when they change, and built again where they cannot be opened."""

import threading
from collections.abc import Callable, Sequence

from edubot.answering import Answering, BuildStep, Rebuild
from edubot.guardrail.guardrail import Guardrail
from edubot.rendering.out_of_use import in_brief
from edubot.rendering.said import NOT_MENDED_SO, NOTHING_TO_BUILD
from edubot.tui import keys
from edubot.tui.build_line import BuildLine
from edubot.tui.builder import Builder
from edubot.tui.librarian import Librarian
from edubot.tui.messages import (
    BuildEnded,
    BuildWentOn,
    LeafletsChanged,
    LeafletsOpened,
    LeafletsUnavailable,
    QuestionsSuggested,
)
from edubot.tui.question_box import QuestionBox
from edubot.tui.safe_screen import SafeScreen
from edubot.tui.thread import Thread
from edubot.tui.welcome import Welcome

LOOK_SECONDS = 3.0
"""How often somebody looks whether the leaflets on the screen are still in use."""
BEGINNING, OPENING = BuildStep("Building the index again"), BuildStep("Opening the leaflets")
WHY_NONE_BEGINS = {True: NOTHING_TO_BUILD, False: NOT_MENDED_SO, None: "The leaflets are opening."}
"""Why no build begins, by whether the leaflets are open."""


class LeafletsScreen(SafeScreen):
    """A screen with a thread that is never shown without saying whether the leaflets in it are still in use."""

    def __init__(
        self,
        guardrail: Guardrail,
        open_assistant: Callable[[], Answering],
        rebuild: Rebuild | None,
        stamp: Callable[[], object],
    ) -> None:
        super().__init__(guardrail)
        self._librarian = Librarian(guardrail, open_assistant, self.post_message, stamp)
        self._builder = Builder(rebuild, self.post_message) if rebuild else None
        self._is_open: bool | None = None
        """Whether the leaflets are; None until that is known."""
        self._can_rebuild = False
        self._titles: dict[str, str] = {}
        self._suggestions = guardrail.policy.suggestions

    @property
    def _thread(self) -> Thread:
        return self.query_one(Thread)

    def on_mount(self) -> None:
        """Start opening the leaflets behind the screen, in a thread that no quitting has to wait for."""
        threading.Thread(target=self._librarian.work, name="librarian", daemon=True).start()
        self.set_interval(LOOK_SECONDS, self._librarian.look)

    def on_unmount(self) -> None:
        """Let the librarian go home."""
        self._librarian.stop()

    async def on_leaflets_opened(self, event: LeafletsOpened) -> None:
        """Say which leaflets are here, and warn of what they are about."""
        self._is_open, self._can_rebuild = True, False
        self.query_one(BuildLine).clear()
        for screen in self.app.screen_stack:
            if isinstance(screen, SafeScreen):
                screen.stand_under(event.guardrail)
        self._titles |= {source.id: source.title for source in event.sources}
        await self.query_one(Welcome).opened(event.sources)
        await self._offer(event.guardrail.policy.suggestions)

    async def on_questions_suggested(self, event: QuestionsSuggested) -> None:
        """Offer them in the place of those that were not looked at yet."""
        await self._offer(event.questions)

    async def _offer(self, questions: tuple[str, ...]) -> None:
        self._suggestions = questions
        await self.query_one(Welcome).suggest(() if self._thread.exchanges else questions)

    async def on_leaflets_changed(self, event: LeafletsChanged) -> None:
        """Name the leaflets anew, say which are not to be gone by any more, and let go of what is shown of those."""
        if isinstance(event.now, LeafletsOpened):
            await self.on_leaflets_opened(event.now)
        else:
            await self.on_leaflets_unavailable(event.now)
        self._warn_of(in_brief(event.gone))
        leaflets = {gone.source.id for gone in event.gone}
        while any(isinstance(screen, SafeScreen) and screen.shows(leaflets) for screen in self.app.screen_stack):
            self.app.pop_screen()
        for exchange in self._thread.exchanges:
            await exchange.let_go(event.gone)
        if self.focused is None:
            self.query_one(QuestionBox).focus()

    async def on_leaflets_unavailable(self, event: LeafletsUnavailable) -> None:
        """Say what is wrong and what would mend it."""
        self._is_open = False
        self._can_rebuild = event.mended_by_building and self._builder is not None
        self._suggestions = ()
        self.query_one(BuildLine).clear()
        await self.query_one(Welcome).unavailable(event.problem, self._can_rebuild)

    def on_rebuild_wanted(self) -> None:
        """From the offer itself."""
        self.action_rebuild()

    def on_build_went_on(self, event: BuildWentOn) -> None:
        """Show how far it is."""
        self.query_one(BuildLine).show_step(event.step)

    def on_build_ended(self, event: BuildEnded) -> None:
        """Open what was built, or say why nothing was."""
        if event.problem:
            self.query_one(BuildLine).show_problem(event.problem, keys.label(self, keys.REBUILD))
            return
        self._warn_of(_left_out(event.left_out))
        self.query_one(BuildLine).show_step(OPENING)
        self._librarian.reopen()

    def _warn_of(self, told: str) -> None:
        """Tell once, however much there is: what is told for a moment has little room."""
        if told:
            self.notify(told, severity="warning", timeout=30, markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key and the command to build again are there where that would help."""
        return self._can_rebuild if action == "rebuild" else super().check_action(action, parameters)

    def action_rebuild(self) -> None:
        """Build the index again where it cannot be opened; questions are heard meanwhile, and help is shown."""
        if self._builder is None or not self._can_rebuild:
            self.notify(WHY_NONE_BEGINS[self._is_open], markup=False)
        elif self._builder.begin():
            self.query_one(BuildLine).show_step(BEGINNING)
        else:
            self.notify("The index is being built.")


def _left_out(told: Sequence[str]) -> str:
    """The first of the files that a build left out, and how many more there are."""
    if not told:
        return ""
    more = f" And {len(told) - 1} more: edubot check names them." if len(told) > 1 else ""
    return f"Left out: {told[0]}{more}"
