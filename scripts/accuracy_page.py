"""Measure everything on the page of results in one run, or hold the page against what was measured.

    python -m scripts.accuracy_page                   our gold; the originals too, where they are named
    python -m scripts.accuracy_page --libraries       LangChain and txtai beside it, in an environment of their own
    python -m scripts.accuracy_page --libraries txtai     one of them; what the other reached stays
    python -m scripts.accuracy_page --large MedQuAD=INDEX:QUERIES:QRELS
    python -m scripts.accuracy_page --check           is the page what was measured last, with the scorer in use?

Writes `docs/accuracy.json` and the tables between the marks of `docs/accuracy.md`. What is not measured in a run keeps
its last figures and their date. A fourth part of `--large`, the corpus as JSON lines, has the index brought up to date
and lets the libraries answer over it.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.libraries.contract import LIBRARIES
from edubot.errors import CheckFailed, EdubotError
from edubot.index.weights import DEFAULT_ENCODER, encoder_folder, fingerprint
from edubot.settings import CALIBRATION_FILE, ScorerSettings, bundled_corpus
from scripts.accuracy_tables import Figures, filled, sha256

if TYPE_CHECKING:
    from scripts.accuracy_measures import Subject

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
FIGURES = ROOT / "docs" / "accuracy.json"
GOLD = ROOT / "tests" / "gold" / "questions.jsonl"
CACHE = ROOT / ".cache" / "accuracy"
AGAIN = "run make accuracy"
RENDER = "python -m scripts.accuracy_page --render"


def inputs(gold: Path = GOLD) -> dict[str, str]:
    """What the figures of our own gold rest on beside the scorer: name → SHA-256."""
    leaflets = sorted(path for path in bundled_corpus().iterdir() if path.is_file())
    return {
        "the gold questions": sha256([gold]),
        "the bundled leaflets": sha256(leaflets),
        "the calibration": sha256([CALIBRATION_FILE]),
    }


def scorer() -> str:
    """Fingerprint of the scorer in use; no model is loaded."""
    return ScorerSettings().fingerprint(fingerprint(encoder_folder(DEFAULT_ENCODER)))


def complaint(page: Path = PAGE, stored: Path = FIGURES, gold: Path = GOLD) -> str | None:
    """What is out of date about a page, in one sentence; None where nothing is."""
    figures = read(stored)
    if figures.scorer != scorer():
        return f"{stored.name} was measured with another scorer than the one in use; {AGAIN}."
    changed = [name for name, held in inputs(gold).items() if figures.inputs.get(name) != held]
    if changed:
        return f"{stored.name} was measured before {' and '.join(changed)} changed; {AGAIN}."
    text = page.read_text(encoding="utf-8")
    if filled(text, figures) != text:
        return (
            f"The tables of {page.name} are not those of {stored.name}; run python -m scripts.accuracy_page --render."
        )
    return None


def read(stored: Path = FIGURES) -> Figures:
    """The last figures; none where nothing was measured yet."""
    return Figures.from_json(json.loads(stored.read_text(encoding="utf-8"))) if stored.is_file() else Figures()


def write(figures: Figures) -> None:
    """Store the figures and fill the page."""
    FIGURES.write_text(json.dumps(figures.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")


def measure(wanted: argparse.Namespace) -> None:
    """Measure one subject after the other; each is on the page before the next begins."""
    from scripts.accuracy_measures import tables

    figures = replace(read(), scorer="", inputs=inputs())
    libraries = () if wanted.libraries is None else wanted.libraries or tuple(LIBRARIES)
    for subject in _subjects(wanted):
        found = tables(subject, libraries, figures.tables)
        measured = figures.scorer or subject.bench.opened.manifest.scorer
        figures = replace(figures, scorer=measured, tables={**figures.tables, **found})
        write(figures)


def _subjects(wanted: argparse.Namespace) -> Iterator["Subject"]:
    from edubot.evaluation.bench import Bench, Task
    from scripts.accuracy_measures import Subject

    halves = {"gold: development half of our gold": "dev", "gold: test half of our gold": "test"}
    index = _built(bundled_corpus(), CACHE / "bundled")
    ours = Bench.open(index, Task(GOLD))
    if ours.opened.manifest.calibration is None:
        raise CheckFailed("The calibration is of another scorer, so nothing would be held back", "Run make calibrate")
    yield Subject(ours, bundled_corpus(), halves)
    if wanted.originals and wanted.questions:
        index = _built(wanted.originals, CACHE / "originals")
        yield Subject(Bench.open(index, Task(wanted.questions)), wanted.originals, {"originals: patient questions": ""})
    for name, index, queries, qrels, corpus in wanted.large:
        if corpus:
            _built(corpus, index)
        yield Subject(Bench.open(index, Task(queries, qrels)), corpus, {f"large: {name}": ""})


def _built(place: Path, root: Path) -> Path:
    from edubot.cli.build import build_with_progress
    from edubot.leaflets.folder import Library
    from edubot.settings import bundled_originals

    print(f"bringing {root.name} up to date", file=sys.stderr)
    build_with_progress(Library.at(place, bundled_originals()), root)
    return root


Large = tuple[str, Path, Path, Path, Path | None]


def large(told: str) -> Large:
    """`NAME=INDEX:QUERIES:QRELS`, or the same with `:CORPUS`, in its parts."""
    name, _, rest = told.partition("=")
    match [Path(part).expanduser() for part in rest.split(":")]:
        case [index, queries, qrels]:
            return name, index, queries, qrels, None
        case [index, queries, qrels, corpus]:
            return name, index, queries, qrels, corpus
    raise argparse.ArgumentTypeError(f"{told!r} is not NAME=INDEX:QUERIES:QRELS")


def _wanted(arguments: Sequence[str] | None) -> argparse.Namespace:
    named = {name: Path(held) for name in ("EDUBOT_SEEDS", "EDUBOT_QUESTIONS") if (held := os.environ.get(name))}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--originals", type=Path, default=named.get("EDUBOT_SEEDS"), help="or EDUBOT_SEEDS")
    parser.add_argument("--questions", type=Path, default=named.get("EDUBOT_QUESTIONS"), help="or EDUBOT_QUESTIONS")
    parser.add_argument(
        "--libraries", nargs="*", choices=[*LIBRARIES], metavar="NAME", help="measure these too; all if none is named"
    )
    parser.add_argument("--large", type=large, action="append", default=[], metavar="NAME=INDEX:QUERIES:QRELS[:CORPUS]")
    parser.add_argument("--render", action="store_true", help="fill the page from the stored figures, measure nothing")
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, fill or check."""
    wanted = _wanted(arguments)
    if wanted.check:
        sys.exit(complaint())
    if wanted.render:
        write(read())
        return
    try:
        measure(wanted)
    except EdubotError as problem:
        print(problem, file=sys.stderr)
        sys.exit(problem.exit_status)


if __name__ == "__main__":
    main()
