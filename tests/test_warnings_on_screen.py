"""The warnings never leave the screen, whatever state it is in."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from edubot.guardrail.guardrail import Guardrail
from edubot.model import WarningTopic
from edubot.rendering.out_of_use import ALTERED, WITHDRAWN, Gone
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.messages import BuildEnded, LeafletsChanged, LeafletsOpened
from edubot.tui.passage_card import PassageCard
from edubot.tui.text_screens import FullWarningsScreen, HelpScreen
from tests.chats import (
    STATES,
    Drive,
    ask,
    asking,
    assert_warned,
    behind,
    chat_app,
    contrast,
    each_size,
    opened,
    pressing,
    refused,
    refused_a_question,
    send,
    shown,
    until,
    words,
)
from tests.fakes import ScriptedAssistant
from tests.scripted import ALCOHOL, PLAIN, scripted, unavailable
from tests.terminals import PseudoTerminal

ALTERNATE_SCREEN = "\x1b[?1049h"
"""A terminal is told this before a program draws over its lines."""
LEAVE = "\x11"
"""Ctrl+Q."""


@each_size
@pytest.mark.parametrize("state", STATES)
async def test_both_warnings_are_on_screen_in_every_state(
    guardrail: Guardrail, state: str, size: tuple[int, int]
) -> None:
    """Displayed, inside the screen, and every word of both in what is drawn."""
    async with chat_app(guardrail).run_test(size=size, notifications=True) as pilot:
        await STATES[state](pilot)
        assert_warned(pilot, guardrail)


@each_size
@pytest.mark.parametrize("drive", [refused, refused_a_question], ids=["on opening", "on asking"])
async def test_both_warnings_are_on_screen_without_leaflets(
    guardrail: Guardrail, drive: Drive, size: tuple[int, int]
) -> None:
    """The problem and its mend stand under the warnings, before a question and as its answer."""
    async with chat_app(guardrail, unavailable).run_test(size=size) as pilot:
        await drive(pilot)
        assert_warned(pilot, guardrail)
        assert "run edubot build" in words(shown(pilot))


@each_size
@pytest.mark.parametrize("question", ["", ALCOHOL])
async def test_both_warnings_are_on_screen_while_opening(
    guardrail: Guardrail, question: str, size: tuple[int, int]
) -> None:
    """They do not wait for the leaflets, nor does a question that was sent meanwhile hide them."""
    gate = threading.Event()
    async with chat_app(guardrail, behind(gate, scripted(guardrail))).run_test(size=size) as pilot:
        await pilot.pause()
        if question:
            await send(pilot, question)
        assert_warned(pilot, guardrail)
        assert ("Opening the leaflets" in shown(pilot)) or question
        gate.set()


@pytest.mark.parametrize("country", ["US", "UK", "EU"])
@each_size
async def test_the_warnings_on_screen_are_the_countrys(country: str, size: tuple[int, int]) -> None:
    """Short form above, full form on F2."""
    guardrail = Guardrail.load(country)
    async with chat_app(guardrail).run_test(size=size) as pilot:
        await opened(pilot)
        assert_warned(pilot, guardrail)
    async with chat_app(guardrail).run_test(size=(120, 60)) as pilot:
        await pressing("f2")(pilot)
        assert all(warning.text in words(shown(pilot)) for warning in guardrail.warnings)


async def test_under_a_broken_policy_the_builtin_warnings_are_on_screen(tmp_path: Path) -> None:
    """Nothing is answered, and why is said."""
    guardrail = Guardrail.load(path=tmp_path / "nowhere.toml")
    async with chat_app(guardrail).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        assert_warned(pilot, guardrail)
        assert "nowhere.toml" in "".join(shown(pilot).split())
        assert not pilot.app.screen.query(PassageCard)


async def test_the_warnings_can_be_told_from_their_ground(guardrail: Guardrail) -> None:
    """Every character of both stands out with a contrast of 4.5 to 1 or more (WCAG 2.2, AA)."""
    async with chat_app(guardrail).run_test() as pilot:
        await opened(pilot)
        rows = pilot.app.screen._compositor.render_strips()
        for topic in WarningTopic:
            region = pilot.app.screen.query_one(f"#warning-{topic}").region
            for strip in rows[region.y : region.bottom]:
                for segment in strip.crop(region.x, region.right):
                    if segment.text.strip():
                        assert segment.style is not None
                        assert segment.style.color is not None
                        assert segment.style.bgcolor is not None
                        ratio = contrast(segment.style.color.get_truecolor(), segment.style.bgcolor.get_truecolor())
                        assert ratio >= 4.5, f"{segment.text!r}: {ratio:.1f}"


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


@each_size
@pytest.mark.parametrize("number", [1, 3, 12])
async def test_leaflets_that_are_gone_are_told_at_once_under_the_warnings(
    guardrail: Guardrail, number: int, size: tuple[int, int]
) -> None:
    """In one sentence for each reason, however many leaflets and however long their titles."""
    titles = [f"What everybody should know of the softgels before they begin, {each}" for each in range(number)]
    gone = [Gone(replace(PLAIN, id=title, title=title), WITHDRAWN) for title in titles]
    altered = [Gone(replace(PLAIN, id=title, title=title), ALTERED) for title in titles]
    async with chat_app(guardrail).run_test(size=size, notifications=True) as pilot:
        await opened(pilot)
        now = LeafletsOpened([PLAIN], guardrail)
        pilot.app.screen.post_message(LeafletsChanged(now, (*gone, *altered)))
        await until(pilot, lambda: bool(pilot.app._notifications) and "again," in shown(pilot))
        assert_warned(pilot, guardrail)
        (told,) = pilot.app._notifications
        assert all(word in shown(pilot) for word in told.message.split())
        assert [f"{number} leaflets were" in told.message] == [number > 1]
        assert told.message.count(titles[0][:30]) == 2 * min(number, 2)
        assert told.message.count(f"and {number - 2} more") == 2 * (number > 2)


@each_size
async def test_files_that_are_left_out_are_told_at_once_under_the_warnings(
    guardrail: Guardrail, size: tuple[int, int]
) -> None:
    """The first by name, and how many more there are."""
    left_out = tuple(f"/home/you/leaflets/{each}.pdf holds no text: save its text." for each in range(12))
    async with chat_app(guardrail).run_test(size=size, notifications=True) as pilot:
        await opened(pilot)
        pilot.app.screen.post_message(BuildEnded(left_out=left_out))
        await until(pilot, lambda: "check" in shown(pilot))
        assert_warned(pilot, guardrail)
        (told,) = pilot.app._notifications
        assert told.message.startswith(f"Left out: {left_out[0]} And 11 more")


@each_size
@pytest.mark.parametrize("keys", [(), ("f1",), ("f2",), ("f4",), ("ctrl+p",)], ids=lambda keys: "".join(keys) or "chat")
async def test_nothing_that_is_told_for_a_moment_covers_the_warnings(
    guardrail: Guardrail, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    """Neither one of any length, nor many at once, whichever screen stands and whatever becomes of its size."""
    async with chat_app(guardrail).run_test(size=size, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        for told in ("Short.", "word " * 300, "Last."):
            for severity in ("information", "warning", "error"):
                pilot.app.notify(told, severity=severity)
                await pilot.pause()
                assert_warned(pilot, guardrail)
        await until(pilot, lambda: "Last." in shown(pilot))
        for other in ((120, 40), (60, 20), (80, 24)):
            await pilot.resize_terminal(*other)
            await pilot.pause()
            assert_warned(pilot, guardrail)


@each_size
async def test_leaflets_of_another_drug_bring_its_warnings(guardrail: Guardrail, size: tuple[int, int]) -> None:
    """Until the leaflets are open the bundled drug's warnings stand, and then those of what they are about."""
    gate, other = threading.Event(), guardrail.over({"ibuprofen"})
    assert other.warnings != guardrail.warnings
    async with chat_app(guardrail, behind(gate, ScriptedAssistant(other, {}, [PLAIN]))).run_test(size=size) as pilot:
        await pilot.pause()
        assert_warned(pilot, guardrail)
        gate.set()
        await opened(pilot)
        assert_warned(pilot, other)
        for key in ("f1", "escape", "f2", "escape"):
            await pilot.press(key)
            await pilot.pause()
            assert_warned(pilot, other)
        await ask(pilot, "Can I fly a kite?")
        assert_warned(pilot, other)
        await pilot.press("f4")
        await pilot.pause()
        assert_warned(pilot, other)
    async with chat_app(guardrail, lambda: ScriptedAssistant(other, {}, [PLAIN])).run_test(size=(120, 60)) as pilot:
        await pressing("f2")(pilot)
        assert all(warning.text in words(shown(pilot)) for warning in other.warnings)


