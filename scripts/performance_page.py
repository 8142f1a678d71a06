"""The page of speed: filled from what was measured last, and held against it.

    python -m scripts.performance_page           fill the tables of docs/performance.md from docs/performance.json
    python -m scripts.performance_page --check   is the page what was measured last, and was that with what is pinned?

`make bench` measures and fills.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.libraries.environment import PINNED
from benchmarks.speed.figures import METHOD, SpeedFigures, Spread
from scripts import marked_page
from scripts.accuracy_tables import sha256

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
FIGURES = ROOT / "docs" / "performance.json"
BUSY = 0.5
"""Load from which a run says that it was not alone."""


def pinned() -> str:
    """SHA-256 of what is pinned of the libraries."""
    return sha256(sorted(PINNED.glob("*.txt")))


def complaint(page: Path = PAGE, stored: Path = FIGURES) -> str | None:
    """What is out of date about the page, in one sentence; None where nothing is."""
    held = read(stored)
    speed = held.get("speed")
    if speed and (speed["pinned"] != pinned() or speed["method"] != METHOD):
        return f"{stored.name} was measured with other libraries or in another way than now; run make bench."
    text = page.read_text(encoding="utf-8")
    if filled(text, held) != text:
        return f"The tables of {page.name} are not those of {stored.name}; run python -m scripts.performance_page."
    return None


def read(stored: Path = FIGURES) -> dict[str, Any]:
    """The last figures, by what measured them."""
    found: dict[str, Any] = json.loads(stored.read_text(encoding="utf-8")) if stored.is_file() else {}
    return found


def write(measured: Mapping[str, Any], page: Path = PAGE, stored: Path = FIGURES) -> None:
    """Store new figures beside those that were not measured now, and fill the page."""
    held = {**read(stored), **measured}
    stored.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page.write_text(filled(page.read_text(encoding="utf-8"), held), encoding="utf-8")


def filled(page: str, held: Mapping[str, Any]) -> str:
    """A page with its tables."""
    speed = SpeedFigures.from_json(held["speed"]) if "speed" in held else None
    blocks = {"systems": _systems, "ratios": _ratios, "limit": _limit}

    apart = {"visitors": _visitors, "screen": _screen}

    def block(name: str) -> str:
        if name in apart:
            return "\n".join(apart[name](held[name])) if name in held else ""
        return "\n".join(blocks[name](speed)) if speed and name in blocks else ""

    return marked_page.filled(page, block)


def _systems(speed: SpeedFigures) -> Iterator[str]:
    yield f"{speed.leaflets}; {speed.questions}; {speed.rounds} cold processes each, {speed.passes} passes over all"
    yield f"questions. {speed.machine}, {speed.date}.{_company(speed)}"
    yield ""
    yield from _table(
        [f"**{each.name}**" if each.name == "edubot" else each.name for each in speed.systems],
        {
            "version": [each.version for each in speed.systems],
            "cold process to answer, s": [_spread(each.cold, 2) for each in speed.systems],
            "of it processor time, s": [f"{each.cold_cpu:.2f}" for each in speed.systems],
            "warm, ms: p50 / p95 / p99": [
                " / ".join(f"{value:.1f}" for value in each.warm_ms) for each in speed.systems
            ],
            "peak memory, cold process, MB": [f"{each.peak_mb:.0f}" for each in speed.systems],
            "peak memory, all questions, MB": [f"{each.peak_warm_mb:.0f}" for each in speed.systems],
            "cold process to index, s": [f"{each.build:.1f}" for each in speed.systems],
            "building, words/s, start-up apart": [_rate(each.build_rate) for each in speed.systems],
            "index on disk, MB": [f"{each.pieces_mb:.2f}" for each in speed.systems],
            "encoder kept with it, MB": [f"{each.encoder_mb:.0f}" for each in speed.systems],
            "evidence within 60 words": [_share(each.within_60) for each in speed.systems],
            "evidence within 120 words": [_share(each.within_120) for each in speed.systems],
        },
    )


def _ratios(speed: SpeedFigures) -> Iterator[str]:
    yield from _table(
        [f"by {each.name}" for each in speed.ratios],
        {
            "cold process to answer": [_spread(each.cold, 3) for each in speed.ratios],
            "of it processor time": [_spread(each.cold_cpu, 3) for each in speed.ratios],
            "warm p50": [_spread(each.warm, 3) for each in speed.ratios],
            "peak memory": [f"{each.peak:.2f}" for each in speed.ratios],
            "evidence within 120 words": [_share(each.within_120) for each in speed.ratios],
        },
    )


def _limit(speed: SpeedFigures) -> Iterator[str]:
    held = speed.limit
    gemm = held["gemm"]
    yield from _table(
        ["10⁹ operations/s", "of the limit"],
        {
            "product of two 2048 × 2048 matrices, single precision": [f"{gemm:.0f}", "1.00"],
            "encoding leaflets while building": [f"{held['encoding']:.0f}", f"{held['encoding'] / gemm:.2f}"],
            "the same, padding of batches counted": [f"{held['padded']:.0f}", f"{held['padded'] / gemm:.2f}"],
            "encoding one question at a time": [f"{held['question']:.0f}", f"{held['question'] / gemm:.2f}"],
        },
    )
    yield ""
    a_second, question = held["tokens_per_second"], held["question_ms"]
    yield f"Building encodes {a_second:,.0f} tokens a second; a question takes {question:.1f} ms."


def _screen(held: Mapping[str, Any]) -> Iterator[str]:
    yield f"{held['starts']} starts; median, least and greatest. {_where(held)}"
    yield ""
    names = {
        "warned": "both warnings, as plain lines",
        "drawn": "both on the drawn screen, where a question can be typed",
        "answered": "the first question answered",
    }
    aims = {"warned": "0.5", "drawn": "", "answered": "1.5"}
    yield from _table(
        ["seconds from the command", "aim"],
        {told: [_spread(held[name], 2), aims[name]] for name, told in names.items()},
    )


def _visitors(held: Mapping[str, Any]) -> Iterator[str]:
    yield _where(held)
    yield ""
    names = {
        "warned": "warnings on screen after, s",
        "first": "first answer after, s",
        "answer": "each further answer, s",
        "slowest": "the slowest of them, s",
        "a_second": "answers a second, all together",
        "pss_mb": "memory a visitor, shared parts divided, MB",
        "private_mb": "memory a visitor has alone, MB",
    }
    heads = [f"{row['visitors']} at once" for row in held["rows"]]
    yield from _table(heads, {told: [f"{row[name]:g}" for row in held["rows"]] for name, told in names.items()})


def _table(heads: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f"| | {' | '.join(heads)} |"
    yield f"|---|{'--:|' * len(heads)}"
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def _where(held: Mapping[str, Any]) -> str:
    told = f" The machine was not idle: load {held['load']}." if held["load"] >= BUSY else ""
    return f"{held['machine']}, {held['date']}.{told}"


def _company(speed: SpeedFigures) -> str:
    return f" The machine was not idle: load {speed.load}." if speed.load >= BUSY else ""


def _spread(held: Spread | Sequence[float], digits: int) -> str:
    middle, low, high = (f"{value:.{digits}f}" for value in held)
    return f"{middle} ({low}–{high})"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _rate(words: float) -> str:
    """Words a second; where so few took no longer than the start alone, nothing can be told."""
    return f"{words:,.0f}" if words > 0 else "too fast to tell"


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill or check."""
    told = sys.argv[1:] if arguments is None else arguments
    if "--check" in told:
        sys.exit(complaint())
    write({})


if __name__ == "__main__":
    main()
