"""The chat, driven by keys: what is asked is answered, word for word, or why not is said."""

import re
import subprocess
import sys
from collections.abc import Sequence

import pytest
from textual.widgets import Static

from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.model import AlertKind, Answer
from edubot.tui.exchange import UNFOLD
from edubot.tui.passage_card import PassageCard
from edubot.tui.question_box import QuestionBox
from edubot.tui.source_screen import SourceScreen
from tests.chats import (
    ask,
    asking,
    assert_warned,
    chat_app,
    each_size,
    exchanges,
    opened,
    pressing,
    refused_a_question,
    shown,
    until,
    words,
)
from tests.conftest import REPOSITORY
from tests.fakes import ScriptedAssistant
from tests.scripted import ALCOHOL, BARE_CRISIS, CRISIS, GUIDE, PROBLEM, scripted, unavailable


async def test_an_answer_shows_passages_word_for_word(guardrail: Guardrail) -> None:
    """Question, title, place, quote, source and note are on screen, markup is not."""
    async with chat_app(guardrail).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        text = shown(pilot)
        for part in (f"You: {ALCOHOL}", "1  Softgel guide", "Food and drink › Alcohol", "“Do not drink alcohol while"):
            assert part in text
        for part in ("• it strains the liver", "restated from", "Note: Ask your prescriber even about one glass."):
            assert part in text
        assert "**" not in text


async def test_the_words_that_answer_are_bold_and_underlined(guardrail: Guardrail) -> None:
    """Exactly the words that the highlight covers, and never by colour alone."""
    async with chat_app(guardrail).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        marked = [
            segment.text.strip()
            for strip in pilot.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.underline and segment.style.bold
        ]
        assert [text for text in marked if text] == ["it strains the liver", "Many people avoid alcohol."]


async def test_a_crisis_card_stands_before_what_the_leaflets_say(guardrail: Guardrail) -> None:
    """The whole card is on screen; the passages come with Enter in the empty box, and once."""
    card = guardrail.policy.alert_for(AlertKind.CRISIS, None).text
    async with chat_app(guardrail).run_test(size=(100, 80)) as pilot:
        await opened(pilot)
        await ask(pilot, "hello")
        await ask(pilot, CRISIS)
        assert card in words(re.sub("[^\x00-\x7f]", "", shown(pilot)))
        assert UNFOLD in words(shown(pilot))
        assert not pilot.app.screen.query(PassageCard)
        in_full = [words(str(static.render())) for static in exchanges(pilot)[-1].query(".in-full").results(Static)]
        assert [guardrail.warnings[1].text in in_full[0], guardrail.warnings[0].text in in_full[1]] == [True, True]
        await pilot.press("enter")
        await until(pilot, lambda: len(pilot.app.screen.query(PassageCard)) == 2)
        assert UNFOLD not in words(shown(pilot))
        assert len(exchanges(pilot)) == 2


async def test_what_waits_behind_an_earlier_card_comes_too(guardrail: Guardrail) -> None:
    """As long as a card says that Enter brings it, Enter does, that of the latest card first."""
    async with chat_app(guardrail).run_test(size=(100, 80), notifications=True) as pilot:
        await opened(pilot)
        for message in (CRISIS, CRISIS, "hello"):
            await ask(pilot, message)
        await pilot.press("enter")
        await until(pilot, lambda: len(pilot.app.screen.query(PassageCard)) == 2)
        assert [each.folded for each in exchanges(pilot)] == [True, False, False]
        await pilot.press("enter")
        await until(pilot, lambda: len(pilot.app.screen.query(PassageCard)) == 4)
        assert UNFOLD not in words(shown(pilot))
        assert not pilot.app._notifications
        await pilot.press("enter")
        await until(pilot, lambda: "Type your question first" in shown(pilot))


async def test_enter_in_an_empty_box_moves_nothing(guardrail: Guardrail) -> None:
    """Who presses it with a crisis card in sight keeps the card in sight, and is told what Enter needs."""
    async with chat_app(guardrail).run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, BARE_CRISIS)
        before = shown(pilot).splitlines()[5:14]
        await pilot.press("enter")
        await until(pilot, lambda: "Type your question first" in shown(pilot))
        assert len(exchanges(pilot)) == 1
        assert shown(pilot).splitlines()[5:14] == before


@each_size
async def test_what_is_told_for_a_moment_leaves_the_draft_in_sight(guardrail: Guardrail, size: tuple[int, int]) -> None:
    """All of the line one types in."""
    draft = "and what of the " + "a" * (size[0] - 30)
    async with chat_app(guardrail).run_test(size=size, notifications=True) as pilot:
        await opened(pilot)
        pilot.app.screen.query_one(QuestionBox).insert_text_at_cursor(draft)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "Nothing is lost" in words(shown(pilot)))
        assert draft in shown(pilot)


