"""The thread of questions and answers."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from edubot.guardrail.guardrail import Guardrail
from edubot.rendering.as_markdown import answers_as_markdown, passage_as_markdown
from edubot.tui.exchange import Exchange, suggestions_content
from edubot.tui.librarian import Answering, Librarian
from edubot.tui.messages import (
    AnswerFound,
    HelpAsked,
    LeafletsOpened,
    LeafletsUnavailable,
    PlaceChosen,
    QuestionAsked,
)
from edubot.tui.passage_card import PassageCard
from edubot.tui.question_box import QuestionBox
from edubot.tui.safe_screen import WARNINGS_KEY, SafeScreen
from edubot.tui.save_screen import SaveScreen
from edubot.tui.text_screens import HelpScreen

OPENING = "Opening the leaflets… You can type your question now."


TYPED_KEYS = [("Enter", "Ask"), ("?", "This help, in an empty question box"), ("Tab", "Go to the next passage")]
"""Keys that no binding names."""
KEY_NAMES = {"pageup": "Page Up", "pagedown": "Page Down", "ctrl+q": "Ctrl+Q"}
"""Keys whose names are better written otherwise."""
TITLES_SHOWN = 12
"""Leaflets named on the first screen; of more, only the number."""


def _private(path: str, flags: int) -> int:
    """Open a file that only this person can read: it holds what they asked."""
    return os.open(path, flags, mode=0o600)


def _key_name(key: str) -> str:
    return KEY_NAMES.get(key, key.capitalize())


class ChatScreen(SafeScreen):
    """Shows each question at once and its answer when the librarian has found it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        WARNINGS_KEY,
        Binding("f3", "copy", "Copy passage"),
        Binding("f4", "save", "Save"),
        Binding("pageup", "scroll_thread(-1)", "Scroll up", show=False, priority=True),
        Binding("pagedown", "scroll_thread(1)", "Scroll down", show=False, priority=True),
        Binding("escape", "back_to_box", "Back to the question", show=False),
    ]

    def __init__(self, guardrail: Guardrail, open_assistant: Callable[[], Answering]) -> None:
        super().__init__(guardrail)
        self._librarian = Librarian(guardrail, open_assistant, self.post_message)
        self._exchanges: list[Exchange] = []
        self._warned_in_full = False

    def body(self) -> Iterator[Widget]:
        """Thread, a line that says what is going on, and the question box."""
        with_suggestions = Content("\n\n").join([Content(OPENING), suggestions_content(self.guardrail.policy)])
        yield VerticalScroll(Static(with_suggestions, id="welcome"), id="thread", can_focus=False)
        yield QuestionBox()

    def on_mount(self) -> None:
        """Start opening the leaflets behind the screen, in a thread that no quitting has to wait for."""
        self.query_one(QuestionBox).focus()
        threading.Thread(target=self._librarian.work, name="librarian", daemon=True).start()

    def on_unmount(self) -> None:
        """Let the librarian go home."""
        self._librarian.stop()

    def on_leaflets_opened(self, event: LeafletsOpened) -> None:
        """Say which leaflets are here, and warn of what they are about."""
        self.stand_under(event.guardrail)
        titles = [Content(f"• {source.citation}") for source in event.sources[:TITLES_SHOWN]]
        others = len(event.sources) - TITLES_SHOWN
        more = [Content(f"• and {others} more")] if others > 0 else []
        parts = [Content("Your questions are answered from:"), *titles, *more, Content("")]
        welcome = Content("\n").join([*parts, suggestions_content(self.guardrail.policy)])
        self.query_one("#welcome", Static).update(welcome)

    def on_leaflets_unavailable(self, event: LeafletsUnavailable) -> None:
        """Say what is wrong and what would mend it."""
        self.query_one("#welcome", Static).update(Content(event.problem))

    async def on_question_asked(self, event: QuestionAsked) -> None:
        """Show the question at once; the worker answers when it can. A blank one opens what a card stands before."""
        if not event.question.strip() and self._exchanges and self._exchanges[-1].folded:
            first = await self._exchanges[-1].unfold()
            self.call_after_refresh(self.query_one("#thread").scroll_to_widget, first, top=True, animate=False)
            return
        history = [exchange.question for exchange in self._exchanges if exchange.question.strip()]
        exchange = Exchange(len(self._exchanges), event.question)
        self._exchanges.append(exchange)
        thread = self.query_one("#thread", VerticalScroll)
        await thread.mount(exchange)
        thread.scroll_to_widget(exchange, top=True, animate=False)
        self._librarian.ask(exchange.number, exchange.question, history)

    async def on_answer_found(self, event: AnswerFound) -> None:
        """Show an answer under its question."""
        exchange = self._exchanges[event.number]
        others = event.answer.warnings != self.guardrail.warnings
        await exchange.show(event.answer, self.guardrail.policy, warn_in_full=others or not self._warned_in_full)
        self._warned_in_full = True
        if exchange is self._exchanges[-1]:
            thread = self.query_one("#thread", VerticalScroll)
            self.call_after_refresh(thread.scroll_to_widget, exchange, top=True, animate=False)

    def on_help_asked(self, event: HelpAsked) -> None:
        """`?` in an empty box."""
        event.stop()
        self.action_help()

    def on_place_chosen(self, event: PlaceChosen) -> None:
        """Write the conversation; a file that exists is never written over."""
        answers = [exchange.answer for exchange in self._exchanges if exchange.answer]
        try:
            written = answers_as_markdown(answers, self.guardrail.policy).encode("utf-8", errors="replace")
            with open(event.path, "xb", opener=_private) as file:
                file.write(written)
        except OSError as error:
            told = f"{event.path} was not saved: {error.strerror}. Choose another name."
            self.notify(told, severity="error", markup=False)
        else:
            self.notify(f"Saved in {event.path}.", markup=False)

    def action_help(self) -> None:
        """Open the help."""
        bound = [*self.BINDINGS, *self.app.BINDINGS]
        keys = [(_key_name(binding.key), binding.description) for binding in bound if isinstance(binding, Binding)]
        self.app.push_screen(HelpScreen(self.guardrail, [*TYPED_KEYS, *keys]))

    def action_copy(self) -> None:
        """Copy the passage in focus, else the best of the latest answer, with its citation."""
        cards = [self.focused] if isinstance(self.focused, PassageCard) else list(self._latest_cards())
        if not cards:
            self.notify("There is no passage to copy yet.")
            return
        self.app.copy_to_clipboard(passage_as_markdown(cards[0].hit))
        self.notify("Copied the passage with its source.")

    def action_save(self) -> None:
        """Ask where to save, if there is anything to save."""
        if not any(exchange.answer for exchange in self._exchanges):
            self.notify("Ask a question first; then there is something to save.")
            return
        name = datetime.now().astimezone().strftime("edubot-%Y-%m-%d-%H%M%S.md")
        self.app.push_screen(SaveScreen(self.guardrail, Path.cwd() / name))

    def action_scroll_thread(self, pages: int) -> None:
        """Turn a page of the thread without leaving the question box."""
        thread = self.query_one("#thread", VerticalScroll)
        thread.scroll_relative(y=pages * max(thread.size.height - 2, 1), animate=False)

    def action_back_to_box(self) -> None:
        """Go on typing."""
        self.query_one(QuestionBox).focus()

    def _latest_cards(self) -> Iterator[PassageCard]:
        for exchange in reversed(self._exchanges):
            if exchange.answer and exchange.answer.hits and not exchange.folded:
                yield from exchange.query(PassageCard)
                return
