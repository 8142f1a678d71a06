"""The chat, driven by keys: the warnings never leave the screen, whatever state it is in."""

import re
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from edubot.answering import Answering
from edubot.errors import IndexMissing
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.model import (
    AlertKind,
    Answer,
    Authored,
    Hit,
    LeafletView,
    Passage,
    Reason,
    Source,
    Span,
    Stretch,
    Topic,
)
from edubot.rendering.as_markdown import passage_as_markdown
from edubot.tui.app import EdubotApp
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.exchange import UNFOLD, WAITING, Exchange
from edubot.tui.passage_card import PassageCard
from edubot.tui.question_box import QuestionBox
from edubot.tui.save_screen import SaveScreen
from edubot.tui.text_screens import FullWarningsScreen, HelpScreen
from tests.conftest import REPOSITORY
from tests.fakes import ScriptedAssistant, refusing

SIZES = [(80, 24), (120, 40), (60, 20)]
PATIENCE = 3000
"""Turns of the loop that something may take; only a fault takes them all."""

GUIDE = Source(
    "guide",
    "Softgel guide",
    "guide.md",
    "a" * 64,
    "a" * 64,
    kind="maker's leaflet",
    drug="isotretinoin",
    restated_from="Isotretinoin softgels: a guide",
    seen=date(2026, 1, 2),
)
ARTICLE = replace(GUIDE, id="article", title="All about isotretinoin", file="article.md", sha256="b" * 64)
ARTICLE = replace(ARTICLE, text_sha256="b" * 64, kind="web article", restated_from=None, seen=None)
PLAIN = Source("pain", "Pain tablets", "pain.md", "c" * 64, "c" * 64, drug="ibuprofen")
DRINK = "**Do not drink** alcohol while you take it:\n- it strains the liver\n- it raises blood fats"
LONG = "Talk to your prescriber about this before you start, and again at every visit. " * 4


def _hit(source: Source, text: str, heading: tuple[str, ...], mark: Span | None = None, correction: str = "") -> Hit:
    needed = (correction,) if correction else ()
    return Hit(Passage(source, heading, 0, len(text), text, corrections=needed), 0.5, {}, (mark,) if mark else ())


GLASS = Authored("glass", "Ask your prescriber even about one glass.", ("edubot",), "general", date(2026, 1, 1))
ALCOHOL = "Can I drink alcohol?"
CRISIS = "I want to die. What about alcohol?"
BARE_CRISIS = "I want to die."
EVERYTHING = "Tell me everything"
FOUND = (
    _hit(GUIDE, DRINK, ("Food and drink:", "Alcohol"), Span(DRINK.index("it strains"), DRINK.index("\n- it raises"))),
    _hit(ARTICLE, "Many people avoid alcohol.", (), Span(0, 26), GLASS.id),
)
NOTED = (FOUND[0], replace(FOUND[1], note=GLASS.text))
"""As they are shown."""
HITS = {
    ALCOHOL: FOUND,
    CRISIS: FOUND,
    EVERYTHING: tuple(_hit(ARTICLE, f"{number}. {LONG}", ("Visits",)) for number in range(8)),
}
STORAGE = "\n\n## Storage\n\nKeep the softgels dry and cool.\n\n"
GUIDE_VIEW = LeafletView(
    GUIDE,
    (
        Stretch(0, DRINK + STORAGE),
        Stretch(len(DRINK + STORAGE), "", Reason.SALES_LINK),
        Stretch(len(DRINK + STORAGE) + 40, "\n\n## Questions\n\n" + LONG * 6),
    ),
    (
        FOUND[0],
        Hit(Passage(GUIDE, ("Storage",), len(DRINK) + 14, len(DRINK) + 45, "Keep the softgels dry and cool."), 0.0),
        Hit(
            Passage(
                GUIDE, ("Questions",), len(DRINK + STORAGE) + 56, len(DRINK + STORAGE) + 56 + len(LONG * 6), LONG * 6
            ),
            0.0,
        ),
    ),
)
"""What the guide says from end to end."""
PROBLEM = IndexMissing("There is no index in /nowhere", "run edubot build")


