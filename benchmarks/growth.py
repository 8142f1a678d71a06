"""What a library costs as it grows: building, disk, memory, and the whole of a question, from thousands to a million.

    python -m benchmarks.growth --corpus CORPUS.jsonl --questions QUERIES.jsonl --known INDEX --work FOLDER

The passages are those of the corpus; beyond its end they are copies, whose vectors are the originals' with noise. Their
vectors are taken from an index of the corpus that was built before (`--known`), so that a rate here is that of reading
and storing; encoding is told by `edubot build` itself. Each size is built and asked in processes of its own; what
stands in the work folder is not built again. Writes `docs/growth.json` and, from it, the table and the picture of
`docs/growth.md`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.known_vectors import copies

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "docs" / "growth.json"
PAGE = ROOT / "docs" / "growth.md"
PICTURE = ROOT / "docs" / "growth.svg"
SIZES = (1_000, 10_000, 50_000, 100_000, 300_000, 1_000_000)
MARK = "<!-- figures -->"


def measured(questions: Path, index: Path) -> dict[str, Any]:
    """What a size costs that was built before."""
    built = json.loads(index.with_suffix(".json").read_text(encoding="utf-8"))
    size = sum(path.stat().st_size for path in (index / "versions").rglob("*") if path.is_file())
    asked, found = _worker("ask", index, questions), _worker("recall", index, questions)
    return {**built, "disk_mb": round(size / 1e6), **asked, **found}


def build(corpus: Path, known: Path, passages: int, index: Path) -> None:
    """Build one size, unless it was built before."""
    if index.with_suffix(".json").exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        copies(corpus, known, passages, Path(folder) / "corpus.jsonl")
        built = _worker("build", Path(folder) / "corpus.jsonl", index, known)
    index.with_suffix(".json").write_text(json.dumps(built) + "\n", encoding="utf-8")


def _worker(*arguments: object) -> dict[str, Any]:
    """A process of its own; what it printed last, and its peak memory."""
    command = [sys.executable, "-m", "benchmarks.growth_worker", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return {**found, f"{arguments[0]}_peak_mb": round(usage.ru_maxrss / 1024)}


def table(figures: list[dict[str, Any]]) -> Iterator[str]:
    """One line a size."""
    yield "| passages | search | recall@10 | build, s | peak, MB | disk, MB | open, s | question p50, ms | p95, ms | of it words, p50 | vectors, p50 | peak, MB |"  # noqa: E501
    yield "|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for row in figures:
        search = f"{row['probed']} of {row['lists']} lists" if row["lists"] else "exact"
        cells = (
            f"{row['passages']:,}",
            search,
            f"{row['recall_at_10']:.3f}",
            f"{row['build_s']:,.0f}",
            f"{row['build_peak_mb']:,}",
            f"{row['disk_mb']:,}",
            f"{row['open_s']:.1f}",
            f"{row['question_ms']['p50']:.0f}",
            f"{row['question_ms']['p95']:.0f}",
            f"{row['words_ms']['p50']:.0f}",
            f"{row['vectors_ms']['p50']:.1f}",
            f"{row['ask_peak_mb']:,}",
        )
        yield f"| {' | '.join(cells)} |"


def draw(figures: list[dict[str, Any]]) -> None:
    """Time and memory of a question over the number of passages."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "edubot"
    import matplotlib.pyplot as plt

    sizes = [row["passages"] for row in figures]
    plot, (time, memory) = plt.subplots(1, 2, figsize=(9, 3.4))
    for name, told in (("question_ms", "whole question"), ("words_ms", "words"), ("vectors_ms", "vectors")):
        time.plot(sizes, [row[name]["p50"] for row in figures], marker="o", label=told)
    time.set_title("Milliseconds, median")
    for name, told in (("ask_peak_mb", "asking"), ("build_peak_mb", "building"), ("disk_mb", "disk")):
        memory.plot(sizes, [row[name] for row in figures], marker="o", label=told)
    memory.set_title("Megabytes, peak")
    for side in (time, memory):
        side.set(xscale="log", yscale="log", xlabel="passages")
        side.legend()
    plot.tight_layout()
    plot.savefig(PICTURE, metadata={"Date": None, "Creator": None})


def write(figures: list[dict[str, Any]]) -> None:
    """The figures, the table on the page, and the picture."""
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    before, _, after = PAGE.read_text(encoding="utf-8").split(MARK)
    PAGE.write_text(MARK.join((before, "\n\n" + "\n".join(table(figures)) + "\n\n", after)), encoding="utf-8")
    draw(figures)


def main() -> None:
    """Measure each size, and write what is known after each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name in ("corpus", "questions", "known"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where the indexes stay, so that a run can go on")
    parser.add_argument("--build-only", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    wanted = parser.parse_args()
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else []
    for size in wanted.sizes:
        index = wanted.work / str(size)
        build(wanted.corpus, wanted.known, size, index)
        if wanted.build_only:
            continue
        row = {"asked_for": size, **measured(wanted.questions, index)}
        print(json.dumps(row), flush=True)
        kept = [other for other in figures if other["asked_for"] != size]
        figures = sorted([*kept, row], key=lambda found: int(found["passages"]))
        write(figures)


if __name__ == "__main__":
    main()
