"""The command line itself, from outside: its help, its version, what it does not know, and a reader who has gone."""

import json
import os
import subprocess

import pytest
from syrupy.assertion import SnapshotAssertion

import edubot
from edubot.model import AlertKind
from edubot.rendering.as_text import short_warnings
from tests.commands import ALCOHOL, COMMAND, POLICY, Terminal, assert_warned, environment_in


@pytest.mark.parametrize("early", [["--index", "/nowhere"], ["--country", "Atlantis"]])
def test_an_option_before_the_command_is_not_forgotten(terminal: Terminal, early: list[str]) -> None:
    """`edubot --index DIR ask` asks DIR, or is refused; it never asks another index."""
    assert terminal.run(*early, "ask", ALCOHOL, EDUBOT_INDEX=str(terminal.index)).status in (2, 3)


@pytest.mark.parametrize("command", ["", "chat", "serve", "ask", "build", "check", "evaluate", "index"])
def test_help(terminal: Terminal, command: str, snapshot: SnapshotAssertion) -> None:
    """What a command and its options do, held against a committed file."""
    ran = terminal.run(*command.split(), "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == snapshot


def test_help_names_every_command_there_is(terminal: Terminal) -> None:
    """A command that is added gets its golden help too."""
    listed = terminal.run("--help").out.partition("Commands:\n")[2]
    assert [line.split()[0] for line in listed.splitlines()] == [
        "chat",
        "serve",
        "ask",
        "build",
        "check",
        "evaluate",
        "index",
    ]


def test_the_version_is_the_packages(terminal: Terminal) -> None:
    """It is written in one place."""
    ran = terminal.run("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"edubot {edubot.__version__}\n", "")


@pytest.mark.parametrize("args", [["--nonsense"], ["nonsense"], ["check", "--nonsense"], ["index", "show", "a", "b"]])
def test_what_the_command_line_does_not_know_is_bad_usage(terminal: Terminal, args: list[str]) -> None:
    """Exit 2 and a word on how to get help."""
    ran = terminal.run(*args)
    assert (ran.status, ran.out) == (2, "")
    assert "--help" in ran.err


@pytest.mark.parametrize(
    "args", [["-5", "mg", "i want to die"], ["--nonsense", "i want to die"], ["i want to die", "--country"]]
)
def test_help_and_both_warnings_stand_however_a_question_was_typed(terminal: Terminal, args: list[str]) -> None:
    """Exit 2 and what is wrong, and before it what nobody may miss."""
    ran = terminal.run("ask", *args)
    assert ran.status == 2
    assert "Error" in ran.err
    assert ran.out.startswith(POLICY.alert_for(AlertKind.CRISIS, None).text)
    assert short_warnings(POLICY.warnings_for(None), POLICY) in ran.out
    object = terminal.run("ask", "--json", *args).object
    assert (object["outcome"], object["alerts"][0]["kind"]) == ("unavailable", "crisis")
    assert_warned(object)


def test_a_question_without_quotation_marks_is_one(terminal: Terminal) -> None:
    """Who is in need does not think of them."""
    assert terminal.run("ask", "I", "want", "to", "die").out == terminal.run("ask", "I want to die").out
    assert terminal.run("ask", "--json", *ALCOHOL.split()).object["question"] == ALCOHOL


def test_where_nothing_can_be_shown_that_is_told(terminal: Terminal) -> None:
    """A closed output is no success."""
    command = f"{COMMAND} ask alcohol --index {terminal.index} >&-"
    ran = subprocess.run(
        ["sh", "-c", command], stderr=subprocess.PIPE, env=environment_in(terminal.home), text=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("args", [["ask", ALCOHOL], ["ask", "--json", ALCOHOL], ["ask", "--batch"], ["--help"]])
def test_a_reader_who_has_gone_is_no_fault(terminal: Terminal, args: list[str]) -> None:
    """With nobody at the other end of the pipe nothing is said on stderr, let alone a traceback."""
    questions = terminal.home / "questions.jsonl"
    questions.write_text('{"id": "a", "text": "alcohol"}\n' * 5, encoding="utf-8")
    given = [questions] if "--batch" in args else []
    reading, writing = os.pipe()
    os.close(reading)
    environment = environment_in(terminal.home, EDUBOT_INDEX=str(terminal.index))
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run(
            [COMMAND, *args, *given], stdout=nobody, stderr=subprocess.PIPE, env=environment, check=False
        )
    assert done.stderr == b""
    assert done.returncode == (1 if args == ["--help"] else 0)  # of its help click itself says so


def test_the_first_line_alone_may_be_read(terminal: Terminal) -> None:
    """As in `edubot ask --batch … | head -1`: the line is whole, and nothing is said on stderr."""
    questions = terminal.home / "questions.jsonl"
    questions.write_text('{"id": "a", "text": "alcohol"}\n' * 300, encoding="utf-8")
    environment = environment_in(terminal.home, EDUBOT_INDEX=str(terminal.index))
    with subprocess.Popen(
        [COMMAND, "ask", "--batch", questions], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
    assert_warned(first)
