"""The chat: the thread, and where one types."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from edubot.answering import Answering, Rebuild, Step
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Hit
from edubot.remarks import remarks_file
from edubot.rendering.as_markdown import passage_as_markdown
from edubot.saving import save
from edubot.tui import keys
from edubot.tui.build_line import BuildLine
from edubot.tui.builder import Builder
from edubot.tui.handing_over import hand_over, written
from edubot.tui.history_screen import HistoryScreen
from edubot.tui.librarian import Librarian
from edubot.tui.messages import (
    AnswerFound,
    BuildEnded,
    BuildWentOn,
    ExchangeRecalled,
    HelpAsked,
    LeafletRead,
    LeafletsChanged,
    LeafletsOpened,
    LeafletsUnavailable,
    LeafletUnreadable,
    LeafletWanted,
    PassageChosen,
    PlaceChosen,
    QuestionAsked,
    SaveWanted,
    TopicsRead,
)
from edubot.tui.question_box import QuestionBox
from edubot.tui.remark_screen import RemarkScreen
from edubot.tui.safe_screen import SafeScreen
from edubot.tui.save_screen import SaveScreen
from edubot.tui.sheet_screen import SheetScreen
from edubot.tui.source_screen import SourceScreen
from edubot.tui.text_screens import HelpScreen
from edubot.tui.thread import Thread
from edubot.tui.topics_screen import TopicsScreen
from edubot.tui.welcome import REBUILD, Welcome

MOST_SUGGESTED = 3
"""Questions offered under an answer that shows passages."""

LOOK_SECONDS = 3.0
"""How often somebody looks whether the leaflets on the screen are still in use."""
BEGINNING, OPENING = Step("Building the index again"), Step("Opening the leaflets")
NOTHING_TO_BUILD = {
    True: "The leaflets are open: nothing has to be built.",
    False: "Building again from here does not mend this.",
    None: "The leaflets are opening.",
}
"""Why no build begins, by whether the leaflets are open."""


class ChatScreen(SafeScreen):
    """Shows each question at once and its answer when the librarian has found it."""

    BINDINGS: ClassVar[list[BindingType]] = list(keys.CHAT)

    def __init__(
        self,
        guardrail: Guardrail,
        open_assistant: Callable[[], Answering],
        notice: str = "",
        rebuild: Rebuild | None = None,
        stamp: Callable[[], object] = lambda: None,
        engine: str = "",
    ) -> None:
        super().__init__(guardrail)
        self._engine = engine
        self._builder = Builder(rebuild, self.post_message) if rebuild else None
        self._is_open: bool | None = None
        """Whether the leaflets are; None until that is known."""
        self._can_rebuild = False
        self._librarian = Librarian(guardrail, open_assistant, self.post_message, stamp)
        self._notice = notice
        self._titles: dict[str, str] = {}
        self._suggestions = guardrail.policy.suggestions
        self._warned_in_full = False
        self._sheet: list[str] = []
        self._noted: list[Hit] = []
        """Passages on which a remark was noted."""

    def body(self) -> Iterator[Widget]:
        """Thread and question box."""
        yield Thread(Welcome(self._suggestions, self._notice))
        yield BuildLine()
        yield QuestionBox()

    def on_mount(self) -> None:
        """Start opening the leaflets behind the screen, in a thread that no quitting has to wait for."""
        self.query_one(QuestionBox).focus()
        threading.Thread(target=self._librarian.work, name="librarian", daemon=True).start()
        self.set_interval(LOOK_SECONDS, self._librarian.look)

    def on_unmount(self) -> None:
        """Let the librarian go home."""
        self._librarian.stop()

    async def on_leaflets_opened(self, event: LeafletsOpened) -> None:
        """Say which leaflets are here, and warn of what they are about."""
        self._is_open, self._can_rebuild = True, False
        self.query_one(BuildLine).clear()
        self.stand_under(event.guardrail)
        self._titles |= {source.id: source.title for source in event.sources}
        self._suggestions = event.suggestions
        await self.query_one(Welcome).opened(event.sources, () if self._thread.exchanges else event.suggestions)

    async def on_leaflets_changed(self, event: LeafletsChanged) -> None:
        """Name the leaflets anew, say which are not to be gone by any more, and let go of what is shown of those."""
        if isinstance(event.now, LeafletsOpened):
            await self.on_leaflets_opened(event.now)
        else:
            await self.on_leaflets_unavailable(event.now)
        for gone in event.gone:
            self.notify(str(gone), severity="warning", timeout=30, markup=False)
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
        for told in event.left_out:
            self.notify(f"Left out: {told}", severity="warning", timeout=30, markup=False)
        self.query_one(BuildLine).show_step(OPENING)
        self._librarian.reopen()

    async def on_question_asked(self, event: QuestionAsked) -> None:
        """Show the question at once; the worker answers when it can. A blank one opens what a card stands before."""
        thread = self._thread
        self.query_one(QuestionBox).focus()
        if event.question.strip().lower() == REBUILD:
            self.action_rebuild()
            return
        if not event.question.strip() and thread.exchanges and thread.exchanges[-1].folded:
            thread.bring_up(await thread.exchanges[-1].unfold())
            return
        history = thread.asked
        exchange = await thread.add(event.question)
        self._librarian.ask(exchange.number, exchange.question, history)

    async def on_answer_found(self, event: AnswerFound) -> None:
        """Show an answer under its question."""
        exchange = self._thread.exchanges[event.number]
        others = event.answer.warnings != self.guardrail.warnings
        is_latest = exchange is self._thread.exchanges[-1]
        offered = self._not_asked_yet() if is_latest else ()
        if event.answer.hits:
            offered = offered[:MOST_SUGGESTED]
        await exchange.show(event.answer, self._titles, offered, warn_in_full=others or not self._warned_in_full)
        self._warned_in_full = True
        if is_latest:
            self._thread.bring_up(exchange)

    def on_passage_chosen(self, event: PassageChosen) -> None:
        """Fetch the leaflet that holds it."""
        hit = event.hit
        marks = self._thread.hits_beside(hit)
        self._librarian.read(LeafletWanted(hit.passage.source.id, marks, hit.passage.start))

    def on_leaflet_wanted(self, event: LeafletWanted) -> None:
        """Fetch a leaflet that was chosen by its title or a heading."""
        self._librarian.read(event)

    def on_leaflet_read(self, event: LeafletRead) -> None:
        """Show it."""
        self.app.push_screen(SourceScreen(self.guardrail, event, self._noted))

    def on_leaflet_unreadable(self, event: LeafletUnreadable) -> None:
        """Say why it is not shown."""
        self.notify(event.problem, severity="error", markup=False)

    def on_topics_read(self, event: TopicsRead) -> None:
        """Show what can be browsed."""
        if event.outlines:
            self.app.push_screen(TopicsScreen(self.guardrail, event.outlines))
        else:
            self.notify("There are no leaflets to look through.")

    def on_help_asked(self, event: HelpAsked) -> None:
        """`?` in an empty box."""
        event.stop()
        self.action_help()

    async def on_place_chosen(self, event: PlaceChosen) -> None:
        """Write the conversation, beside the screen's own thread; a file that exists is never written over."""
        answers, sheet = self._thread.answers, list(self._sheet)
        if self.app.is_web:
            file = await asyncio.to_thread(written, event.path, answers, sheet, self.guardrail)
            self.notify(hand_over(self.app, event.path, file), markup=False)
            return
        told, saved = await asyncio.to_thread(save, event.path, answers, sheet, self.guardrail)
        self.notify(told, severity="information" if saved else "error", markup=False)

    def on_save_wanted(self, event: SaveWanted) -> None:
        """From the sheet."""
        event.stop()
        self.action_save()

    def on_exchange_recalled(self, event: ExchangeRecalled) -> None:
        """Go back to an answer."""
        self._thread.bring_up(self._thread.exchanges[event.number])

    def action_help(self) -> None:
        """Open the help, its keys taken from the bindings as they are now."""

        def told(bindings: list[Binding]) -> list[tuple[str, str]]:
            return [(keys.label(self, binding), binding.tooltip or binding.description) for binding in bindings]

        groups = [("Keys", [*keys.TYPED, *told([*keys.CHAT, *keys.APP])]), ("In a leaflet", told(keys.READING[:6]))]
        self.app.push_screen(HelpScreen(self.guardrail, groups, self._engine))

    def action_copy(self) -> None:
        """Copy the passage in focus, else the best of the latest answer, with its citation."""
        hit = self._hit("There is no passage to copy yet.")
        if hit:
            self.app.copy_to_clipboard(passage_as_markdown(hit))
            self.notify("Copied the passage with its source.")

    def action_source(self) -> None:
        """Show the passage in focus, else the best of the latest answer, in its leaflet."""
        hit = self._hit("There is no passage to show yet.")
        if hit:
            self.post_message(PassageChosen(hit))

    def action_remark(self) -> None:
        """Note that the passage in focus, else the best of the latest answer, is wrong or unclear."""
        hit = self._hit("There is no passage to note yet.")
        if hit:
            self.app.push_screen(RemarkScreen(self.guardrail, hit, remarks_file(), self._noted))

    def action_topics(self) -> None:
        """Look through the leaflets by their headings."""
        self._librarian.list_topics()

    def action_collect(self) -> None:
        """Put what is typed on the sheet for the prescriber, else the latest question."""
        box = self.query_one(QuestionBox)
        typed = box.value.strip()
        question = typed or next(reversed(self._thread.asked), "")
        if not question:
            self.notify("Type a question first; this key puts it on the sheet for your prescriber.")
            return
        if question not in self._sheet:
            self._sheet.append(question)
        if typed:
            box.clear()
        self.notify(f"On your sheet: {len(self._sheet)}. {keys.label(self, keys.SHEET)} shows it.", markup=False)

    def action_sheet(self) -> None:
        """Show the sheet for the prescriber."""
        self.app.push_screen(SheetScreen(self.guardrail, self._sheet))

    def action_history(self) -> None:
        """List what was asked."""
        if self._thread.exchanges:
            asked = [exchange.question for exchange in self._thread.exchanges]
            self.app.push_screen(HistoryScreen(self.guardrail, asked))
        else:
            self.notify("You have not asked anything yet.")

    def action_save(self) -> None:
        """Ask where to save, if there is anything to save."""
        if not self._thread.answers and not self._sheet:
            self.notify("Ask a question first; then there is something to save.")
            return
        name = datetime.now().astimezone().strftime("edubot-%Y-%m-%d-%H%M%S.md")
        self.app.push_screen(SaveScreen(self.guardrail, Path(name) if self.app.is_web else Path.cwd() / name))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key and the command to build again are there where that would help."""
        return self._can_rebuild if action == "rebuild" else super().check_action(action, parameters)

    def action_rebuild(self) -> None:
        """Build the index again where it cannot be opened; questions are heard meanwhile, and help is shown."""
        if self._builder is None or not self._can_rebuild:
            self.notify(NOTHING_TO_BUILD[self._is_open], markup=False)
        elif self._builder.begin():
            self.query_one(BuildLine).show_step(BEGINNING)
        else:
            self.notify("The index is being built.")

    def action_scroll_thread(self, pages: int) -> None:
        """Turn a page of the thread without leaving the question box."""
        self._thread.turn(pages)

    def action_back_to_box(self) -> None:
        """Go on typing."""
        self.query_one(QuestionBox).focus()

    def action_first_choice(self) -> None:
        """From the question box to the first passage of the latest answer."""
        choice = self._thread.first_choice
        if choice:
            choice.focus()

    @property
    def _thread(self) -> Thread:
        return self.query_one(Thread)

    def _hit(self, otherwise: str) -> Hit | None:
        hit = self._thread.best_hit(self.focused)
        if hit is None:
            self.notify(otherwise)
        return hit

    def _not_asked_yet(self) -> tuple[str, ...]:
        asked = {question.casefold() for question in self._thread.asked}
        return tuple(question for question in self._suggestions if question.casefold() not in asked)
