"""edubot against plain sentence-transformers + FAISS, LangChain and txtai, in turns in one run.

    python -m benchmarks.speed [--leaflets FOLDER] [--questions FILE] [--rounds N] [--passes N] [--again]

Writes `docs/performance.json` and the tables of `docs/performance.md`, unless `--dry`. A run that was stopped goes on
where it was; one that is complete is measured anew. The environments of the libraries are made first where they are
missing.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.libraries.contract import leaflets
from benchmarks.libraries.contract import questions as read_questions
from benchmarks.libraries.environment import CACHE, ROOT
from benchmarks.speed.measure import Plan, measured
from benchmarks.speed.process import Failed
from benchmarks.speed.summary import Summary
from benchmarks.speed.systems import systems
from edubot.assistant import Assistant
from edubot.errors import EdubotError
from edubot.evaluation.gold import GoldQuestion, read_gold
from edubot.evaluation.texts import Texts
from edubot.index.remembering import REMEMBERED
from edubot.settings import bundled_corpus
from scripts.accuracy_tables import sha256
from scripts.performance_page import pinned, write


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, store, fill the page, and print it."""
    wanted = _wanted(arguments)
    place, asked = wanted.leaflets.resolve(), wanted.questions.resolve()
    texts = {question.id: question.text for question in read_questions(asked)}
    if len(set(texts.values())) <= REMEMBERED:
        sys.exit(f"{asked} must hold more than {REMEMBERED} questions, for the vectors of as many are remembered.")
    plan = Plan(place, texts, wanted.rounds, wanted.passes, CACHE / "runs" / _key(place, asked, wanted))
    if wanted.again or (plan.folder / "done").exists():
        shutil.rmtree(plan.folder, ignore_errors=True)
    try:
        found = systems()
        journal = measured(plan, found)
        gold = _gold(asked, plan.index(found[0]))
    except (Failed, EdubotError) as problem:
        sys.exit(str(problem))
    figures = Summary(plan, found, journal, gold).figures(pinned(), len(leaflets(place)))
    (plan.folder / "done").touch()
    if wanted.dry:
        print(figures)
        return
    write({"speed": figures.as_json()})
    print((ROOT / "docs" / "performance.md").read_text(encoding="utf-8"))


def _gold(questions: Path, index: Path) -> Sequence[GoldQuestion]:
    """The questions with their evidence, which must stand in the leaflets."""
    opened = Assistant.open(index)
    return read_gold(questions, Texts(opened.sources, opened.readable))


def _key(place: Path, questions: Path, wanted: argparse.Namespace) -> str:
    """A name for runs that measure the same: a run that was stopped goes on only where nothing has changed since."""
    code = sorted(path for folder in ("edubot", "benchmarks") for path in (ROOT / folder).rglob("*") if path.is_file())
    code = [path for path in code if "__pycache__" not in path.parts]
    given = [questions, *sorted(path for path in place.iterdir() if path.is_file())]
    return f"{sha256([*code, *given])[:16]}-{wanted.rounds}-{wanted.passes}"


def _wanted(arguments: Sequence[str] | None) -> argparse.Namespace:
    leaflets_named = Path(os.environ.get("EDUBOT_SEEDS") or bundled_corpus())
    questions_named = Path(os.environ.get("EDUBOT_QUESTIONS") or ROOT / "tests" / "gold" / "questions.jsonl")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--leaflets", type=Path, default=leaflets_named, metavar="FOLDER", help="or EDUBOT_SEEDS")
    parser.add_argument("--questions", type=Path, default=questions_named, metavar="FILE", help="or EDUBOT_QUESTIONS")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="cold processes of every system; else 7")
    parser.add_argument("--passes", type=int, default=5, metavar="N", help="times every question is asked; else 5")
    parser.add_argument("--again", action="store_true", help="measure all anew, though a run was stopped in the middle")
    parser.add_argument("--dry", action="store_true", help="print the figures, write nothing into docs/")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
