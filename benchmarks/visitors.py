"""Many visitors of `edubot serve` at once: when each sees the warnings, when an answer, and how much memory each takes.

    python -m benchmarks.visitors [--index DIR] [--at-once 1,10,50] [--dry]

Starts the real server on the loopback address, connects so many browsers' worth of WebSockets, and lets all of them
type the same questions one after the other without a pause, which no ward does: what is measured is the worst of it.
Memory is what the kernel says of each visitor's process when all have answered. Writes `docs/performance.json` and the
table of `docs/performance.md`, unless `--dry`.
"""

import argparse
import asyncio
import os
import socket
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.on_screen import Said, answered, words
from benchmarks.speed.machine import described
from benchmarks.speed.process import tree
from edubot.address import Place
from edubot.guardrail.guardrail import Guardrail
from edubot.settings import default_index, named_index
from scripts.performance_page import write

QUESTIONS = (
    "can I drink alcohol?",
    "how long does treatment last?",
    "does it cause headaches?",
    "will I lose hair?",
)
PATIENCE = 600.0
"""Seconds after which a visitor gives up."""
_KILO, _MEGA = 1024, 1_000_000


@dataclass(frozen=True)
class Visited:
    """So many visitors at once; seconds and megabytes are medians over them."""

    visitors: int
    warned: float
    """Seconds from the connection to the warnings on screen."""
    first: float
    """Seconds from the connection to the first answer; it was typed as soon as the warnings stood."""
    answer: float
    """Seconds from Enter to each further answer."""
    slowest: float
    """The slowest of all those."""
    a_second: float
    """Answers a second of all visitors together, after the first of each."""
    pss_mb: float
    """Of all processes behind the server, the rooms that all share included, divided among the visitors."""
    private_mb: float
    """What one visitor's process has for itself."""


class Visitor:
    """One browser's side of a visit."""

    def __init__(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        self._connection = connection
        self._seen = b""

    async def until(self, shown: Callable[[str], bool]) -> float:
        """Wait for something on the screen; when it came."""
        async with asyncio.timeout(PATIENCE):
            while not shown(words(self._seen)):
                message = await self._connection.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    self._seen += message.data
                elif message.type is not aiohttp.WSMsgType.TEXT:
                    raise ConnectionError("the visit ended before everything was on the screen")
        return time.perf_counter()

    async def ask(self, question: str, verdicts: Sequence[str]) -> float:
        """Type a question; seconds until what edubot says of its answer stands under it."""
        self._seen = b""
        start = time.perf_counter()
        await self._connection.send_json(["stdin", question])
        await self._connection.send_json(["stdin", "\r"])
        return await self.until(lambda screen: answered(screen, question, verdicts)) - start


async def visit(port: int, said: Said, ward: asyncio.Barrier) -> tuple[float, list[float]]:
    """Come, ask everything, stay until all were looked at: seconds to the warnings, and to each answer."""
    origin = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session:
        start = time.perf_counter()
        async with session.ws_connect(f"{origin}/ws?width=80&height=40", headers={"Origin": origin}) as connection:
            visitor = Visitor(connection)
            warned = await visitor.until(said.warned) - start
            taken = [await visitor.ask(question, said.verdicts) for question in QUESTIONS]
            await ward.wait()
            await ward.wait()
            return warned, taken


async def visited(visitors: int, index: Place, said: Said) -> Visited:
    """Serve so many at once."""
    port = _free_port()
    command = [sys.executable, "-m", "edubot", "serve", "--index", str(index), "--port", str(port)]
    server = await asyncio.create_subprocess_exec(
        *command, "--visitors", str(visitors), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        assert server.stdout
        await asyncio.wait_for(server.stdout.readline(), PATIENCE)
        ward = asyncio.Barrier(visitors + 1)
        coming = asyncio.gather(*(visit(port, said, ward) for _ in range(visitors)))
        answered = asyncio.ensure_future(ward.wait())
        first_of: set[asyncio.Future[Any]] = {coming, answered}
        await asyncio.wait(first_of, return_when=asyncio.FIRST_COMPLETED)
        behind = [pid for pid in tree(server.pid) if pid != server.pid]
        held = sum(_memory(pid)[0] for pid in behind)
        alone = [_memory(pid)[1] for pid in behind if _is_chat(pid)]
        await ward.wait()
        times = await coming
    finally:
        server.terminate()
        await server.wait()
    return _summed(visitors, times, held, alone)


def _summed(visitors: int, times: Sequence[tuple[float, list[float]]], held: float, alone: Sequence[float]) -> Visited:
    further = [seconds for _, taken in times for seconds in taken[1:]]
    return Visited(
        visitors=visitors,
        warned=round(statistics.median(warned for warned, _ in times), 2),
        first=round(statistics.median(warned + taken[0] for warned, taken in times), 2),
        answer=round(statistics.median(further), 3),
        slowest=round(max(further), 3),
        a_second=round(sum(len(taken[1:]) / sum(taken[1:]) for _, taken in times), 1),
        pss_mb=round(held / visitors, 1),
        private_mb=round(statistics.median(alone), 1),
    )


def _memory(pid: int) -> tuple[float, float]:
    """Megabytes of a process: its proportional share, and what is its alone."""
    held = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]:
        name, size, *_ = line.split()
        held[name.rstrip(":")] = int(size) * _KILO / _MEGA
    return held["Pss"], held["Private_Clean"] + held["Private_Dirty"]


def _is_chat(pid: int) -> bool:
    return b"\0chat\0" in Path(f"/proc/{pid}/cmdline").read_bytes()


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def main() -> None:
    """Measure each number of visitors, store, and fill the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, help="or EDUBOT_INDEX; else the bundled leaflets'")
    parser.add_argument("--at-once", default="1,10,50", metavar="N,N", help="numbers of visitors; else 1,10,50")
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing into docs/")
    wanted = parser.parse_args()
    index = named_index(wanted.index) or default_index()
    said = Said.by(Guardrail.load())
    load = round(os.getloadavg()[0], 1)
    rows = []
    for visitors in map(int, wanted.at_once.split(",")):
        rows.append(asdict(asyncio.run(visited(visitors, index, said))))
        print(rows[-1], flush=True)
    if not wanted.dry:
        write({"visitors": {"date": f"{date.today()}", "machine": described(), "load": load, "rows": rows}})


if __name__ == "__main__":
    main()
