"""A build that is killed at any moment is whole or not at all.

The killed builds run in one subprocess that forks a child for each, so that none pays for imports:
`python -c "from tests.test_killed_builds import kill_builds; …"`.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edubot.index.build import build_index
from edubot.index.versions import IndexFolder
from tests.builds import SEED, answers_of, in_subprocess, library_a, library_b
from tests.fakes import LetterEncoder

KILLS = 50


def _build_b(root: Path) -> None:
    build_index(library_b(), root, LetterEncoder())


def _forked(build: Callable[[], None]) -> int:
    """Run a build in a child process; its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        build()
        status = 0
    finally:
        os._exit(status)


def _dying_at(event: int, root: Path) -> Callable[[], None]:
    """A build that is killed right before its n-th change to the file system."""
    changes = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}
    seen = 0

    def watch(name: str, _: tuple[Any, ...]) -> None:
        nonlocal seen
        seen += name in changes
        if seen > event:
            os.kill(os.getpid(), signal.SIGKILL)

    def build() -> None:
        sys.addaudithook(watch)
        _build_b(root)

    return build


def kill_builds(template: Path, places: Path) -> None:
    """Copy the index in `template` for every kill, start building B in the copy, and kill that.

    First at moments drawn between 0 and the time a whole build takes, then before each step on the file system.
    """
    places.mkdir()
    shutil.copytree(template, places / "timed")
    began = time.monotonic()
    assert os.waitpid(_forked(lambda: _build_b(places / "timed")), 0)[1] == 0
    took = time.monotonic() - began
    rng = random.Random(SEED)
    for number in range(KILLS):
        root = places / f"moment-{number}"
        shutil.copytree(template, root)
        child = _forked(lambda root=root: _build_b(root))  # type: ignore[misc]
        time.sleep(rng.uniform(0, took))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    step, status = 0, signal.SIGKILL.value
    while status:
        root = places / f"step-{step}"
        shutil.copytree(template, root)
        status = os.waitpid(_forked(_dying_at(step, root)), 0)[1]
        step += 1


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of indexes: A in place, and the build of B over it killed at one moment or another."""
    base = tmp_path_factory.mktemp("killed")
    build_index(library_a(), base / "template", LetterEncoder())
    in_subprocess(kill_builds, base / "template", base / "places")
    return base / "places"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize("kind", ["moment", "step"])
def test_a_killed_build_leaves_a_whole_index(killed: Path, tmp_path: Path, kind: str) -> None:
    """Killed at any moment, the index opens and answers as A or as B in every passage; then B builds cleanly."""
    build_index(library_a(), tmp_path / "a", LetterEncoder())
    build_index(library_a(), tmp_path / "b", LetterEncoder())
    build_index(library_b(), tmp_path / "b", LetterEncoder())
    versions = {IndexFolder(tmp_path / name).current: name for name in "ab"}
    answers = {name: answers_of(tmp_path / name) for name in "ab"}
    outcomes: list[str] = []
    for root in sorted(killed.glob(f"{kind}-*"), key=lambda root: int(root.name.removeprefix(f"{kind}-"))):
        outcomes.append(versions[IndexFolder(root).current])
        assert answers_of(root) == answers[outcomes[-1]], f"{root.name} answers as neither library"
        build_index(library_b(), root, LetterEncoder())
        assert answers_of(root) == answers["b"]
        assert not list((root / "versions").glob(".draft-*"))
        assert len(list((root / "versions").iterdir())) <= 2 + (outcomes[-1] == "b")
    assert len(outcomes) >= {"moment": KILLS, "step": 30}[kind]
    if kind == "step":
        assert outcomes == sorted(outcomes), "once B is in use it stays"
        assert set(outcomes) == {"a", "b"}


def count_durable_steps(root: Path) -> None:
    """Build B over A and print, in order, each call that makes durable or that moves a name."""
    steps: list[str] = []

    def watch(_: object, event: str, called: Any) -> None:
        if event == "c_call" and called in (os.fsync, os.rename, os.replace):
            steps.append(called.__name__)

    sys.setprofile(watch)
    _build_b(root)
    sys.setprofile(None)
    print(json.dumps(steps))  # noqa: T201  the report to the test


def test_what_is_put_in_use_is_on_the_disk_first(tmp_path: Path) -> None:
    """Each file of a version is made durable before it gets its name, and the pointer moves only after that."""
    build_index(library_a(), tmp_path, LetterEncoder())
    steps = json.loads(in_subprocess(count_durable_steps, tmp_path))
    named, moved = (number for number, step in enumerate(steps) if step != "fsync")
    files = list((tmp_path / "versions" / IndexFolder(tmp_path).current).iterdir())
    assert steps[:named].count("fsync") >= len(files) == 3
    assert steps[named:moved].count("fsync") >= 2, "the folder of versions, and the new pointer"
    assert steps[moved:].count("fsync") >= 1, "the folder in which the pointer moved"
