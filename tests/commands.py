"""The installed command, run in a home of its own, and what it leaves behind; never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from edubot.policy import Policy, read_policy
from edubot.settings import GENERAL_POLICY_FILE, POLICY_FILE

COMMAND = Path(sys.executable).parent / "edubot"
ALCOHOL = "Can I drink alcohol?"
POLICY = read_policy(POLICY_FILE)
ANY_DRUG = read_policy(GENERAL_POLICY_FILE)


@dataclass(frozen=True)
class Ran:
    """What a process left behind."""

    status: int
    out: str
    err: str
    raw: bytes = b""
    """What was printed, to the byte."""

    @property
    def json(self) -> Any:
        """What was printed, read as one."""
        return json.loads(self.out)

    @property
    def object(self) -> dict[str, Any]:
        """The one JSON object printed."""
        (only,) = self.objects
        return only

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects printed, one a line."""
        return [cast(dict[str, Any], json.loads(line)) for line in self.out.splitlines()]


def environment_in(folder: Path, **more: str) -> dict[str, str]:
    """The person's home is an empty folder, so that no index of this machine is used."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("EDUBOT_", "PYTHONIO", "PYTEST_"))
    }
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    return {**kept, **home, **more}


class Terminal:
    """Runs the installed command in a home of its own."""

    def __init__(self, home: Path, index: Path) -> None:
        self.home = home
        self.index = index

    def run(self, *args: str | Path, stdin: str | bytes = b"", **environment: str) -> Ran:
        """Run to the end; no traceback may ever be printed."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [COMMAND, *args],
            input=given,
            capture_output=True,
            cwd=self.home,
            env=environment_in(self.home, **environment),
            timeout=120,
            check=False,
        )
        told = environment.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
        ran = Ran(done.returncode, done.stdout.decode(told, "replace"), done.stderr.decode(told), done.stdout)
        assert "Traceback" not in ran.err, ran.err
        return ran

    def ask(self, *args: str | Path, stdin: str | bytes = b"") -> Ran:
        """`edubot ask` over the bundled leaflets."""
        return self.run("ask", *args, stdin=stdin, EDUBOT_INDEX=str(self.index))

    def batch(self, lines: Iterable[str | bytes], *args: str) -> Ran:
        """`edubot ask --batch` over a file of these lines."""
        file = self.home / "questions.jsonl"
        file.write_bytes(b"".join(_bytes(line) + b"\n" for line in lines))
        return self.ask("--batch", file, *args)


def _bytes(line: str | bytes) -> bytes:
    return line.encode() if isinstance(line, str) else line


def one_sentence(told: str) -> str:
    """The sentence on stderr, which is all there is on it."""
    (line,) = told.splitlines()
    assert line.startswith("edubot: ")
    assert line.endswith(".")
    return line


def assert_warned(answer: dict[str, Any], policy: Policy = POLICY, country: str | None = None) -> None:
    """Both warnings stand in the object, whole and in their order."""
    forms = policy.warnings_for(country)
    told = [(warning["id"], warning["topic"], warning["line"], warning["text"]) for warning in answer["warnings"]]
    assert told == [(form.id, str(form.topic), form.line, form.text) for form in forms]


def assert_warned_in_text(out: str, country: str | None = None) -> None:
    """Both warnings stand in the text, line and rest."""
    for form in POLICY.warnings_for(country):
        assert form.line in out
        assert form.text in out