@dataclass
class Recorder(ScriptedAssistant):
    """Also remembers what was asked, in order."""

    asked: list[str] = field(default_factory=list)
    histories: list[list[str]] = field(default_factory=list)
    """What had been asked before each, the latest last."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The scripted answer."""
        self.asked.append(question)
        self.histories.append(list(history))
        return super().ask(question, history)


def scripted(guardrail: Guardrail) -> Recorder:
    """An assistant that knows three questions, under a policy that has a correction of its own."""
    policy = replace(guardrail.policy, corrections={GLASS.id: GLASS})
    return Recorder(replace(guardrail, policy=policy), HITS, [GUIDE, ARTICLE], {GUIDE.id: GUIDE_VIEW})


def chat_app(guardrail: Guardrail, open_assistant: Callable[[], Answering] | None = None) -> EdubotApp:
    """The chat over whatever opens; by default over the scripted assistant."""
    return EdubotApp(guardrail, open_assistant or (lambda: scripted(guardrail)))


def unavailable() -> ScriptedAssistant:
    """Opening fails."""
    return refusing(PROBLEM)


async def until(pilot: Pilot[None], come: Callable[[], bool]) -> None:
    """Wait for what the worker brings about."""
    for _ in range(PATIENCE):
        if come() or not pilot.app.is_running:
            break
        await pilot.pause(0.01)
    await pilot.pause()
    assert come(), f"this never came:\n{shown(pilot)}"


def shown(pilot: Pilot[None]) -> str:
    """What stands on the screen, row by row."""
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


def words(text: str) -> str:
    """A text without its line ends."""
    return " ".join(text.split())


async def opened(pilot: Pilot[None]) -> None:
    """Wait for the leaflets."""
    await until(pilot, lambda: "Your questions are answered from" in shown(pilot))


async def ask(pilot: Pilot[None], question: str) -> None:
    """Type a question, send it, and wait for its answer."""
    await send(pilot, question)
    await until(pilot, lambda: all(exchange.answer for exchange in exchanges(pilot)))
    await until(pilot, lambda: WAITING not in shown(pilot))


async def send(pilot: Pilot[None], question: str) -> None:
    """Type a question and send it."""
    before = len(exchanges(pilot))
    pilot.app.screen.query_one(QuestionBox).insert_text_at_cursor(question)
    await pilot.press("enter")
    await until(pilot, lambda: len(exchanges(pilot)) == before + 1)


def exchanges(pilot: Pilot[None]) -> list[Exchange]:
    """Questions and answers, oldest first."""
    (chat,) = [screen for screen in pilot.app.screen_stack if isinstance(screen, ChatScreen)]
    return list(chat.query(Exchange))


def value(pilot: Pilot[None]) -> str:
    """What stands in the question box."""
    return pilot.app.screen.query_one(QuestionBox).value


Drive = Callable[[Pilot[None]], Awaitable[None]]


def _asking(question: str, *keys: str) -> Drive:
    async def drive(pilot: Pilot[None]) -> None:
        await opened(pilot)
        await ask(pilot, question)
        await pilot.press(*keys)
        await pilot.pause()

    return drive


def _pressing(*keys: str) -> Drive:
    async def drive(pilot: Pilot[None]) -> None:
        await opened(pilot)
        await pilot.press(*keys)
        await pilot.pause()

    return drive


async def _refused(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: PROBLEM.problem in words(shown(pilot)))


async def _refused_a_question(pilot: Pilot[None]) -> None:
    await _refused(pilot)
    await ask(pilot, ALCOHOL)


async def _at_once(pilot: Pilot[None]) -> None:
    await pilot.pause()


async def _many(pilot: Pilot[None]) -> None:
    await opened(pilot)
    for question in (ALCOHOL, EVERYTHING, "hello", ALCOHOL):
        await ask(pilot, question)


async def _long_paste(pilot: Pilot[None]) -> None:
    await opened(pilot)
    pilot.app.post_message(events.Paste("alcohol " * 400))
    await until(pilot, lambda: bool(value(pilot)))


