"""No question leaves the machine, or stays on it.

The guard is a `sitecustomize` that Python loads before everything else: it refuses every connection.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from edubot.index.versions import IndexFolder
from tests.conftest import REPOSITORY

GUARD = """
import socket

def _refused(*_: object, **__: object) -> None:
    raise AssertionError("the network was used")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = socket.socket.bind = _refused
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = _refused
"""
QUESTION = "Does zymurgy dry my lips?"
UNSET = ("HF_", "EDUBOT_", "XDG_", "ORT_", "CI", "GITHUB_", "TF_BUILD", "PYTEST_", "DO_NOT_TRACK")
"""Beginnings of variables that could silence a library which speaks up on a person's machine."""
FOLDERS = {
    "HOME": "home",
    "XDG_DATA_HOME": "home/data",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_STATE_HOME": "home/state",
    "HF_HOME": "home/hub",
    "TMPDIR": "temporary",
}


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A home, a working folder and a temporary folder of their own, and the guard."""
    for name in (*FOLDERS.values(), "work", "guard"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    return tmp_path


def _run(
    machine: Path, *arguments: str, given: str = "", under: Sequence[str] = ()
) -> "subprocess.CompletedProcess[str]":
    """Run Python as a person would: without what our CI or a careful developer may have switched off."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(UNSET)}
    environment |= {name: str(machine / place) for name, place in FOLDERS.items()}
    environment |= {
        "PYTHONPATH": os.pathsep.join([str(machine / "guard"), str(REPOSITORY)]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [*under, sys.executable, *arguments],
        cwd=machine / "work",
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _listing(*folders: Path) -> dict[Path, tuple[int, int]]:
    """Every file and folder with its size and time of change."""
    found = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


def test_the_guard_guards(machine: Path) -> None:
    """Else the other tests here would show nothing."""
    for code in (
        "import socket; socket.socket().connect(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import socket; socket.create_connection(('localhost', 9))",
    ):
        ran = _run(machine, "-c", code)
        assert ran.returncode != 0
        assert "the network was used" in ran.stderr


@pytest.mark.parametrize("extra", [[], ["--json"], ["--country", "UK"]])
def test_a_question_stays_on_the_machine_and_off_the_disk(machine: Path, bundled_index: Path, extra: list[str]) -> None:
    """Asking connects to nothing and leaves every folder, that of the index too, as it was."""
    before = _listing(machine, bundled_index)
    ran = _run(machine, "-m", "edubot", "ask", QUESTION, "--index", str(bundled_index), *extra)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "pregnan" in ran.stdout
    assert _listing(machine, bundled_index) == before


def test_questions_from_standard_input_stay_too(machine: Path, bundled_index: Path) -> None:
    """A piped question and a batch leave nothing behind either."""
    before = _listing(machine, bundled_index)
    ran = _run(machine, "-m", "edubot", "ask", "--index", str(bundled_index), given=QUESTION)
    assert ran.returncode == 0, ran.stderr
    line = '{"id": "q", "text": "How long does the course last?"}\n'
    ran = _run(machine, "-m", "edubot", "ask", "--batch", "-", "--index", str(bundled_index), given=line)
    assert ran.returncode == 0, ran.stderr
    assert '"passages": [{' in ran.stdout
    assert _listing(machine, bundled_index) == before


def test_a_failing_ask_leaves_nothing(machine: Path) -> None:
    """An index that is not there is told with both warnings, without a connection and without making a folder."""
    before = _listing(machine)
    ran = _run(machine, "-m", "edubot", "ask", QUESTION, "--index", str(machine / "nowhere"))
    assert ran.returncode == 3
    assert "pregnan" in ran.stdout
    assert "Traceback" not in ran.stderr
    assert _listing(machine) == before


def test_the_question_is_in_no_file_of_the_index(bundled_index: Path) -> None:
    """Words that only a question held are in no file that answered it."""
    version = IndexFolder(bundled_index).version(IndexFolder(bundled_index).current)
    assert all(b"zymurgy" not in path.read_bytes().lower() for path in version.iterdir())


def test_encoding_needs_no_network(machine: Path) -> None:
    """Not even the encoder that builds, with an empty cache, asks a model hub for anything."""
    code = "from edubot.index.sentence_encoder import SentenceEncoder; print(SentenceEncoder().encode(['lips']).shape)"
    ran = _run(machine, "-c", code)
    assert (ran.returncode, ran.stdout.strip()) == (0, "(1, 384)"), ran.stderr


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here to watch libraries that are not Python")
def test_no_library_opens_a_connection(machine: Path, bundled_index: Path) -> None:
    """Nor does any library underneath, out of Python's sight, so much as open a socket to another machine.

    One that first collects and sends after a while is seen by what it keeps on the disk, in the tests above.
    """
    watched = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(machine / "calls")]
    ran = _run(machine, "-m", "edubot", "ask", QUESTION, "--index", str(bundled_index), under=watched)
    if "ptrace" in ran.stderr:
        pytest.skip("this machine does not let a process be watched")
    assert ran.returncode == 0, ran.stderr
    assert [call for call in (machine / "calls").read_text().splitlines() if "AF_INET" in call] == []
