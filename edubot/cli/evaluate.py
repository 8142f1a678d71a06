"""`edubot evaluate`: retrieval accuracy on the given index, for the terminal, for programs and as a page to send on."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from edubot.address import Place
from edubot.cli.evaluation_table import print_evaluation
from edubot.cli.output import print_json, tell
from edubot.errors import BadInput, IndexMissing, IndexUnusable
from edubot.evaluation.ablation import ablation
from edubot.evaluation.as_json import evaluation_as_json
from edubot.evaluation.beir import cached_index, write_beir
from edubot.evaluation.bench import Bench, Task
from edubot.evaluation.collection import beir_file
from edubot.evaluation.comparison import compare
from edubot.evaluation.ranking import MEASURES, known
from edubot.evaluation.run import Evaluation, evaluation, families_of
from edubot.evaluation.systems import Listener, Outputs, run_as_shown
from edubot.evaluation.trec import write_qrels, write_run
from edubot.settings import default_index, named_index


@dataclass(frozen=True)
class Wanted:
    """The command's options."""

    questions: Path
    index: Place | None = None
    qrels: Path | None = None
    answers: Path | None = None
    against: Path | None = None
    measures: tuple[str, ...] = ()
    with_ablation: bool = False
    most_failures: int = 10
    as_json: bool = False
    report: Path | None = None
    run_file: Path | None = None
    qrels_file: Path | None = None
    beir_folder: Path | None = None


def run_evaluate(wanted: Wanted) -> None:
    """Evaluate, and hand out the figures in every form that is asked for."""
    task = Task(wanted.questions, wanted.qrels, known(wanted.measures or MEASURES))
    bench = _open(task, wanted.index)
    if wanted.answers:
        given = bench.read_answers(wanted.answers)
    else:
        with _progress("Asking") as listen:
            given = bench.outputs(listen)
    found = _compared(_evaluated(bench, given, wanted), bench, wanted)
    _save(bench, given, wanted)
    if wanted.report:
        from edubot.evaluation.report.page import write_report

        page = write_report(wanted.report, found, wanted.most_failures)
        tell(f"The report is {page}")
    if wanted.as_json:
        print_json(evaluation_as_json(found, wanted.most_failures))
    else:
        print_evaluation(found, wanted.most_failures)


def _evaluated(bench: Bench, given: Outputs, wanted: Wanted) -> Evaluation:
    system = f"Answers of {wanted.answers.name}" if wanted.answers else f"Index {bench.index.name}"
    found = evaluation(bench.about(system), bench.collection, given, bench.values(given), bench.texts)
    if not wanted.with_ablation:
        return found
    with _progress("Taking parts away") as listen:
        rows = ablation(bench.assistant, bench.opened, bench.collection, bench.judged.qrels, listen)
    return replace(found, ablation=rows)


def _compared(found: Evaluation, bench: Bench, wanted: Wanted) -> Evaluation:
    if wanted.against is None:
        return found
    with _progress(f"Asking {wanted.against.name}") as listen:
        theirs = bench.rival(wanted.against, listen)
    families = families_of(bench.collection)
    return replace(found, comparison=compare(found.values, theirs, wanted.against.name, families))


def _save(bench: Bench, given: Outputs, wanted: Wanted) -> None:
    by_document = bench.collection.by_document
    if wanted.run_file:
        runs = (
            [ranking.run for ranking in given.rankings]
            if given.rankings is not None
            else [run_as_shown(said, by_document) for said in given.replies]
        )
        ids = (question.id for question in bench.collection.questions)
        write_run(wanted.run_file, dict(zip(ids, runs, strict=True)))
    if wanted.qrels_file:
        write_qrels(wanted.qrels_file, bench.judged.qrels)
    if wanted.beir_folder:
        write_beir(wanted.beir_folder, bench.collection, bench.judged.qrels, bench.assistant.retriever.store)


def _open(task: Task, index: Place | None) -> Bench:
    """The index that is named, or the bundled leaflets'; a BEIR folder gets its own, built where there is none."""
    named = named_index(index)
    if not task.questions.exists():
        raise BadInput(f"{task.questions} cannot be read (No such file or directory)", "Check the name and the rights")
    if not task.questions.is_dir():
        return Bench.open(named or default_index(), task)
    root = named or cached_index(task.questions)
    try:
        return Bench.open(root, task)
    except IndexUnusable as problem:
        if named and not isinstance(problem, IndexMissing):
            raise
    _build(beir_file(task.questions, "corpus"), root)
    return Bench.open(root, task)


def _build(corpus: Path, root: Place) -> None:
    from edubot.cli.build import build_with_progress
    from edubot.leaflets.folder import Library
    from edubot.settings import bundled_originals

    tell(f"{corpus} is indexed in {root}; once, this takes a while.")
    build_with_progress(Library.at(corpus, bundled_originals()), root)


@contextlib.contextmanager
def _progress(told: str) -> Iterator[Listener]:
    """A bar on stderr; nothing in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(told, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
