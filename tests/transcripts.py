"""Runs the commands of a page of documentation, one after the other, and puts what they print under them.

A line `    $ command` in an indented block is run; `edubot …` in this process with an encoder that can be checked by
hand, anything else by the shell. Status other than 0 is told in a last line, as `(exit status 3)`.
"""

import contextlib
import io
import re
import shlex
import subprocess
from pathlib import Path

import typer
from typer.testing import CliRunner

from edubot.cli.app import app
from edubot.cli.build import Wanted, run_build
from edubot.cli.output import told_in_a_sentence
from tests.fakes import LetterEncoder

_CHANGES = (
    (re.compile(r"\b[0-9a-f]{12,32}\b"), "VERSION"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d[+-]\d\d:\d\d)?"), "MOMENT"),
    (re.compile(r" at [\d,]+ a second"), ""),
    (re.compile(r"(Encoder|Scorer) .*"), r"\1"),
)
"""What differs from one run to the next, or with the encoder."""


def filled(page: str) -> str:
    """The page with the output of each of its commands as it is now; run in the working directory."""
    lines: list[str] = []
    inside = False
    whole = page.splitlines()
    for line, following in zip(whole, [*whole[1:], ""], strict=True):
        if line.startswith("    $ "):
            inside = True
            lines += [line, *(f"    {told}".rstrip() for told in _ran(line.removeprefix("    $ ")))]
        elif not (inside and (line.startswith("    ") or (not line and following.startswith("    ")))):
            inside = False
            lines.append(line)
    return "\n".join(lines) + "\n"


def settled(page: str) -> str:
    """The page without what differs from one run to the next."""
    for pattern, instead in _CHANGES:
        page = pattern.sub(instead, page)
    return page


def _ran(command: str) -> list[str]:
    words = shlex.split(command)
    if words[0] != "edubot":
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
        return (done.stdout + done.stderr).splitlines()
    if words[1] == "build":
        return _built(*words[2:])
    result = CliRunner().invoke(app, words[1:], catch_exceptions=False)
    return [*result.output.splitlines(), *_status(result.exit_code)]


def _built(place: str | None = None) -> list[str]:
    told, status = io.StringIO(), 0
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            with told_in_a_sentence():
                run_build(Wanted(Path(place) if place else None), LetterEncoder())
        except typer.Exit as ended:
            status = ended.exit_code
    return [*told.getvalue().splitlines(), *_status(status)]


def _status(status: int) -> list[str]:
    return [f"(exit status {status})"] if status else []
