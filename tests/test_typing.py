"""What is typed, pasted or sent in one breath arrives, whatever goes on meanwhile."""

import threading

from textual import events
from textual.pilot import Pilot

from edubot.guardrail.guardrail import Guardrail
from edubot.settings import LONGEST_QUESTION
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.exchange import WAITING, Exchange
from edubot.tui.passage_card import PassageCard
from edubot.tui.question_box import QuestionBox
from edubot.tui.text_screens import HelpScreen
from tests.chats import ask, behind, chat_app, exchanges, opened, send, shown, until, value
from tests.scripted import ALCOHOL, scripted


async def _on_a_passage(pilot: Pilot[None], draft: str = "") -> None:
    """Something was asked, a draft was begun, and then a passage was chosen."""
    await opened(pilot)
    await ask(pilot, ALCOHOL)
    await pilot.press(*draft, "tab")
    await until(pilot, lambda: isinstance(pilot.app.focused, PassageCard))


async def test_a_person_can_type_while_the_leaflets_are_opening(guardrail: Guardrail) -> None:
    """The box has the focus from the start, and keys arrive."""
    gate = threading.Event()
    async with chat_app(guardrail, behind(gate, scripted(guardrail))).run_test() as pilot:
        await pilot.press(*"dry lips")
        assert value(pilot) == "dry lips"
        gate.set()
        await opened(pilot)
        assert value(pilot) == "dry lips"


async def test_questions_sent_while_opening_are_answered_in_order(guardrail: Guardrail) -> None:
    """Each is shown at once, waits, and gets its own answer when the leaflets are open."""
    gate, assistant = threading.Event(), scripted(guardrail)
    questions = [ALCOHOL, "Can I fly a kite?", "hello", ALCOHOL]
    async with chat_app(guardrail, behind(gate, assistant)).run_test(size=(80, 60)) as pilot:
        for question in questions:
            await send(pilot, question)
        assert shown(pilot).count(WAITING) == len(questions)
        assert not assistant.asked
        gate.set()
        await until(pilot, lambda: all(exchange.answer for exchange in exchanges(pilot)))
        assert assistant.asked == questions
        answers = [exchange.answer for exchange in exchanges(pilot)]
        assert [answer.question for answer in answers if answer] == questions
        assert [len(exchange.query(PassageCard)) for exchange in exchanges(pilot)] == [2, 0, 0, 2]


async def test_a_paste_keeps_all_its_lines(guardrail: Guardrail) -> None:
    """They stand in one row while it is typed, and are lines again when it is asked: a need may end with its line."""
    assistant = scripted(guardrail)
    async with chat_app(guardrail, lambda: assistant).run_test() as pilot:
        await opened(pilot)
        await pilot.press(*"So: ")
        pilot.app.post_message(events.Paste("I feel suicidal\r\n  does it \tcause\n\ndry lips"))
        await until(pilot, lambda: value(pilot).endswith("lips"))
        assert value(pilot) == "So: I feel suicidal↵does it cause↵dry lips"
        await pilot.press("enter")
        await until(pilot, lambda: bool(assistant.asked))
        assert assistant.asked == ["So: I feel suicidal\ndoes it cause\ndry lips"]
        await pilot.press("up")
        assert value(pilot) == "So: I feel suicidal↵does it cause↵dry lips"


async def test_a_paste_that_is_too_long_is_not_lost_without_a_word(guardrail: Guardrail) -> None:
    """What fits is kept, and the person is told that the rest is not."""
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        pilot.app.post_message(events.Paste("alcohol " * 1000))
        await until(pilot, lambda: bool(value(pilot)))
        assert value(pilot) == ("alcohol " * 1000)[:LONGEST_QUESTION]
        await until(pilot, lambda: "The end did not fit" in shown(pilot))


async def test_a_paste_of_many_lines_that_fits_is_kept_whole(guardrail: Guardrail) -> None:
    """Where a line ended takes no more room than the line end did, and where one was left out nothing is sent of it."""
    said, assistant = "x\n" * 1500 + "I want to kill myself", scripted(guardrail)
    async with chat_app(guardrail, lambda: assistant).run_test(notifications=True) as pilot:
        await opened(pilot)
        pilot.app.post_message(events.Paste(said))
        await until(pilot, lambda: value(pilot).endswith("kill myself"))
        await pilot.press("↵", "space", "enter")
        await until(pilot, lambda: bool(assistant.asked))
        assert assistant.asked == [said]
        assert "did not fit" not in shown(pilot)


async def test_what_is_put_on_the_sheet_has_its_lines(guardrail: Guardrail) -> None:
    """As what is asked has."""
    async with chat_app(guardrail).run_test() as pilot:
        await opened(pilot)
        pilot.app.post_message(events.Paste("I feel low\nwhat now"))
        await until(pilot, lambda: value(pilot).endswith("now"))
        screen = pilot.app.screen
        assert isinstance(screen, ChatScreen)
        screen.action_collect()
        assert screen._sheet == ["I feel low\nwhat now"]


async def test_a_question_mark_in_an_empty_box_opens_help(guardrail: Guardrail) -> None:
    """And is not typed."""
    async with chat_app(guardrail).run_test() as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))
        assert value(pilot) == ""


async def test_a_question_mark_inside_a_question_is_typed(guardrail: Guardrail) -> None:
    """It ends the question, as it does on paper."""
    async with chat_app(guardrail).run_test() as pilot:
        await pilot.press(*"milk", "question_mark")
        await pilot.pause()
        assert value(pilot) == "milk?"
        assert isinstance(pilot.app.screen, ChatScreen)


async def test_what_is_typed_on_a_passage_goes_on_with_the_draft(guardrail: Guardrail) -> None:
    """Nobody has to find the way back to the box, and coming back takes nothing away."""
    async with chat_app(guardrail).run_test() as pilot:
        await _on_a_passage(pilot, "And ")
        for key in "milk":
            pilot.app.post_message(events.Key(key, key))
        await until(pilot, lambda: value(pilot) == "And milk")
        assert isinstance(pilot.app.focused, QuestionBox)


async def test_what_is_pasted_on_a_passage_arrives(guardrail: Guardrail) -> None:
    """In the box, as if it had the focus."""
    async with chat_app(guardrail).run_test() as pilot:
        await _on_a_passage(pilot)
        pilot.app.post_message(events.Paste("i want to die"))
        await until(pilot, lambda: value(pilot) == "i want to die")


async def test_coming_back_to_a_draft_goes_on_with_it(guardrail: Guardrail) -> None:
    """The next key does not take the place of all that was typed."""
    async with chat_app(guardrail).run_test() as pilot:
        await _on_a_passage(pilot, "And ")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.focused, QuestionBox))
        await pilot.press(*"milk")
        assert value(pilot) == "And milk"


async def test_questions_sent_in_one_breath_stay_apart(guardrail: Guardrail) -> None:
    """Keys that arrive faster than the screen is drawn are not joined to another question, nor lost."""
    async with chat_app(guardrail).run_test() as pilot:
        await opened(pilot)
        keys = [*"dry lips", "\r", *"how long", "\r", *"milk", "\r"]
        for key in keys:
            name = "enter" if key == "\r" else key
            pilot.app.post_message(events.Key(name, key))
        await until(pilot, lambda: len(pilot.app.screen.query(Exchange)) == 3)
        assert [exchange.question for exchange in pilot.app.screen.query(Exchange)] == ["dry lips", "how long", "milk"]
