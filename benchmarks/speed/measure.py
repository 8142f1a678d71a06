"""The run: every system builds, answers from cold processes in turn, and answers every question in turn."""

import os
import random
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.speed.copies import write_copies
from benchmarks.speed.journal import Journal, Record
from benchmarks.speed.machine import limit
from benchmarks.speed.process import Desk, run
from benchmarks.speed.systems import EDUBOT, System

COPIES = 8
"""Of each leaflet in the larger build."""
QUESTION = "can I drink alcohol?"
SETTLES = 0.5
"""Seconds until the threads of one library have ceased to spin and the next may be timed."""
_MEGA = 1_000_000
Each = TypeVar("Each")


@dataclass(frozen=True)
class Plan:
    """What is measured, on what, how often."""

    leaflets: Path
    questions: Mapping[str, str]
    """By id."""
    rounds: int
    """Cold processes of every system."""
    passes: int
    """Times that every question is put to every open system."""
    folder: Path
    """Takes the indexes and the journal."""

    def index(self, system: System) -> Path:
        """Where a system's index of the leaflets is."""
        return self.folder / "indexes" / system.name.replace(" ", "-")


def measured(plan: Plan, systems: Sequence[System]) -> Journal:
    """Measure what the journal of the plan does not hold yet."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    journal = Journal(plan.folder / "journal.jsonl")
    journal.once("load", lambda: {"load": os.getloadavg()[0]})
    for system in systems:
        _say(f"building: {system.name}")
        journal.once(f"build {system.name}", lambda system=system: _build(plan, system))  # type: ignore[misc]
    for round in range(plan.rounds + 1):  # the first warms the disk and is watched for its memory
        _say(f"cold: round {round} of {plan.rounds}")
        for system in _turns(systems, round):
            key = f"cold {round} {system.name}"
            journal.once(key, lambda system=system, round=round: _cold(plan, system, watch=round == 0))  # type: ignore[misc]
    if f"warm {plan.passes - 1}" not in journal:
        with _desks(plan, systems) as desks:
            for number in range(plan.passes):
                _say(f"warm: pass {number + 1} of {plan.passes}")
                journal.once(f"warm {number}", lambda number=number: _pass(plan, desks, number))  # type: ignore[misc]
    _say("the machine's own rate")
    journal.once("limit", lambda: _limit(plan, systems))
    return journal


def _build(plan: Plan, system: System) -> Record:
    index, many, copies = plan.index(system), plan.folder / "many", plan.folder / "copies"
    shutil.rmtree(index, ignore_errors=True)
    few = run(system.build(plan.leaflets, index))
    words = write_copies(plan.leaflets, copies, COPIES)
    shutil.rmtree(many, ignore_errors=True)
    large = run(system.build(copies, many))
    shutil.rmtree(many, ignore_errors=True)
    return {"seconds": few.seconds, "seconds_many": large.seconds, "words_many": words, **_sizes(index)}


def _sizes(index: Path) -> Record:
    files = [path for path in index.rglob("*") if path.is_file()]
    encoders = [path for path in files if "encoders" in path.relative_to(index).parts]
    return {
        "index_mb": sum(path.stat().st_size for path in files if path not in encoders) / _MEGA,
        "encoder_mb": sum(path.stat().st_size for path in encoders) / _MEGA,
    }


def _cold(plan: Plan, system: System, watch: bool) -> Record:
    return asdict(run(system.ask(plan.index(system), QUESTION), watch))


def _pass(plan: Plan, desks: Mapping[str, Desk], number: int) -> Record:
    """Every question to every system, one system after the other: in turns, and in another order each time."""
    asked = list(plan.questions.items())
    random.Random(number).shuffle(asked)  # the same order for every system
    found: Record = {}
    for name in _turns(list(desks), number):
        time.sleep(SETTLES)
        seconds, answers = desks[name].ask([text for _, text in asked])
        said = {id: answer for (id, _), answer in zip(asked, answers, strict=True)}
        found[name] = {"seconds": seconds, "peak_mb": desks[name].peak_mb, **({"answers": said} if not number else {})}
    return found


@contextmanager
def _desks(plan: Plan, systems: Sequence[System]) -> Iterator[Mapping[str, Desk]]:
    open_desks: dict[str, Desk] = {}
    try:
        for system in systems:
            open_desks[system.name] = Desk(system.serve(plan.index(system)))
        for desk in open_desks.values():
            desk.ask([QUESTION])
        yield open_desks
    finally:
        for desk in open_desks.values():
            desk.close()


def _limit(plan: Plan, systems: Sequence[System]) -> Record:
    index = next(plan.index(system) for system in systems if system.name == EDUBOT)
    export = next(path for path in (index / "encoders").iterdir() if path.is_dir())
    return asdict(limit(plan.leaflets, export, list(plan.questions.values())))


def _turns(held: Sequence[Each], number: int) -> list[Each]:
    """The same in an order that begins with another one each time."""
    start = number % len(held)
    return [*held[start:], *held[:start]]


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