STATES: dict[str, Drive] = {
    "welcome": opened,
    "answer": _asking(ALCOHOL),
    "answer, second passage": _asking(ALCOHOL, "shift+tab"),
    "long answer": _asking(EVERYTHING),
    "long answer, scrolled": _asking(EVERYTHING, "pagedown", "pagedown", "pagedown"),
    "many answers": _many,
    "no passages": _asking("Can I fly a kite?"),
    "greeting": _asking("hello"),
    "blank": _asking(""),
    "crisis": _asking(BARE_CRISIS),
    "crisis, passages folded": _asking(CRISIS),
    "crisis, passages unfolded": _asking(CRISIS, "enter"),
    "long paste": _long_paste,
    "help": _pressing("f1"),
    "help, scrolled": _pressing("f1", "end"),
    "full warnings": _pressing("f2"),
    "full warnings, scrolled": _pressing("f2", "end"),
    "save": _asking(ALCOHOL, "f4"),
    "copied": _asking(ALCOHOL, "f3"),
    "nothing to save": _pressing("f4"),
    "back from help": _pressing("f1", "escape"),
}
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def _assert_warned(pilot: Pilot[None], guardrail: Guardrail) -> None:
    screen = pilot.app.screen
    text = words(shown(pilot))
    for warning in guardrail.warnings:
        widget = screen.query_one(f"#warning-{warning.topic}")
        assert widget.display
        assert widget.region.area > 0
        assert screen.region.contains_region(widget.region)
        assert warning.line in text
    assert len(guardrail.warnings) == len(Topic)
    assert guardrail.policy.unreviewed_notice in text


@each_size
@pytest.mark.parametrize("state", STATES)
async def test_both_warnings_are_on_screen_in_every_state(
    guardrail: Guardrail, state: str, size: tuple[int, int]
) -> None:
    """Displayed, inside the screen, and every word of both in what is drawn."""
    async with chat_app(guardrail).run_test(size=size, notifications=True) as pilot:
        await STATES[state](pilot)
        _assert_warned(pilot, guardrail)


@each_size
@pytest.mark.parametrize("drive", [_refused, _refused_a_question], ids=["on opening", "on asking"])
async def test_both_warnings_are_on_screen_without_leaflets(
    guardrail: Guardrail, drive: Drive, size: tuple[int, int]
) -> None:
    """The problem and its mend stand under the warnings, before a question and as its answer."""
    async with chat_app(guardrail, unavailable).run_test(size=size) as pilot:
        await drive(pilot)
        _assert_warned(pilot, guardrail)
        assert "run edubot build" in words(shown(pilot))


@each_size
@pytest.mark.parametrize("question", ["", ALCOHOL])
async def test_both_warnings_are_on_screen_while_opening(
    guardrail: Guardrail, question: str, size: tuple[int, int]
) -> None:
    """They do not wait for the leaflets, nor does a question that was sent meanwhile hide them."""
    gate = threading.Event()
    async with chat_app(guardrail, _behind(gate, scripted(guardrail))).run_test(size=size) as pilot:
        await pilot.pause()
        if question:
            await send(pilot, question)
        _assert_warned(pilot, guardrail)
        assert ("Opening the leaflets" in shown(pilot)) or question
        gate.set()


@pytest.mark.parametrize("country", ["US", "UK", "EU"])
@each_size
async def test_the_warnings_on_screen_are_the_countrys(country: str, size: tuple[int, int]) -> None:
    """Short form above, full form on F2."""
    guardrail = Guardrail.load(country)
    async with chat_app(guardrail).run_test(size=size) as pilot:
        await opened(pilot)
        _assert_warned(pilot, guardrail)
    async with chat_app(guardrail).run_test(size=(120, 60)) as pilot:
        await _pressing("f2")(pilot)
        assert all(warning.text in words(shown(pilot)) for warning in guardrail.warnings)


async def test_under_a_broken_policy_the_builtin_warnings_are_on_screen(tmp_path: Path) -> None:
    """Nothing is answered, and why is said."""
    guardrail = Guardrail.load(path=tmp_path / "nowhere.toml")
    async with chat_app(guardrail).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        _assert_warned(pilot, guardrail)
        assert "nowhere.toml" in "".join(shown(pilot).split())
        assert not pilot.app.screen.query(PassageCard)


