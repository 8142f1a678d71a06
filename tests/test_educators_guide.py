"""docs/educators.md is true: its commands are run in order on the folder it begins with, and its output is theirs."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.guide_leaflets import renew_pharmacy, write_leaflets

GUIDE = Path(__file__).parent.parent / "docs" / "educators.md"
_BLOCK = re.compile(r"^```(console|toml)\n(.*?)^```|^(<!-- renewed -->)$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def as_pattern(shown: str) -> str:
    """The guide's output as a pattern: `…` alone is any lines, within a line any words; blanks at its end pass."""
    lines = []
    for line in shown.splitlines():
        if line == "…":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n")
    return "".join(lines)


def test_the_guide(tmp_path: Path) -> None:
    """Each command ends as it should and prints what the guide shows."""
    text = GUIDE.read_text(encoding="utf-8")
    leaflets = write_leaflets(tmp_path / "leaflets")
    ran = []
    for block in _BLOCK.finditer(text):
        kind, body, renewed = block.groups()
        if renewed:
            renew_pharmacy(leaflets)
        elif kind == "toml":
            named = re.findall(r"`(leaflets/\w+\.toml)`", text[: block.start()])
            (tmp_path / named[-1]).write_text(body, encoding="utf-8")
        else:
            ran += list(_run_all(body, tmp_path))
    assert len(ran) >= 10


def _run_all(console: str, home: Path) -> Iterator[str]:
    for command, shown in _COMMAND.findall(console):
        out = _run(command, home)
        assert re.fullmatch(as_pattern(shown), out), f"$ {command}\n{out}\n--- and the guide shows\n{shown}"
        yield command


def _run(command: str, home: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EDUBOT_")}
    environment = {**kept, "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "COLUMNS": "80"}
    environment |= {"PYTHONPATH": str(GUIDE.parent.parent), "PYTHONIOENCODING": "utf-8"}
    started = command.replace("edubot ", f"{sys.executable} -m edubot ", 1)
    done = subprocess.run(["sh", "-c", started], capture_output=True, cwd=home, env=environment, check=False)
    told = done.stderr.decode()
    assert "Traceback" not in told, told
    assert done.returncode in (0, 1), told
    return done.stdout.decode()
