"""A build on Ray in a process of its own: Ray ends whoever has lost its cluster, and would end other tests with it."""

import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from edubot.cluster.ray_crew import ray_crew
from edubot.errors import EdubotError
from edubot.index.build import BuildReport, build_index
from edubot.index.encoder import BuildEncoder
from edubot.index.layout import ENCODED
from edubot.index.progress import Progress, Stage
from edubot.leaflets.folder import Library
from tests.conftest import REPOSITORY

LIMIT = 240.0
"""Seconds in which a build of a few leaflets ends, also on a busy machine."""


@dataclass(frozen=True)
class RayBuild:
    """What is built where."""

    address: str
    place: Path
    root: Path
    encoder: BuildEncoder
    strict: bool = True
    stops: bool = False
    """Whether it stops as soon as all is encoded."""

    def __call__(self) -> "Built":
        """Build in this process."""
        library = Library.at(self.place, None, strict=self.strict)
        heard: dict[Stage, Progress] = {}
        with ray_crew(self.address, self.root / ENCODED) as crew:
            report = build_index(library, self.root, self.encoder, crew=crew, listen=_Listener(heard, self.stops))
        return Built(report, [str(fault) for fault in library.faults], library.repairs, heard)


@dataclass(frozen=True)
class Built:
    """What came of it."""

    report: BuildReport
    faults: list[str]
    repairs: list[str]
    heard: dict[Stage, Progress]
    """The last word on each stage."""


@dataclass(frozen=True)
class _Listener:
    heard: dict[Stage, Progress]
    stops: bool

    def __call__(self, progress: Progress) -> None:
        self.heard[progress.stage] = progress
        if self.stops and progress.stage is Stage.ENCODING and progress.done == progress.total:
            raise Stopped


class Stopped(Exception):
    """The build was stopped after all was encoded."""


def started(build: RayBuild, told: Path) -> "subprocess.Popen[bytes]":
    """The build in another process, which writes what came of it in a file."""
    order = told.with_suffix(".order")
    order.write_bytes(pickle.dumps(build))
    command = [sys.executable, "-c", "from tests.ray_builds import main\nmain()", str(order), str(told)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.DEVNULL)


def built(build: RayBuild, told: Path) -> Built:
    """The build in another process, to its end.

    Raises:
        EdubotError, Stopped: what ended it there.
        AssertionError: Ray ended it, or never did.
    """
    with started(build, told) as process:
        try:
            status = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError(f"the build on Ray had not ended after {LIMIT:.0f} seconds") from None
    assert told.exists(), f"Ray ended the build (status {status})"
    result: Built | EdubotError | Stopped = pickle.loads(told.read_bytes())
    if isinstance(result, Exception):
        raise result
    return result


@dataclass(frozen=True)
class OnRay:
    """Builds on a cluster, each in a process of its own."""

    address: str
    told: Path
    """A file in which each tells what came of it."""

    def __call__(
        self, place: Path, root: Path, encoder: BuildEncoder, strict: bool = True, stops: bool = False
    ) -> Built:
        """One build, to its end."""
        self.told.unlink(missing_ok=True)
        return built(RayBuild(self.address, place, root, encoder, strict, stops), self.told)


def main() -> None:
    """Do what the first file asks for, and write in the second what came of it."""
    order, told = map(Path, sys.argv[1:])
    build: RayBuild = pickle.loads(order.read_bytes())
    try:
        result: Built | EdubotError | Stopped = build()
    except (EdubotError, Stopped) as error:
        result = error
    told.write_bytes(pickle.dumps(result))