async def test_the_warnings_can_be_told_from_their_ground(guardrail: Guardrail) -> None:
    """Every character of both stands out with a contrast of 4.5 to 1 or more (WCAG 2.2, AA)."""
    async with chat_app(guardrail).run_test() as pilot:
        await opened(pilot)
        rows = pilot.app.screen._compositor.render_strips()
        for topic in Topic:
            region = pilot.app.screen.query_one(f"#warning-{topic}").region
            for strip in rows[region.y : region.bottom]:
                for segment in strip.crop(region.x, region.right):
                    if segment.text.strip():
                        assert segment.style is not None
                        assert segment.style.color is not None
                        assert segment.style.bgcolor is not None
                        ratio = _contrast(segment.style.color.get_truecolor(), segment.style.bgcolor.get_truecolor())
                        assert ratio >= 4.5, f"{segment.text!r}: {ratio:.1f}"


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio as WCAG defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _behind(gate: threading.Event, assistant: ScriptedAssistant) -> Callable[[], ScriptedAssistant]:
    """What opens when the gate does."""

    def open_assistant() -> ScriptedAssistant:
        assert gate.wait(60)
        return assistant

    return open_assistant


async def test_a_person_can_type_while_the_leaflets_are_opening(guardrail: Guardrail) -> None:
    """The box has the focus from the start, and keys arrive."""
    gate = threading.Event()
    async with chat_app(guardrail, _behind(gate, scripted(guardrail))).run_test() as pilot:
        await pilot.press(*"dry lips")
        assert value(pilot) == "dry lips"
        gate.set()
        await opened(pilot)
        assert value(pilot) == "dry lips"


async def test_questions_sent_while_opening_are_answered_in_order(guardrail: Guardrail) -> None:
    """Each is shown at once, waits, and gets its own answer when the leaflets are open."""
    gate, assistant = threading.Event(), scripted(guardrail)
    questions = [ALCOHOL, "Can I fly a kite?", "hello", ALCOHOL]
    async with chat_app(guardrail, _behind(gate, assistant)).run_test(size=(80, 60)) as pilot:
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


async def test_the_first_answer_brings_the_warnings_in_full(guardrail: Guardrail) -> None:
    """Once a sitting, both, with their sources; afterwards F2 brings them."""
    async with chat_app(guardrail).run_test(size=(100, 80)) as pilot:
        await opened(pilot)
        await ask(pilot, "hello")
        for warning in guardrail.warnings:
            assert warning.text in words(shown(pilot))
            assert warning.sources[0] in words(shown(pilot))
        await ask(pilot, "hello")
        assert len(pilot.app.screen.query(".in-full")) == len(guardrail.warnings)


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
        await send(pilot, "")
        assert len(exchanges(pilot)) == 3


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
        _assert_warned(pilot, guardrail)


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


async def test_a_question_is_asked_with_those_before_it(guardrail: Guardrail) -> None:
    """The latest last, blanks left out."""
    assistant = scripted(guardrail)
    async with chat_app(guardrail, lambda: assistant).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        for question in (ALCOHOL, "", "hello", "And why?"):
            await ask(pilot, question)
    assert assistant.histories == [[], [ALCOHOL], [ALCOHOL], [ALCOHOL, "hello"]]


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


@each_size
async def test_leaflets_of_another_drug_bring_its_warnings(guardrail: Guardrail, size: tuple[int, int]) -> None:
    """Until the leaflets are open the bundled drug's warnings stand, and then those of what they are about."""
    gate, other = threading.Event(), guardrail.over({"ibuprofen"}, "letters-1")
    assert other.warnings != guardrail.warnings
    async with chat_app(guardrail, _behind(gate, ScriptedAssistant(other, {}, [PLAIN]))).run_test(size=size) as pilot:
        await pilot.pause()
        _assert_warned(pilot, guardrail)
        gate.set()
        await opened(pilot)
        _assert_warned(pilot, other)
        for key in ("f1", "escape", "f2", "escape"):
            await pilot.press(key)
            await pilot.pause()
            _assert_warned(pilot, other)
        await ask(pilot, "Can I fly a kite?")
        _assert_warned(pilot, other)
        await pilot.press("f4")
        await pilot.pause()
        _assert_warned(pilot, other)
    async with chat_app(guardrail, lambda: ScriptedAssistant(other, {}, [PLAIN])).run_test(size=(120, 60)) as pilot:
        await _pressing("f2")(pilot)
        assert all(warning.text in words(shown(pilot)) for warning in other.warnings)


