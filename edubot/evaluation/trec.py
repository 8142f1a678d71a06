"""Runs and judgements as files of TREC, which every evaluation tool reads."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from edubot.errors import QuestionsInvalid
from edubot.evaluation.judged import Qrels
from edubot.evaluation.lines import read_lines
from edubot.evaluation.trec_ids import token, untoken

TAG = "edubot"

Run = dict[str, list[tuple[str, float]]]
"""Question → documents with their scores, best first."""


def write_run(path: Path, run: Mapping[str, Sequence[tuple[str, float]]]) -> None:
    """Six columns a line: question, Q0, document, rank, score, tag."""
    _write(
        path,
        (
            f"{token(question)} Q0 {token(id)} {rank} {score:.5f} {TAG}"
            for question, found in run.items()
            for rank, (id, score) in enumerate(found, start=1)
        ),
    )


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Four columns a line: question, 0, document, grade."""
    _write(
        path,
        (f"{token(question)} 0 {token(id)} {grade}" for question, held in qrels.items() for id, grade in held.items()),
    )


def read_run(path: Path) -> Run:
    """A run in TREC's six columns, each question's documents by falling score.

    Raises:
        QuestionsInvalid: unreadable, empty, or a line of another form.
    """
    run: Run = {}
    for where, line in read_lines(path):
        columns = line.split()
        try:
            question, _, id, _, score, _ = columns
            run.setdefault(untoken(question), []).append((untoken(id), float(score)))
        except ValueError as error:
            raise QuestionsInvalid(
                f"{where} is no line of a run", "Write question, Q0, document, rank, score and tag"
            ) from error
    if not run:
        raise QuestionsInvalid(f"{path} holds no run", "Name a TREC run")
    return {question: sorted(found, key=lambda each: -each[1]) for question, found in run.items()}


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