@pytest.mark.parametrize(
    "keys", [("f1",), ("f2",), ("f4",), ("f8",), ("ctrl+p",), ("f1", "f2"), ("f2", "ctrl+p")], ids="+".join
)
async def test_leaflets_of_another_drug_bring_its_warnings_to_every_screen(
    guardrail: Guardrail, keys: tuple[str, ...]
) -> None:
    """Also to those that were opened before the leaflets were, and to all that lie under them."""
    gate, other = threading.Event(), guardrail.over({"ibuprofen"})
    later = guardrail.over({"isotretinoin"})
    app = chat_app(guardrail, behind(gate, ScriptedAssistant(other, {}, [PLAIN])))
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("f7", *"dose", "f7", *keys)
        await pilot.pause()
        assert_warned(pilot, guardrail)
        chat = app.screen_stack[1]
        gate.set()
        await until(pilot, lambda: isinstance(chat, ChatScreen) and bool(chat._titles))
        top = list(app.screen_stack)
        for now in (other, later, other):
            chat.post_message(LeafletsChanged(LeafletsOpened([PLAIN], now)))
            while isinstance(chat, ChatScreen) and chat.guardrail is not now:
                await pilot.pause(0.01)
            await pilot.pause()
            assert app.screen_stack == top
            assert_warned(pilot, now)
            if isinstance(app.screen, FullWarningsScreen):
                assert all(warning.text in words(shown(pilot)) for warning in now.warnings)
            if isinstance(app.screen, HelpScreen):
                assert all(question in shown(pilot) for question in now.policy.suggestions)
        while len(app.screen_stack) > 2:
            app.pop_screen()
            await pilot.pause()
            assert_warned(pilot, other)


async def test_f2_shows_both_warnings_in_full(guardrail: Guardrail) -> None:
    """Text, sources and date; Escape goes back."""
    async with chat_app(guardrail).run_test(size=(100, 50)) as pilot:
        await pressing("f2")(pilot)
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
        await asking(ALCOHOL, key)(pilot)
        assert "F2: in full" in shown(pilot)
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FullWarningsScreen)


def test_both_warnings_stand_before_anything_is_drawn(tmp_path: Path, guardrail: Guardrail) -> None:
    """In plain lines above the screen, where they are again when the chat is left."""
    chat = PseudoTerminal(["-m", "edubot", "--index", "/nowhere"], tmp_path)
    printed = words(chat.until(ALTERNATE_SCREEN).partition(ALTERNATE_SCREEN)[0])
    assert all(warning.line in printed for warning in guardrail.warnings)
    chat.until("/nowhere")
    chat.type(LEAVE)
    assert chat.end() == 0
