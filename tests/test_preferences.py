"""Settings of one's own: used where they can be, told where they cannot."""

import re
from pathlib import Path

import pytest

from edubot.guardrail.guardrail import Guardrail
from edubot.preferences import THEMES, Preferences, read_preferences
from edubot.rendering import said
from edubot.tui import keys, themes
from edubot.tui.app import EdubotApp
from edubot.tui.save_screen import SaveScreen
from edubot.tui.text_screens import FullWarningsScreen, HelpScreen
from tests.chats import ask, assert_warned, opened, shown, until, words
from tests.conftest import REPOSITORY
from tests.scripted import ALCOHOL, scripted

NAMES = frozenset(binding.id for binding in keys.every() if binding.id)


def _read(tmp_path: Path, text: str | bytes) -> tuple[Preferences, str]:
    file = tmp_path / "settings.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_preferences(file, lambda: NAMES)


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    """And nothing to tell."""
    assert read_preferences(tmp_path / "none.toml", lambda: NAMES) == (Preferences(), "")


def test_every_setting_is_read(tmp_path: Path) -> None:
    """Theme, country, motion and keys."""
    text = 'theme = "light"\ncountry = "UK"\nmotion = "reduced"\n[keys]\nsave = "ctrl+s"\n'
    assert _read(tmp_path, text) == (Preferences("light", "UK", "reduced", {"save": "ctrl+s"}), "")


@pytest.mark.parametrize(
    "text,told",
    [
        ("theme =", "settings.toml"),
        (b"\xff\xfe", "settings.toml"),
        ('theme = "pink"', "theme should be one of"),
        ('motion = "slow"', "motion should be one of"),
        ("theme = 3", "theme should be one of"),
        ("theme = []", "theme should be one of"),
        ("country = 3", "country should be words"),
        ('colour = "red"', "no setting 'colour'"),
        ('[keys]\nfly = "f12"', "no key named 'fly'"),
        ("[keys]\nsave = 3", "keys should be"),
        ('keys = "f12"', "keys should be"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_does_no_harm(tmp_path: Path, text: str | bytes, told: str) -> None:
    """One sentence, and the defaults."""
    preferences, notice = _read(tmp_path, text)
    assert preferences == Preferences()
    assert told in notice
    assert "Mend the file" in notice


def test_each_entry_is_judged_for_itself(tmp_path: Path) -> None:
    """A slip costs nobody their theme, their country or their other keys; all slips are told at once."""
    text = 'theme = "light"\ncountry = "UK"\nmotion = "none"\ncolour = 1\n[keys]\nsave = "ctrl+s"\nfly = "f12"\n'
    preferences, notice = _read(tmp_path, text)
    assert preferences == Preferences("light", "UK", "full", {"save": "ctrl+s"})
    for told in ("no setting 'colour'", "motion should be one of full, reduced", "no key named 'fly'"):
        assert told in notice
    assert "theme" not in notice.replace("colour", "")


async def test_what_is_wrong_with_the_settings_stands_on_the_first_screen(guardrail: Guardrail) -> None:
    """Under both warnings."""
    app = EdubotApp(guardrail, lambda: scripted(guardrail), notice="Your settings are not used.")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "Your settings are not used." in shown(pilot)
        assert_warned(pilot, guardrail)


async def test_a_key_can_be_moved(guardrail: Guardrail) -> None:
    """The new one works, the old one does not, and every place that names it names the new one."""
    moved = Preferences(keys={"save": "ctrl+s", "warnings": "f12", "topics": "f10"})
    async with EdubotApp(guardrail, lambda: scripted(guardrail), moved).run_test(size=(80, 60)) as pilot:
        await opened(pilot)
        assert "F12: in full." in shown(pilot)
        await until(pilot, lambda: "Or press F10 to look through" in shown(pilot))
        await pilot.press("f2")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, FullWarningsScreen)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, FullWarningsScreen))
        await pilot.press("escape", "f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        assert re.search(r"Ctrl\+S +Save", shown(pilot))
        await pilot.press("escape")
        await ask(pilot, ALCOHOL)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, SaveScreen))


async def test_reduced_motion_moves_nothing(guardrail: Guardrail) -> None:
    """No animation, no blinking cursor."""
    calm = Preferences(motion="reduced")
    async with EdubotApp(guardrail, lambda: scripted(guardrail), calm).run_test() as pilot:
        await opened(pilot)
        assert pilot.app.animation_level == "none"
        assert not pilot.app.screen.query_one("QuestionBox").cursor_blink  # type: ignore[attr-defined]


@pytest.mark.parametrize("no_color", [True, False])
async def test_without_colour_there_is_none(
    guardrail: Guardrail, monkeypatch: pytest.MonkeyPatch, no_color: bool
) -> None:
    """By `NO_COLOR` and by the theme: the terminal's own colours, the words that answer still underlined."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    preferences = Preferences() if no_color else Preferences(theme=themes.NO_COLOUR)
    async with EdubotApp(guardrail, lambda: scripted(guardrail), preferences).run_test(size=(100, 60)) as pilot:
        assert pilot.app.no_color
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        assert_warned(pilot, guardrail)
        assert "it strains the liver" in words(shown(pilot))


def test_the_names_of_the_themes_are_written_once_more_and_no_differently() -> None:
    """Settings are read without Textual, so the names stand in two places."""
    assert themes.NAMES == THEMES


def test_the_page_on_the_screen_names_every_key_and_setting() -> None:
    """docs/screen.md cannot fall behind."""
    page = (REPOSITORY / "docs" / "screen.md").read_text(encoding="utf-8")
    for name in (*NAMES, *THEMES, "theme", "country", "motion", "reduced", "[keys]"):
        assert f"`{name}`" in page, name
    for binding in keys.every():
        assert f"`{keys.name(binding)}`" in page, binding.id


async def test_the_way_to_choose_a_country_is_among_the_commands_and_in_the_help(guardrail: Guardrail) -> None:
    """Found by its name; told with the file to write it into."""
    app = EdubotApp(guardrail, lambda: scripted(guardrail))
    async with app.run_test(size=(100, 50), notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: said.WHOSE_NUMBERS in words(shown(pilot)))
        await pilot.press("escape", "ctrl+p", *"country")
        await until(pilot, lambda: "Whose numbers" in shown(pilot) and "For this sitting" not in shown(pilot))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "edubot --country" in words(shown(pilot)))
        assert_warned(pilot, guardrail)
