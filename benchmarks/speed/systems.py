"""Who is measured: how each builds its index, answers from a cold process, and stays open for many questions."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

from benchmarks.libraries.contract import LIBRARIES, PLAIN
from benchmarks.libraries.environment import python, version
from edubot import __version__

EDUBOT = "edubot"
Command = list[str]


@dataclass(frozen=True)
class System:
    """Commands of one system; every index is a folder."""

    name: str
    version: str
    build: Callable[[Path, Path], Command]
    """Leaflets, index."""
    ask: Callable[[Path, str], Command]
    """Index, question: a cold process to the answer."""
    serve: Callable[[Path], Command]
    """Index: a process that stays open."""


def systems(names: Sequence[str] = ()) -> list[System]:
    """Edubot and its rivals, or those of some names; makes the environments that are missing."""
    wanted = names or (EDUBOT, PLAIN, *LIBRARIES)
    return [_edubot() if name == EDUBOT else _rival(name) for name in wanted]


def _edubot() -> System:
    run = [sys.executable, "-m", "edubot"]
    return System(
        EDUBOT,
        __version__,
        lambda leaflets, index: [*run, "build", str(leaflets), "--index", str(index)],
        lambda index, question: [*run, "ask", question, "--index", str(index)],
        lambda index: [sys.executable, "-m", "benchmarks.speed.edubot_desk", str(index)],
    )


def _rival(name: str) -> System:
    own = name in LIBRARIES
    run = [str(python(name)) if own else sys.executable, "-m", "benchmarks.libraries.desk", name]
    return System(
        name,
        version(name) if own else f"{installed('sentence-transformers')} + {installed('faiss-cpu')}",
        lambda leaflets, index: [*run, "build", str(leaflets), str(index)],
        lambda index, question: [*run, "ask", str(index), question],
        lambda index: [*run, "serve", str(index)],
    )