async def test_a_paste_keeps_all_its_lines(guardrail: Guardrail) -> None:
    """Lines of a pasted message are joined, none is lost."""
    async with chat_app(guardrail).run_test() as pilot:
        await pilot.press(*"So: ")
        pilot.app.post_message(events.Paste("I drank\r\nlast night\n\nis that bad"))
        await until(pilot, lambda: value(pilot).endswith("bad"))
        assert value(pilot) == "So: I drank last night is that bad"


async def test_a_paste_that_is_too_long_is_not_lost_without_a_word(guardrail: Guardrail) -> None:
    """What fits is kept, or the person is told."""
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        before = shown(pilot)
        pilot.app.post_message(events.Paste("alcohol " * 1000))
        await pilot.pause()
        assert shown(pilot) != before


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


async def test_help_names_every_key(guardrail: Guardrail) -> None:
    """What a key does is told where a person looks for it."""
    async with chat_app(guardrail).run_test(size=(80, 60)) as pilot:
        await _pressing("f1")(pilot)
        for key in ("F1", "F2", "F3", "F4", "Tab", "Escape", "Ctrl+Q"):
            assert re.search(rf"^\s*{re.escape(key)}  +\w", shown(pilot), re.MULTILINE), key


async def test_f2_shows_both_warnings_in_full(guardrail: Guardrail) -> None:
    """Text, sources and date; Escape goes back."""
    async with chat_app(guardrail).run_test(size=(100, 50)) as pilot:
        await _pressing("f2")(pilot)
        assert isinstance(pilot.app.screen, FullWarningsScreen)
        for warning in guardrail.warnings:
            assert warning.text in words(shown(pilot))
            assert all(source in words(shown(pilot)) for source in warning.sources)
            assert warning.checked.isoformat() in shown(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))


@pytest.mark.parametrize("key", ["f1", "f4"])
async def test_f2_works_wherever_it_is_named(guardrail: Guardrail, key: str) -> None:
    """The words "F2: in full." stand under the warnings of every screen."""
    async with chat_app(guardrail).run_test() as pilot:
        await _asking(ALCOHOL, key)(pilot)
        assert "F2: in full" in shown(pilot)
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FullWarningsScreen)


async def test_f3_copies_the_best_passage_with_its_citation(guardrail: Guardrail) -> None:
    """With the box in focus it is the best of the latest answer that holds one."""
    async with chat_app(guardrail).run_test() as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await ask(pilot, "hello")
        await pilot.press("f3")
        await until(pilot, lambda: bool(pilot.app.clipboard))
        assert pilot.app.clipboard == passage_as_markdown(NOTED[0])
        assert "restated from" in pilot.app.clipboard


async def test_f3_copies_the_passage_in_focus(guardrail: Guardrail) -> None:
    """Tab goes from passage to passage, Escape back to the box."""
    async with chat_app(guardrail).run_test() as pilot:
        await _asking(ALCOHOL, "tab", "tab")(pilot)
        assert isinstance(pilot.app.focused, PassageCard)
        await pilot.press("f3")
        await until(pilot, lambda: bool(pilot.app.clipboard))
        assert pilot.app.clipboard == passage_as_markdown(NOTED[1])
        await pilot.press("escape")
        assert isinstance(pilot.app.focused, QuestionBox)


async def test_f3_copies_nothing_where_there_is_no_passage(guardrail: Guardrail) -> None:
    """And says so."""
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await _asking("hello", "f3")(pilot)
        assert pilot.app.clipboard == ""
        assert "no passage to copy" in shown(pilot)


async def _save_as(pilot: Pilot[None], place: Path | str) -> None:
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))
    pilot.app.screen.query_one("#place", Input).value = str(place)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))


