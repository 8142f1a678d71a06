"""The README's recorded sitting: the chat driven key by key over the bundled leaflets, a picture at each stop.

`make pictures` takes them anew; a test holds their words against what the chat shows now. They name no font
but those of the reader's own machine, and call no other address.
"""

import asyncio
import html
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from edubot.answering import Answering
from edubot.assistant import Assistant
from edubot.cli.build import build_with_progress
from edubot.cli.opening import default_index_is_missing
from edubot.guardrail.guardrail import Guardrail
from edubot.settings import default_index
from edubot.tui.app import EdubotApp
from edubot.tui.exchange import Exchange
from edubot.tui.source_screen import SourceScreen

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (100, 34)
TURNS = 6000
"""Turns of the loop that something may take; only a fault takes them all."""
STILL = 5
"""Turns over which the screen must stay the same before its picture is taken."""
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_FACES = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_COMMENTS = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_FAMILY = re.compile(r"font-family:\s*[^;]+;")
_WORDS = re.compile(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')


async def sitting(open_assistant: Callable[[], Answering]) -> AsyncIterator[tuple[str, str]]:
    """A name and a picture of each stop: leaflets that differ, an answer, its passage in the whole leaflet, help."""
    app = EdubotApp(Guardrail.load(), open_assistant)
    async with app.run_test(size=SIZE) as pilot:
        await _until(pilot, lambda: bool(app.screen.query(".browse")))
        await _ask(pilot, "How long does treatment last?")
        yield "differing", await _picture(pilot)
        await _ask(pilot, "Can I drink alcohol?")
        yield "answer", await _picture(pilot)
        await pilot.press("f5")
        await _until(pilot, lambda: isinstance(app.screen, SourceScreen))
        yield "source", await _picture(pilot)
        await pilot.press("escape")
        await _ask(pilot, "I want to die")
        yield "help", await _picture(pilot)


def words(picture: str) -> list[str]:
    """What can be read in a picture, row by row."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in _WORDS.findall(picture):
        rows.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    return ["".join(text for _, text in sorted(rows[y])).strip() for y in sorted(rows)]


def without_addresses(picture: str) -> str:
    """The picture in the reader's own fonts: nothing is fetched to look at it."""
    return _FAMILY.sub(f"font-family: {FONTS};", _COMMENTS.sub("", _FACES.sub("", picture)))


async def _ask(pilot: Pilot[None], question: str) -> None:
    before = len(pilot.app.screen.query(Exchange))
    await pilot.press(*question, "enter")

    def is_answered() -> bool:
        exchanges = list(pilot.app.screen.query(Exchange))
        return len(exchanges) > before and exchanges[-1].answer is not None

    await _until(pilot, is_answered)


async def _picture(pilot: Pilot[None]) -> str:
    for box in pilot.app.screen.query(Input):
        box.cursor_blink = False
    taken: list[str] = []
    for _ in range(TURNS):
        await pilot.pause(0.01)
        taken = [*taken, pilot.app.export_screenshot(title="edubot")][-STILL:]
        if len(taken) == STILL and len(set(taken)) == 1:
            return without_addresses(taken[0])
    raise AssertionError("the screen never came to rest")


async def _until(pilot: Pilot[None], come: Callable[[], bool]) -> None:
    for _ in range(TURNS):
        await pilot.pause(0.01)
        if come():
            return
    raise AssertionError("what should be pictured never came")


async def _take() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    async for name, picture in sitting(lambda: Assistant.open(default_index())):
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
        print(f"{FOLDER / name}.svg")


def main() -> None:
    """Take the pictures."""
    if default_index_is_missing():
        build_with_progress()
    asyncio.run(_take())


if __name__ == "__main__":
    main()
