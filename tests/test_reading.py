"""What stands behind an answer: the source view, topics, history, sheet, remarks and commands, driven by keys."""

import asyncio
import gc
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, Disagreement, LeafletView, LiftedWords, Side, Silence
from edubot.rendering.as_markdown import passage_as_markdown
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.contents import Contents
from edubot.tui.history_screen import HistoryScreen
from edubot.tui.leaflet_text import LeafletText
from edubot.tui.palette import SafePalette
from edubot.tui.question_box import QuestionBox
from edubot.tui.remark_screen import RemarkScreen
from edubot.tui.safe_screen import SafeScreen
from edubot.tui.save_screen import SaveScreen
from edubot.tui.sheet_screen import SheetScreen
from edubot.tui.sides import Sides
from edubot.tui.source_screen import SourceScreen
from edubot.tui.suggestions import SuggestedQuestion
from edubot.tui.text_screens import FullWarningsScreen, HelpScreen
from edubot.tui.topics_screen import TopicsScreen
from tests.chats import ask, assert_warned, chat_app, exchanges, has_rows, opened, shown, until, value, words
from tests.fakes import SURE, ScriptedAssistant
from tests.scripted import ALCOHOL, ARTICLE, FOUND, GUIDE, NOTED, scripted

ADVICE = "The leaflets do not agree. Ask your prescriber which applies to you."
DIFFERENT = Disagreement(
    "how long treatment lasts",
    (
        Side("guide", "It lasts four months.", 0, 21, LiftedWords((), ("It lasts four months.",))),
        Side("guide", "Or six.", 22, 29, LiftedWords((), ("Or six.",))),
        Side("article", "It lasts a year.", 0, 16, LiftedWords((), ("It lasts a year.",)), note="Ask your prescriber."),
        Side("third", "", 0, 9, None, left_out="what users of a website wrote"),
    ),
    ADVICE,
)


class Differing(ScriptedAssistant):
    """Finds leaflets that disagree, and one that is silent."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The same for every question."""
        found = Findings(FOUND[:1], SURE, disagreements=(DIFFERENT,), silences=(Silence("the sun", ("article",)),))
        return self.guardrail.answer(question, found, history)


def differing(guardrail: Guardrail) -> Differing:
    """An assistant whose leaflets disagree."""
    third = replace(ARTICLE, id="third", title="A third leaflet", file="third.md")
    return Differing(guardrail, {}, [GUIDE, ARTICLE, third])


async def opened_source(pilot: Pilot[None], *keys: str) -> None:
    """Ask and open the best passage in its leaflet."""
    await opened(pilot)
    await ask(pilot, ALCOHOL)
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, SourceScreen))
    await until(pilot, lambda: has_rows(pilot))
    await pilot.press(*keys)
    await pilot.pause()


async def test_a_leaflet_that_was_closed_is_let_go_of(guardrail: Guardrail) -> None:
    """However often one is opened and closed, and the leaflets opened anew, no screen but the last is kept."""
    texts: list[weakref.ref[LeafletText]] = []
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened_source(pilot)
        for number in range(6):
            texts.append(weakref.ref(pilot.app.screen.query_one(LeafletText)))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))
            if number == 3:
                assert isinstance(pilot.app.screen, ChatScreen)
                pilot.app.screen._librarian.reopen()
            await pilot.press("f5")
            await until(pilot, lambda: isinstance(pilot.app.screen, SourceScreen))
            await until(pilot, lambda: has_rows(pilot))
        gc.collect()
        assert sum(text() is not None for text in texts) <= 1


@pytest.mark.parametrize("width", [100, 160])
async def test_where_leaflets_differ_they_stand_side_by_side(guardrail: Guardrail, width: int) -> None:
    """In columns of one row; the titles, every word, the notes, no winner in the answer line."""
    async with chat_app(guardrail, lambda: differing(guardrail)).run_test(size=(width, 60)) as pilot:
        await opened(pilot)
        await ask(pilot, "how long")
        columns = list(pilot.app.screen.query(".side"))
        assert len({column.region.y for column in columns}) == 1
        assert len({column.region.x for column in columns}) == len(columns) == 3


async def test_where_there_is_no_room_they_stand_one_below_the_other(guardrail: Guardrail) -> None:
    """Below 100 columns; and no side is lifted out above the others."""
    async with chat_app(guardrail, lambda: differing(guardrail)).run_test(size=(80, 70)) as pilot:
        await opened(pilot)
        await ask(pilot, "how long")
        columns = list(pilot.app.screen.query(".side"))
        assert len({column.region.x for column in columns}) == 1
        text = words(shown(pilot))
        for part in (GUIDE.title, "“It lasts four months.”", "“Or six.”", "“It lasts a year.”", "Ask your prescriber."):
            assert part in text
        assert "[left out: what users of a website wrote]" in words(text.replace("│", " "))
        assert ADVICE in text
        assert f"Nothing on the sun in: {ARTICLE.title}." in text
        assert "The leaflets differ on how long treatment lasts." in text
        assert "strains the liver” [1]" not in text
        first = exchanges(pilot)[0]
        assert first.query_one(Sides).region.y < first.query_one("PassageCard").region.y