async def test_f4_saves_the_conversation_with_both_warnings(guardrail: Guardrail, tmp_path: Path) -> None:
    """Questions, passages, citations, and both warnings short and in full."""
    place = tmp_path / "talk.md"
    async with chat_app(guardrail).run_test() as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await ask(pilot, "hello")
        await _save_as(pilot, place)
        await until(pilot, place.exists)
    saved = place.read_text(encoding="utf-8")
    for warning in guardrail.warnings:
        assert warning.line in saved
        assert warning.text in saved
    assert guardrail.policy.unreviewed_notice in saved
    assert saved.index(f"## {ALCOHOL}") < saved.index("> - it strains the liver") < saved.index("## hello")
    assert GUIDE.citation in saved


async def test_f4_never_writes_over_a_file(guardrail: Guardrail, tmp_path: Path) -> None:
    """The file stays as it was, the person is told, and may choose another name."""
    place = tmp_path / "mine.md"
    place.write_text("mine", encoding="utf-8")
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await _save_as(pilot, place)
        await until(pilot, lambda: "was not saved" in words(shown(pilot)))
        await _save_as(pilot, tmp_path / "other.md")
        await until(pilot, (tmp_path / "other.md").exists)
    assert place.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "nowhere/talk.md", "."])
async def test_f4_tells_when_a_place_cannot_be_written(
    guardrail: Guardrail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The chat goes on."""
    monkeypatch.chdir(tmp_path)
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await _save_as(pilot, name)
        await until(pilot, lambda: "was not saved" in words(shown(pilot)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["~nobody-of-that-name/talk.md", "[/b].md"])
async def test_f4_survives_an_odd_name(
    guardrail: Guardrail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A name that cannot be used is told, one that can is used; either way the chat goes on."""
    monkeypatch.chdir(tmp_path)
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await _save_as(pilot, name)
        await pilot.pause()
        await ask(pilot, "hello")
        assert "aved" in shown(pilot)


async def test_f4_proposes_a_new_file_in_the_folder_one_is_in(
    guardrail: Guardrail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter alone saves there; Escape saves nothing."""
    monkeypatch.chdir(tmp_path)
    async with chat_app(guardrail).run_test() as pilot:
        await _asking(ALCOHOL, "f4", "escape")(pilot)
        assert list(tmp_path.iterdir()) == []
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))
        await pilot.press("enter")
        await until(pilot, lambda: len(list(tmp_path.glob("edubot-*.md"))) == 1)


async def test_f4_saves_nothing_before_a_question_was_answered(guardrail: Guardrail) -> None:
    """And says so."""
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await _pressing("f4")(pilot)
        assert isinstance(pilot.app.screen, ChatScreen)
        assert "Ask a question first" in words(shown(pilot))


async def test_an_assistant_that_cannot_open_says_why(guardrail: Guardrail) -> None:
    """The sentence of the error, on opening and again as the answer to a question."""
    async with chat_app(guardrail, unavailable).run_test(size=(100, 60)) as pilot:
        await _refused_a_question(pilot)
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
        _assert_warned(pilot, guardrail)


@pytest.mark.parametrize("keys", [[], ["f1"], ["f2"], ["f4"]], ids=["chat", "help", "warnings", "save"])
async def test_ctrl_q_quits_from_every_screen(guardrail: Guardrail, keys: list[str]) -> None:
    """Whatever has the focus."""
    app = chat_app(guardrail)
    async with app.run_test() as pilot:
        await _asking(ALCOHOL, *keys)(pilot)
        assert app.return_code is None
        await pilot.press("ctrl+q")
    assert app.return_code == 0


def quit_at_once() -> None:
    """Run the chat without a terminal, ask, and quit before the answer is read."""

    async def drive(pilot: Pilot[object]) -> None:
        await send(cast(Pilot[None], pilot), ALCOHOL)
        await pilot.press("ctrl+q")

    chat_app(Guardrail.load()).run(headless=True, auto_pilot=drive)


def test_the_worker_ends_when_the_chat_does() -> None:
    """A process that quits the chat ends: no thread holds it back."""
    script = "from tests.test_chat import quit_at_once; quit_at_once()"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


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
