"""The chat: the thread, and where one types."""

import asyncio
from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widget import Widget

from edubot.answering import Answering, Rebuild
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Hit
from edubot.remarks import remarks_file
from edubot.rendering.as_markdown import passage_as_markdown
from edubot.rendering.offers import offers
from edubot.rendering.said import NO_PASSAGE_HERE, NOTHING_ASKED, NOTHING_TO_READ, NOTHING_TO_SAVE
from edubot.saving import collect, not_saved, place_named, proposed_name, save
from edubot.tui import keys
from edubot.tui.build_line import BuildLine
from edubot.tui.handing_over import hand_over, written
from edubot.tui.history_screen import HistoryScreen
from edubot.tui.leaflets_screen import LeafletsScreen
from edubot.tui.messages import (
    AnswerFound,
    ExchangeRecalled,
    HelpAsked,
    HelpFound,
    LeafletRead,
    LeafletWanted,
    PassageChosen,
    PlaceChosen,
    QuestionAsked,
    ReadingFailed,
    SaveWanted,
    TopicsRead,
)
from edubot.tui.question_box import QuestionBox
from edubot.tui.remark_screen import RemarkScreen
from edubot.tui.save_screen import SaveScreen
from edubot.tui.sheet_screen import SheetScreen
from edubot.tui.source_screen import SourceScreen
from edubot.tui.text_screens import HelpScreen
from edubot.tui.thread import Thread
from edubot.tui.topics_screen import TopicsScreen
from edubot.tui.welcome import REBUILD, Welcome


class ChatScreen(LeafletsScreen):
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
        super().__init__(guardrail, open_assistant, rebuild, stamp)
        self._engine = engine
        self._notice = notice
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
        """Where one types, one types at once."""
        self.query_one(QuestionBox).focus()

    def on_key(self, event: events.Key) -> None:
        """What is typed while a passage has the focus is a question too: nobody has to find the way back first."""
        box = self.query_one(QuestionBox)
        if event.is_printable:
            event.stop()
            box.focus()
            box.post_message(events.Key(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted there too."""
        box = self.query_one(QuestionBox)
        box.focus()
        box.post_message(events.Paste(event.text))

    async def on_question_asked(self, event: QuestionAsked) -> None:
        """Show the question at once; the worker answers when it can. A blank one opens what a card stands before."""
        thread = self._thread
        self.query_one(QuestionBox).focus()
        if event.question.strip().lower() == REBUILD:
            self.action_rebuild()
            return
        if not event.question.strip():
            if thread.folded:
                thread.bring_up(await thread.folded.unfold())
            else:
                self.notify("Type your question first, then press Enter.")
            return
        history = thread.asked
        exchange = await thread.add(event.question)
        self._librarian.ask(exchange.number, exchange.question, history)

    async def on_help_found(self, event: HelpFound) -> None:
        """Show help under its question at once; the answer follows."""
        await self._thread.exchanges[event.number].help_first(event.alerts)

    async def on_answer_found(self, event: AnswerFound) -> None:
        """Show an answer under its question."""
        exchange = self._thread.exchanges[event.number]
        others = event.answer.warnings != self.guardrail.warnings
        is_latest = exchange is self._thread.exchanges[-1]
        offered = offers(event.answer, self._suggestions, self._thread.asked) if is_latest else ()
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

    def on_reading_failed(self, event: ReadingFailed) -> None:
        """Say why it is not shown."""
        self.notify(event.problem, severity="error", markup=False)

    def on_topics_read(self, event: TopicsRead) -> None:
        """Show what can be browsed."""
        if event.outlines:
            self.app.push_screen(TopicsScreen(self.guardrail, event.outlines))
        else:
            self.notify(NOTHING_TO_READ)

    def on_help_asked(self, event: HelpAsked) -> None:
        """`?` in an empty box."""
        event.stop()
        self.action_help()

    async def on_place_chosen(self, event: PlaceChosen) -> None:
        """Write the conversation, beside the screen's own thread; a file that exists is never written over."""
        held = (self._thread.answers, list(self._sheet), self.guardrail, dict(self._titles))
        if not self.app.is_web:
            told, saved = await asyncio.to_thread(save, event.path, *held)
        else:
            try:
                told, saved = hand_over(self.app, event.path, await asyncio.to_thread(written, event.path, *held)), True
            except Exception as error:  # the last net: whatever the browser does not take, the sitting goes on
                told, saved = not_saved(event.path, error), False
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
        self.app.push_screen(HelpScreen(self.guardrail, keys.explained(self), self._engine))

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
        typed = box.typed
        if not collect(self._sheet, typed, self._thread.asked):
            self.notify("Type a question first; this key puts it on the sheet for your prescriber.")
            return
        if typed:
            box.clear()
        self.notify(f"On your sheet: {len(self._sheet)}. {keys.label(self, keys.SHEET)} shows it.", markup=False)

    def action_sheet(self) -> None:
        """Show the sheet for the prescriber."""
        self.app.push_screen(SheetScreen(self.guardrail, self._sheet))

    def action_history(self) -> None:
        """List what was asked."""
        if self._thread.exchanges:
            self.app.push_screen(HistoryScreen(self.guardrail, self._thread.asked))
        else:
            self.notify(NOTHING_ASKED)

    def action_save(self) -> None:
        """Ask where to save, if there is anything to save."""
        if not self._thread.answers and not self._sheet:
            self.notify(NOTHING_TO_SAVE)
            return
        name = proposed_name()
        self.app.push_screen(SaveScreen(self.guardrail, name if self.app.is_web else str(place_named(name))))

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
        elif self._thread.exchanges:
            self.notify(NO_PASSAGE_HERE)

    def _hit(self, otherwise: str) -> Hit | None:
        hit = self._thread.best_hit(self.focused)
        if hit is None:
            self.notify(NO_PASSAGE_HERE if self._thread.exchanges else otherwise)
        return hit
