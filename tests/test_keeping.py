"""What a person takes away: a passage copied, a sitting saved."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from edubot.guardrail.guardrail import Guardrail
from edubot.rendering.as_markdown import passage_as_markdown
from edubot.rendering.said import NO_PASSAGE_HERE
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.passage_card import PassageCard
from edubot.tui.question_box import QuestionBox
from edubot.tui.save_screen import SaveScreen
from tests.chats import ask, asking, chat_app, opened, pressing, shown, until, words
from tests.scripted import ALCOHOL, BARE_CRISIS, CRISIS, GUIDE, NOTED, scripted
from tests.test_remarks import Served


async def test_f3_copies_the_best_passage_with_its_citation(guardrail: Guardrail) -> None:
    """With the box in focus it is the best of the latest answer."""
    async with chat_app(guardrail).run_test() as pilot:
        await opened(pilot)
        await ask(pilot, "hello")
        await ask(pilot, ALCOHOL)
        await pilot.press("f3")
        await until(pilot, lambda: bool(pilot.app.clipboard))
        assert pilot.app.clipboard == passage_as_markdown(NOTED[0])
        assert "restated from" in pilot.app.clipboard


async def test_f3_copies_the_passage_in_focus(guardrail: Guardrail) -> None:
    """Tab goes from passage to passage, Escape back to the box."""
    async with chat_app(guardrail).run_test() as pilot:
        await asking(ALCOHOL, "tab", "tab")(pilot)
        assert isinstance(pilot.app.focused, PassageCard)
        await pilot.press("f3")
        await until(pilot, lambda: bool(pilot.app.clipboard))
        assert pilot.app.clipboard == passage_as_markdown(NOTED[1])
        await pilot.press("escape")
        assert isinstance(pilot.app.focused, QuestionBox)


async def test_f3_copies_nothing_where_there_is_no_passage(guardrail: Guardrail) -> None:
    """And says so."""
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await pressing("f3")(pilot)
        assert pilot.app.clipboard == ""
        assert "no passage to copy" in shown(pilot)


@pytest.mark.parametrize("key", ["f3", "f5", "f9"])
async def test_an_answer_without_a_passage_stands_for_no_older_one(guardrail: Guardrail, key: str) -> None:
    """A key that works on a passage says so, and does nothing with one that was shown before."""
    async with chat_app(guardrail).run_test(size=(100, 40), notifications=True) as pilot:
        await asking(ALCOHOL)(pilot)
        await ask(pilot, "How deep is the sea?")
        screen = pilot.app.screen
        await pilot.press(key)
        await until(pilot, lambda: NO_PASSAGE_HERE in shown(pilot))
        assert (pilot.app.clipboard, pilot.app.screen) == ("", screen)


async def test_what_waits_behind_a_card_is_not_shown_yet(guardrail: Guardrail) -> None:
    """So no key works on it, nor on what stood before it; once it is shown they do."""
    async with chat_app(guardrail).run_test(size=(100, 60), notifications=True) as pilot:
        await asking(ALCOHOL)(pilot)
        await ask(pilot, CRISIS)
        await pilot.press("f3")
        await until(pilot, lambda: NO_PASSAGE_HERE in shown(pilot))
        assert pilot.app.clipboard == ""
        await pilot.press("enter", "f3")
        await until(pilot, lambda: bool(pilot.app.clipboard))


async def test_tab_says_that_there_is_nothing_to_go_to(guardrail: Guardrail) -> None:
    """Where an answer shows no passage and offers no question."""
    async with chat_app(guardrail).run_test(size=(100, 40), notifications=True) as pilot:
        await asking(ALCOHOL)(pilot)
        await ask(pilot, BARE_CRISIS)
        await pilot.press("tab")
        await until(pilot, lambda: NO_PASSAGE_HERE in shown(pilot))
        assert isinstance(pilot.app.focused, QuestionBox)


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
        await asking(ALCOHOL, "f4", "escape")(pilot)
        assert list(tmp_path.iterdir()) == []
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))
        await pilot.press("enter")
        await until(pilot, lambda: len(list(tmp_path.glob("edubot-*.md"))) == 1)


async def test_f4_tells_the_whole_place(guardrail: Guardrail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a file that was named alone."""
    monkeypatch.chdir(tmp_path)
    async with chat_app(guardrail).run_test(notifications=True, size=(200, 40)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await _save_as(pilot, "talk.md")
        told = f"Saved in {tmp_path / 'talk.md'}."
        await until(pilot, lambda: [notice.message for notice in pilot.app._notifications] == [told])


async def test_f4_in_a_folder_that_is_gone_saves_at_home(
    guardrail: Guardrail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else took it away while the person asked; the sitting is not lost with it."""
    gone, home = tmp_path / "gone", tmp_path / "home"
    gone.mkdir()
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(gone)
    async with chat_app(guardrail).run_test() as pilot:
        await asking(ALCOHOL)(pilot)
        gone.rmdir()
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))
        await pilot.press("enter")
        await until(pilot, lambda: len(list(home.glob("edubot-*.md"))) == 1)
        await _save_as(pilot, "talk.md")
        await until(pilot, (home / "talk.md").exists)
        await _save_as(pilot, tmp_path / "talk.md")
        await until(pilot, (tmp_path / "talk.md").exists)
    monkeypatch.chdir(home)


@pytest.mark.parametrize("name", ["a\x00b.md", "a\ud800.pdf", "x" * 300 + ".html"])
async def test_f4_tells_when_no_file_can_have_such_a_name(guardrail: Guardrail, tmp_path: Path, name: str) -> None:
    """Whatever was pasted for a name, the chat goes on."""
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await _save_as(pilot, tmp_path / name)
        await until(pilot, lambda: "was not saved" in words(shown(pilot)))
        await ask(pilot, "hello")
    assert list(tmp_path.iterdir()) == []


class _Undelivered(Served):
    """In a browser that takes no file."""

    def deliver_binary(self, *_: Any, **__: Any) -> str | None:
        """Never done."""
        raise RuntimeError("the browser has gone")


async def test_what_a_browser_does_not_take_is_told(guardrail: Guardrail) -> None:
    """And the sitting goes on."""
    app = _Undelivered(guardrail, lambda: scripted(guardrail))
    async with app.run_test(notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await _save_as(pilot, "talk.md")
        await until(pilot, lambda: "talk.md was not saved" in words(shown(pilot)))
        await ask(pilot, "hello")


async def test_f4_saves_nothing_before_a_question_was_answered(guardrail: Guardrail) -> None:
    """And says so."""
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await pressing("f4")(pilot)
        assert isinstance(pilot.app.screen, ChatScreen)
        assert "Ask a question first" in words(shown(pilot))
