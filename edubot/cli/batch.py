"""Many questions, one JSON line each: the same order out as in, and no bad line stops the rest."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from edubot.answering import Answering, Refusal
from edubot.cli.output import is_printable, print_json, tell
from edubot.cli.progress import watched
from edubot.errors import BadInput, IndexUnusable, QuestionsInvalid
from edubot.model import Outcome
from edubot.rendering.as_json import answer_as_json


def answer_batch(desk: Answering, file: str) -> int:
    """Print an answer for every line of a file of questions; returns the exit status."""
    status = 0
    name = "Standard input" if file == "-" else file
    for number, line in watched(_lines(file), "Questions", _count(file)):
        try:
            id, text, history = _question(line, f"{name}, line {number}")
        except QuestionsInvalid as problem:
            tell(problem)
            helped = answer_as_json(desk.guardrail.unavailable(_text(line), str(problem)))
            kept = {key: helped[key] for key in ("warnings", "alerts")}
            print_json({"id": _id(line), "error": str(problem), **kept})
            status = status or QuestionsInvalid.exit_status
            continue
        answer = desk.ask(text, history)
        print_json(answer_as_json(answer, id), flush=True)
        if answer.outcome is Outcome.UNAVAILABLE:
            status = IndexUnusable.exit_status
    if isinstance(desk, Refusal):
        tell(desk.problem)
    return status


def _count(file: str) -> int | None:
    """How many questions a file holds; None where it can be read only once."""
    if file == "-" or not Path(file).is_file():
        return None
    return sum(1 for _ in _lines(file))


def _lines(file: str) -> Iterator[tuple[int, bytes]]:
    if file == "-":
        yield from _filled(sys.stdin.buffer)
        return
    try:
        with Path(file).open("rb") as lines:
            yield from _filled(lines)
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror})", "Check the name and the rights") from error


def _filled(lines: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _question(line: bytes, where: str) -> tuple[str, str, list[str]]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionsInvalid(f"{where} is not JSON", "Write one object a line") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise QuestionsInvalid(f'{where} has no "text"', 'Write {"id": "…", "text": "…"}')
    if not isinstance(fields.get("id"), str):
        raise QuestionsInvalid(f'{where} has no "id" in quotation marks', 'Write {"id": "…", "text": "…"}')
    history = [] if fields.get("history") is None else fields["history"]
    if not isinstance(history, list) or not all(isinstance(each, str) for each in history):
        raise QuestionsInvalid(f'{where} has a "history" that is no list of messages', 'Write ["…", "…"]')
    if not is_printable("".join((fields["id"], fields["text"], *history))):
        raise QuestionsInvalid(f"{where} holds half a character", "Write whole ones")
    return fields["id"], fields["text"], history


def _text(line: bytes) -> str:
    """What somebody wrote in a line that cannot be answered; nothing where it cannot be read."""
    text = _field(line, "text")
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else ""


def _id(line: bytes) -> str | int | None:
    id = _field(line, "id")
    return id if isinstance(id, str | int) and is_printable(str(id)) else None


def _field(line: bytes, name: str) -> object:
    try:
        return json.loads(line)[name]
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
