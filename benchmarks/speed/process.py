"""A process from its start to its end: how long, how much of the processors, how much memory."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.libraries.environment import OFFLINE, ROOT
from benchmarks.libraries.serving import READY

_LOOKS = 0.01
"""Seconds between two looks at the memory of a process and its children."""
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""With this set, every process of a library that was changed since would compile it anew."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MEGA = 1_000_000


class Failed(Exception):
    """A process that is measured did not do its work."""


@dataclass(frozen=True)
class Run:
    """One process, start to end."""

    seconds: float
    cpu_seconds: float
    """User and system time, its own and its children's."""
    peak_mb: float
    """Resident at its largest; of the process alone unless its whole tree was watched."""


def run(command: Sequence[str], watch: bool = False) -> Run:
    """Run a command to its end.

    Args:
        watch: look at the memory of the whole tree all along, which takes a little time away from it.

    Raises:
        Failed: it ended with another status than 0.
    """
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=told
        )
        peak = _watched(process.pid) if watch else 0.0
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            last = told.read().decode(errors="replace")[-1000:]
            raise Failed(f"{' '.join(command)} ended with {process.returncode}: {last}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, max(peak, usage.ru_maxrss * 1024 / _MEGA))


class Desk:
    """A process with an open index that answers lists of questions; see `benchmarks.libraries.serving`."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        if self._out.readline().strip() != READY:
            raise Failed(f"{' '.join(command)} did not open; run it by hand to see why")

    def ask(self, questions: Sequence[str]) -> tuple[list[float], list[object]]:
        """Seconds that each question took, and the answers."""
        print(json.dumps(questions), file=self._in, flush=True)
        said = self._out.readline()
        if not said:
            raise Failed(f"{self._process.args!r} ended in the middle of the questions")
        held = json.loads(said)
        return held["seconds"], held["answers"]

    @property
    def peak_mb(self) -> float:
        """Resident memory of the process at its largest so far."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) * 1024 / _MEGA for line in lines if line.startswith("VmHWM"))

    def close(self) -> None:
        """End it."""
        self._in.close()
        self._process.wait()


def tree(pid: int) -> Iterator[int]:
    """A process and all that it started, as far as they are there."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from tree(int(child))


def _watched(pid: int) -> float:
    """The largest sum of resident memory over a tree, until its root ends."""
    peak = 0
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peak = max(peak, sum(map(_resident, tree(pid))))
        time.sleep(_LOOKS)
    return peak / _MEGA


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * _PAGE
    except (OSError, IndexError):  # it ended meanwhile
        return 0


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != NO_BYTECODE}
    return {**kept, **OFFLINE, "PYTHONPATH": str(ROOT)}