async def test_enter_on_a_card_opens_its_leaflet_there(guardrail: Guardrail) -> None:
    """The words of the passage are marked, the gap has its label, both warnings stand."""
    async with chat_app(guardrail).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SourceScreen))
        await until(pilot, lambda: "Keep the softgels dry" in shown(pilot))
        marked = pilot.app.screen.query_one(LeafletText).marked
        assert any("Do not drink" in paragraph.words for paragraph in marked)
        assert "[left out: a link to a shop]" in shown(pilot)
        assert "Passage 1 of 1" in shown(pilot)
        assert_warned(pilot, guardrail)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))


async def test_a_click_on_a_card_opens_it_too(guardrail: Guardrail) -> None:
    """For whom has a mouse."""
    async with chat_app(guardrail).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await pilot.click("PassageCard")
        await until(pilot, lambda: isinstance(pilot.app.screen, SourceScreen))


async def test_a_leaflet_that_cannot_be_read_is_told(guardrail: Guardrail) -> None:
    """The chat stays."""
    async with chat_app(guardrail).run_test(size=(100, 60), notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: "cannot be opened" in shown(pilot))
        assert isinstance(pilot.app.screen, ChatScreen)


@dataclass
class Torn(ScriptedAssistant):
    """Its leaflets cannot be read, for a reason that nobody foresaw."""

    def leaflet(self, id: str) -> LeafletView | None:
        """What a fault inside looks like."""
        raise ValueError(id)


@pytest.mark.parametrize("key", ["f5", "f6"])
async def test_a_fault_in_a_leaflet_ends_no_sitting(guardrail: Guardrail, key: str) -> None:
    """It is told, and the next question is answered."""
    held = scripted(guardrail)
    torn = Torn(held.guardrail, held.hits, held.sources)
    async with chat_app(guardrail, lambda: torn).run_test(size=(100, 60), notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await pilot.press(key)
        await until(pilot, lambda: "failed inside (ValueError" in shown(pilot))
        await pilot.press("escape")
        await ask(pilot, "Can I fly a kite?")
        assert_warned(pilot, guardrail)


async def test_a_leaflet_is_searched(guardrail: Guardrail) -> None:
    """Every paragraph that holds the words, n and N from one to the next, nothing in what is left out."""
    async with chat_app(guardrail).run_test(size=(100, 60)) as pilot:
        await opened_source(pilot, "slash", *"PRESCRIBER about", "enter")
        await until(pilot, lambda: "Found in 1 places" in shown(pilot))
        await pilot.press("n", "N", "slash", *"shop", "enter")
        await until(pilot, lambda: "Found nowhere here." in shown(pilot))
        assert isinstance(pilot.app.focused, LeafletText)
        await pilot.press("slash", "escape")
        assert isinstance(pilot.app.screen, SourceScreen)


async def test_headings_stand_beside_the_text_or_on_a_key(guardrail: Guardrail) -> None:
    """From 100 columns beside it; below, t brings them in its place, and choosing one goes there."""
    async with chat_app(guardrail).run_test(size=(120, 40)) as pilot:
        await opened_source(pilot)
        assert pilot.app.screen.query_one(Contents).region.area > 0
        assert pilot.app.screen.query_one(LeafletText).region.area > 0
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened_source(pilot)
        assert pilot.app.screen.query_one(Contents).region.area == 0
        await pilot.press("t")
        await until(pilot, lambda: pilot.app.screen.query_one(Contents).region.area > 0)
        assert_warned(pilot, guardrail)
        await pilot.press("end", "enter")
        await until(pilot, lambda: pilot.app.screen.query_one(LeafletText).region.area > 0)
        await until(pilot, lambda: "Questions" in shown(pilot))


async def test_f3_copies_the_passage_that_one_is_at(guardrail: Guardrail) -> None:
    """With its citation, in the source view too."""
    async with chat_app(guardrail).run_test(size=(100, 60)) as pilot:
        await opened_source(pilot, "m", "f3")
        await until(pilot, lambda: bool(pilot.app.clipboard))
        assert pilot.app.clipboard == passage_as_markdown(NOTED[0])


async def test_topics_are_browsed_without_a_question(guardrail: Guardrail) -> None:
    """Leaflets and their own headings; Enter opens one there."""
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, TopicsScreen))
        await until(pilot, lambda: "Storage" in shown(pilot))
        assert ARTICLE.title in shown(pilot)
        assert_warned(pilot, guardrail)
        await pilot.press("down", "down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SourceScreen))
        await until(pilot, lambda: "The whole leaflet." in shown(pilot))


async def test_a_suggested_question_is_asked_when_chosen(guardrail: Guardrail) -> None:
    """And is not suggested again."""
    async with chat_app(guardrail).run_test(size=(100, 80)) as pilot:
        await opened(pilot)
        await pilot.press("tab")
        assert isinstance(pilot.app.focused, SuggestedQuestion)
        await pilot.press("enter")
        await until(pilot, lambda: len(exchanges(pilot)) == 1 and bool(exchanges(pilot)[0].answer))
        assert exchanges(pilot)[0].question == guardrail.policy.suggestions[0]
        offered = [line.question for line in pilot.app.screen.query(SuggestedQuestion)]
        assert offered == list(guardrail.policy.suggestions[1:])
        assert isinstance(pilot.app.focused, QuestionBox)


async def test_up_brings_back_what_was_asked_and_down_the_draft(guardrail: Guardrail) -> None:
    """As in a shell."""
    async with chat_app(guardrail).run_test() as pilot:
        await opened(pilot)
        for question in (ALCOHOL, "hello"):
            await ask(pilot, question)
        await pilot.press(*"dra", "up")
        assert value(pilot) == "hello"
        await pilot.press("up", "up")
        assert value(pilot) == ALCOHOL
        await pilot.press("down", "down")
        assert value(pilot) == "dra"


async def test_what_was_asked_is_listed_and_gone_back_to(guardrail: Guardrail) -> None:
    """Enter brings its answer to the top."""
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for question in (ALCOHOL, "hello"):
            await ask(pilot, question)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen))
        assert_warned(pilot, guardrail)
        await pilot.press("up", "enter")
        await until(pilot, lambda: f"You: {ALCOHOL}" in shown(pilot))