async def test_the_way_out_is_in_sight_at_80_columns(guardrail: Guardrail) -> None:
    """Whole, in the row at the foot, in the chat and in a leaflet."""
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        assert shown(pilot).splitlines()[-1].split()[:2] == ["F1", "Help"]
        assert shown(pilot).splitlines()[-1].endswith("^q Quit")
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, SourceScreen))
        assert shown(pilot).splitlines()[-1].endswith("^q Quit")


@pytest.mark.parametrize("country", [None, "US", "UK", "EU"])
async def test_a_crisis_card_fits_a_small_screen(country: str | None) -> None:
    """All of it stands on 24 rows of 80 columns without scrolling, whatever was asked before."""
    guardrail = Guardrail.load(country)
    card = guardrail.policy.alert_for(AlertKind.CRISIS, country).text
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for question in (ALCOHOL, BARE_CRISIS):
            await ask(pilot, question)
        assert card in words(re.sub("[^\x00-\x7f]", "", shown(pilot)))
        assert_warned(pilot, guardrail)


async def test_who_is_in_danger_is_not_offered_questions(guardrail: Guardrail) -> None:
    """Nothing to try stands under a crisis card, nor anything to unfold where no leaflet was searched."""
    async with chat_app(guardrail).run_test(size=(100, 80)) as pilot:
        await opened(pilot)
        await ask(pilot, BARE_CRISIS)
        (exchange,) = exchanges(pilot)
        assert len(exchange.query(".alert.crisis")) == 1
        assert not exchange.query(".suggestions")
        assert not exchange.query(".unfold")
        assert not exchange.folded


async def test_no_gap_is_left_where_questions_were_suggested(guardrail: Guardrail) -> None:
    """What was offered goes with the next question, and so does its room."""
    async with chat_app(guardrail).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        for question in ("hello", ALCOHOL):
            await ask(pilot, question)
        first, _ = exchanges(pilot)
        assert not first.query(".suggestions")
        assert first.region.bottom == first.children[-1].region.bottom


async def test_a_question_is_asked_with_those_before_it(guardrail: Guardrail) -> None:
    """The latest last."""
    assistant = scripted(guardrail)
    async with chat_app(guardrail, lambda: assistant).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        for question in (ALCOHOL, "hello", "And why?"):
            await ask(pilot, question)
    assert assistant.histories == [[], [ALCOHOL], [ALCOHOL, "hello"]]


async def test_what_a_question_was_understood_with_is_shown(guardrail: Guardrail) -> None:
    """A person sees which earlier question was taken to be meant."""

    class Leaning(ScriptedAssistant):
        def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
            about = history[-1] if history else None
            return self.guardrail.answer(question, Findings((), about=about), history)

    async with chat_app(guardrail, lambda: Leaning(guardrail, {}, [GUIDE])).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        assert "About:" not in shown(pilot)
        await ask(pilot, "And for how long?")
        assert f"About: {ALCOHOL}" in shown(pilot)


async def test_help_names_every_key(guardrail: Guardrail) -> None:
    """What a key does is told where a person looks for it."""
    async with chat_app(guardrail).run_test(size=(80, 60)) as pilot:
        await pressing("f1")(pilot)
        for key in ("F1", "F2", "F3", "F4", "Tab", "Escape", "Ctrl+Q"):
            assert re.search(rf"^\s*{re.escape(key)}  +\w", shown(pilot), re.MULTILINE), key


async def test_an_assistant_that_cannot_open_says_why(guardrail: Guardrail) -> None:
    """The sentence of the error, on opening and again as the answer to a question."""
    async with chat_app(guardrail, unavailable).run_test(size=(100, 60)) as pilot:
        await refused_a_question(pilot)
        assert words(shown(pilot)).count(str(PROBLEM)) == 2
        message = guardrail.policy.messages[exchanges(pilot)[0].answer.outcome]  # type: ignore[union-attr]
        assert message.text in shown(pilot)


async def test_an_unforeseen_fault_on_opening_is_told_too(guardrail: Guardrail) -> None:
    """The chat stays, with its warnings."""

    def broken() -> ScriptedAssistant:
        raise ZeroDivisionError("by nought")

    async with chat_app(guardrail, broken).run_test() as pilot:
        await until(pilot, lambda: "by nought" in shown(pilot))
        await ask(pilot, ALCOHOL)
        assert_warned(pilot, guardrail)


@pytest.mark.parametrize("keys", [[], ["f1"], ["f2"], ["f4"]], ids=["chat", "help", "warnings", "save"])
async def test_ctrl_q_quits_from_every_screen(guardrail: Guardrail, keys: list[str]) -> None:
    """Whatever has the focus."""
    app = chat_app(guardrail)
    async with app.run_test() as pilot:
        await asking(ALCOHOL, *keys)(pilot)
        assert app.return_code is None
        await pilot.press("ctrl+q")
    assert app.return_code == 0


def test_the_worker_ends_when_the_chat_does() -> None:
    """A process that quits the chat ends: no thread holds it back."""
    script = "from tests.chats import quit_at_once; quit_at_once()"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
