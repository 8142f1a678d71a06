"""Does typing stay smooth while the chat works? The longest time for which its loop was held, step by step.

    python benchmarks/smoothness.py [--passages N] [--rounds N]

Builds an index of one synthetic handbook of so many passages (their vectors are random, for only the time counts; the
questions go through the real encoder), opens the real chat over it without a terminal, and presses keys while it opens
the leaflets, answers, opens the handbook at a passage, scrolls and searches it. Each callback of the loop is timed: the
longest is the longest time for which nothing typed could be shown. Aim: 50 ms on a machine that does nothing else.
"""

import argparse
import asyncio
import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edubot.assistant import Assistant
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.encoder import Vectors
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.leaflets.folder import Library
from edubot.process import prepare
from edubot.tui.app import EdubotApp
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.exchange import Exchange
from edubot.tui.leaflet_text import LeafletText
from edubot.tui.question_box import QuestionBox
from edubot.tui.source_screen import SourceScreen

AIM_MS = 50
WORDS = (
    "take capsule skin doctor week blood test dry lips sun food dose month cream eye mood liver water pain rash".split()
)
DIMENSIONS = 384


def build(folder: Path, passages: int) -> None:
    """Write the handbook and its index."""
    (folder / "leaflets").mkdir()
    write_handbook(folder / "leaflets", passages)
    build_index(Library.at(folder / "leaflets", folder / "none"), folder / "index", QuickEncoder())


class QuickEncoder(SentenceEncoder):
    """The real encoder to whoever asks its name; its vectors of passages are random, which is quick."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors that depend on the texts alone."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") for text in texts]
        drawn = np.stack([np.random.default_rng(seed).standard_normal(DIMENSIONS) for seed in seeds])
        unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
        return unit


def write_handbook(folder: Path, passages: int) -> None:
    """One leaflet of so many paragraphs under headings, no two alike."""
    draw = np.random.default_rng(7)
    lines = ["# A handbook"]
    for number in range(passages):
        if number % 40 == 0:
            lines.append(f"## Chapter {number // 40}")
        lines.append(f"Point {number}: {' '.join(draw.choice(WORDS, 18))}.")
    (folder / "handbook.md").write_text("\n\n".join(lines), encoding="utf-8")


@dataclass(frozen=True)
class Held:
    """How long the loop was held by one thing that it did, in milliseconds."""

    wall: float
    """By the clock: what else the machine does counts too."""
    worked: float
    """Of the loop's own thread alone."""


class Watch:
    """Times each single thing that a loop does, for between two of them what is typed can be shown."""

    def __init__(self) -> None:
        self._wall = self._worked = 0.0
        run = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            clock, worked = time.perf_counter(), time.thread_time()
            run(handle)
            self._wall = max(self._wall, time.perf_counter() - clock)
            self._worked = max(self._worked, time.thread_time() - worked)

        asyncio.Handle._run = timed  # type: ignore[method-assign, assignment]

    def taken(self) -> Held:
        """The longest since the time before."""
        held, self._wall, self._worked = Held(self._wall * 1000, self._worked * 1000), 0.0, 0.0
        return held


async def one_round(index: Path, watch: Watch) -> dict[str, Held]:
    """Longest gap in each step, in milliseconds."""
    guardrail = Guardrail.load()
    app = EdubotApp(guardrail, lambda: Assistant.open(index, lambda: guardrail))
    found: dict[str, Held] = {}
    async with app.run_test(size=(120, 40)) as pilot:
        chat = app.screen
        assert isinstance(chat, ChatScreen)

        async def step(name: str, act: Callable[[], Awaitable[None]], done: Callable[[], bool]) -> None:
            await asyncio.sleep(0.2)
            watch.taken()
            await act()
            while not done():
                await pilot.press("x", "backspace") if isinstance(app.focused, QuestionBox) else await asyncio.sleep(
                    0.01
                )
            await asyncio.sleep(0.2)
            found[name] = watch.taken()

        async def nothing() -> None:
            return

        async def ask() -> None:
            app.screen.query_one(QuestionBox).insert_text_at_cursor("Is my skin dry? What about a rash and the sun?")
            await pilot.press("enter")

        def suggested() -> bool:  # the last thing that follows from opening
            return chat._suggestions is not chat.guardrail.policy.suggestions

        def answered() -> bool:
            return all(exchange.answer for exchange in chat.query(Exchange)) and bool(chat.query(Exchange))

        def ready() -> bool:
            texts = app.screen.query(LeafletText)
            return isinstance(app.screen, SourceScreen) and any(text.virtual_size.height > 0 for text in texts)

        await step("typing while the leaflets open", nothing, suggested)
        await step("typing while it answers", ask, answered)
        if chat.query_one("Thread").best_hit(None):  # type: ignore[attr-defined]
            await step("opening the handbook at a passage", lambda: pilot.press("f5"), ready)
            await step("turning its pages", lambda: pilot.press(*["pagedown"] * 20), lambda: True)
            await step("searching it", lambda: pilot.press("slash", *"skin dry", "enter"), lambda: True)
    return found


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--passages", type=int, default=17_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", type=Path, help="Only build, into this folder; a process of its own does that.")
    asked = parser.parse_args()
    if asked.build:
        build(asked.build, asked.passages)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = [sys.executable, __file__, "--build", name, "--passages", str(asked.passages)]
        subprocess.run(built, check=True)  # elsewhere, for the chat that is measured never loads what building needs
        prepare()  # as the command does
        watch = Watch()
        rounds = [asyncio.run(one_round(folder / "index", watch)) for _ in range(asked.rounds)]
    print(f"{asked.passages} passages in one leaflet; longest callback in ms, median of {asked.rounds}; aim {AIM_MS}")
    for step in rounds[0]:
        held = [each[step] for each in rounds if step in each]
        told = (statistics.median(times) for times in ([each.worked for each in held], [each.wall for each in held]))
        print(f"{step:36s} {next(told):6.1f} of work   {next(told):6.1f} by the clock")


if __name__ == "__main__":
    main()