async def test_the_sheet_takes_what_is_typed_or_what_was_asked(guardrail: Guardrail, tmp_path: Path) -> None:
    """Each once; more are typed on the sheet, one is taken off, and it is saved with the answers as PDF."""
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await pilot.press("f7", "f7", *"why", "f7")
        assert value(pilot) == ""
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, SheetScreen))
        assert_warned(pilot, guardrail)
        await pilot.press(*"how", "enter")
        await until(pilot, lambda: "3. how" in shown(pilot))
        assert f"1. {ALCOHOL}" in shown(pilot)
        assert "2. why" in shown(pilot)
        await pilot.press("shift+tab", "down", "delete")
        await until(pilot, lambda: "2. how" in shown(pilot) or "1. why" in shown(pilot))
        assert pilot.app.screen.query_one(OptionList).option_count == 2
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))
        place = tmp_path / "sheet.pdf"
        pilot.app.screen.query_one("#place", Input).value = str(place)
        await pilot.press("enter")
        await until(pilot, place.exists)
        assert place.read_bytes().startswith(b"%PDF")


async def test_a_passage_is_noted_as_wrong_in_a_file_of_ones_own(
    guardrail: Guardrail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path is shown, Escape writes nothing, Enter one remark."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    file = tmp_path / "edubot" / "remarks.txt"
    async with chat_app(guardrail).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, RemarkScreen))
        assert str(file) in "".join(shown(pilot).split("\n")).replace(" ", "") or file.name in shown(pilot)
        assert_warned(pilot, guardrail)
        await pilot.press("escape", "f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, RemarkScreen))
        assert not file.exists()
        await pilot.press(*"unclear", "enter")
        await until(pilot, file.exists)
    assert "Remark: unclear" in file.read_text(encoding="utf-8")
    assert "it strains the liver" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name,does,opens",
    [
        ("asked", "List what you asked", HistoryScreen),
        ("help", "Show what each key does", HelpScreen),
        ("warnings", "Show both warnings in full", FullWarningsScreen),
    ],
)
async def test_commands_are_found_by_name_under_the_warnings(
    guardrail: Guardrail, name: str, does: str, opens: type[SafeScreen]
) -> None:
    """The palette is a screen like any other, and a chosen command is done."""
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, SafePalette))
        assert_warned(pilot, guardrail)
        await pilot.press(*name)
        await until(pilot, lambda: does in shown(pilot) and "For this sitting" not in shown(pilot))
        assert_warned(pilot, guardrail)
        await asyncio.sleep(0)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, opens))


async def test_a_theme_is_chosen_by_name(guardrail: Guardrail) -> None:
    """For this sitting."""
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("ctrl+p", *"theme: light")
        await until(pilot, lambda: "For this sitting" in shown(pilot) and "high-contrast" not in shown(pilot))
        await pilot.press("down", "enter")
        await until(pilot, lambda: pilot.app.theme == "light")


async def test_ctrl_c_keeps_the_draft_and_says_how_to_leave(guardrail: Guardrail) -> None:
    """Many press it to copy, or to leave."""
    async with chat_app(guardrail).run_test(notifications=True) as pilot:
        await opened(pilot)
        await pilot.press(*"half a question", "ctrl+c")
        await until(pilot, lambda: "press Ctrl+Q" in shown(pilot))
        assert value(pilot) == "half a question"
        assert pilot.app.is_running


async def test_a_library_without_leaflets_says_what_to_do(guardrail: Guardrail) -> None:
    """And offers no question that nothing could answer."""
    empty = ScriptedAssistant(guardrail, {}, [])
    async with chat_app(guardrail, lambda: empty).run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "edubot build FOLDER" in words(shown(pilot)))
        assert_warned(pilot, guardrail)
        assert not pilot.app.screen.query(SuggestedQuestion)
        await pilot.press("f6")
        await until(pilot, lambda: "leaflets to look" in shown(pilot))
