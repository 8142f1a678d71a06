"""Measure edubot, edubot with parts switched off, and other libraries on the same questions, with the same code."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.libraries.contract import LIBRARIES, TEXT_KINDS
from benchmarks.libraries.environment import answer_files, version
from edubot.evaluation.ablation import ablation
from edubot.evaluation.bench import Bench
from edubot.evaluation.collection import Collection
from edubot.evaluation.figures import SHOWN, shown_values, values
from edubot.evaluation.intervals import Figure, figures
from edubot.evaluation.judged import Qrels
from edubot.evaluation.ranking import ranking_values
from edubot.evaluation.reply import Reply
from edubot.evaluation.run import families_of
from edubot.evaluation.slices import BY_DOCUMENT, headline
from edubot.evaluation.systems import outputs, run_as_shown
from scripts.accuracy_tables import DIGITS, Interval, Library, Row, Table, sha256


@dataclass(frozen=True)
class Subject:
    """Questions over some leaflets, in one part or in several."""

    bench: Bench
    leaflets: Path | None
    """Folder or JSON-lines file that the libraries read; None where they are not to be measured."""
    splits: Mapping[str, str]
    """Name of a table → the split whose questions it is about; empty for all of them."""

    @property
    def given(self) -> str:
        """SHA-256 of the questions and of the leaflets."""
        task, place = self.bench.task, self.leaflets
        paths = [task.questions, *([task.qrels] if task.qrels else [])]
        paths += [place] if place and place.is_file() else texts(place) if place else []
        return sha256(paths)

    def part(self, split: str) -> Collection:
        """The questions of a split."""
        held = self.bench.collection
        return Collection([question for question in held.questions if split in ("", question.split)], held.by_document)

    def qrels(self, part: Collection) -> Qrels:
        """The judgements of a part."""
        return {question.id: self.bench.judged.qrels[question.id] for question in part.scored}


def texts(folder: Path) -> list[Path]:
    """The leaflets of a folder."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in TEXT_KINDS)


def tables(subject: Subject, libraries: Sequence[str], last: Mapping[str, Table]) -> dict[str, Table]:
    """Every table of a subject.

    Args:
        libraries: those that are asked now.
        last: the tables there were; what other libraries reached stays where the same was given to them.
    """
    asked = {library: _library(subject, library) for library in libraries if subject.leaflets}
    found = {}
    for name, split in subject.splits.items():
        print(f"measuring {name}", file=sys.stderr)
        part, before = subject.part(split), last.get(name)
        kept = before.libraries if before and before.given == subject.given else ()
        known = {each.name: each for each in kept} | {library: held[name] for library, held in asked.items()}
        found[name] = Table(
            date=f"{date.today()}",
            scorer=subject.bench.opened.manifest.scorer,
            given=subject.given,
            questions=len(part.scored),
            rows=tuple(_ours(subject, part)),
            libraries=tuple(known[library] for library in LIBRARIES if library in known),
        )
    return found


def _ours(subject: Subject, part: Collection) -> Iterator[Row]:
    """Edubot before and after abstention, and with parts switched off."""
    bench, qrels = subject.bench, subject.qrels(part)
    given = outputs(bench.assistant, part.questions, part.by_document, _unheard)
    blocks = values(part, given, qrels)
    block, wanted = headline(part, blocks)
    families = families_of(part)
    yield _row("**edubot**", figures({name: blocks[block][name] for name in wanted}, families))
    held_back = "after abstention" if bench.opened.manifest.calibration else "not calibrated here"
    yield _row(f"edubot, as shown, {held_back}", _shown(part, given.replies, qrels))
    for step in ablation(bench.assistant, bench.opened, part, qrels, _unheard)[:-1]:
        yield _row(f"edubot, {step.name}", step.figures)


def _library(subject: Subject, library: str) -> dict[str, Library]:
    """What a library reaches in every table."""
    assert subject.leaflets
    bench = subject.bench
    rows: dict[str, list[Row]] = {name: [] for name in subject.splits}
    asked_on = date.today()
    for system, file in answer_files(library, subject.leaflets, bench.task.questions, subject.given):
        print(f"scoring {system}", file=sys.stderr)
        asked_on = min(asked_on, date.fromtimestamp(file.stat().st_mtime))
        replies = bench.read_answers(file).replies
        by_id = {question.id: reply for question, reply in zip(bench.collection.questions, replies, strict=True)}
        for name, split in subject.splits.items():
            part = subject.part(split)
            held = _shown(part, [by_id[question.id] for question in part.questions], subject.qrels(part))
            rows[name].append(_row(system, [figure for figure in held if figure.name != "answer@1"]))
    return {name: Library(library, version(library), f"{asked_on}", tuple(held)) for name, held in rows.items()}


def _shown(part: Collection, replies: Sequence[Reply], qrels: Qrels) -> Sequence[Figure]:
    """Figures of what a person gets to see."""
    if not part.by_document:
        return figures(shown_values(part, replies, qrels)[SHOWN], families_of(part))
    run = {
        question.id: run_as_shown(said, by_document=True)
        for question, said in zip(part.questions, replies, strict=True)
    }
    return figures(ranking_values(qrels, run, BY_DOCUMENT), families_of(part))


def _row(system: str, held: Sequence[Figure]) -> Row:
    def interval(figure: Figure) -> Interval:
        mean, low, high = (round(value, DIGITS) for value in (figure.mean, figure.low, figure.high))
        return mean, low, high

    return Row(system, {figure.name: interval(figure) for figure in held})


def _unheard(done: int, total: int) -> None:
    """Nobody watches."""
