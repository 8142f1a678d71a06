"""What teaches outside the program: the man page and the shell's completions say what the commands are now."""

import re
import shutil
import subprocess
import tomllib

import click
import pytest
import typer
from typer.testing import CliRunner

from edubot.cli.app import app
from scripts.man_page import PAGE, page
from tests.conftest import REPOSITORY


def _commands(group: click.Group, called: str = "edubot") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        at = f"{called} {name}"
        found |= _commands(command, at) if isinstance(command, click.Group) else {at: command}
    return found


def _root() -> click.Group:
    root = typer.main.get_command(app)
    assert isinstance(root, click.Group)
    return root


def test_the_man_page_is_what_the_commands_are() -> None:
    """Whoever changes a command writes the page anew: make man."""
    assert PAGE.read_text(encoding="utf-8") == page(), "make man"


def test_the_man_page_names_every_command_and_option() -> None:
    """With what each does."""
    written = page().replace(r"\-", "-").replace(r"\&", "")
    commands = _commands(_root())
    assert len(commands) > 10
    for name, command in commands.items():
        section = re.search(rf"^\.SS {re.escape(name)}\b(.*?)(?=^\.S[SH] )", written, re.MULTILINE | re.DOTALL)
        assert section, name
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "help":
                assert option.help
                assert option.help in section[1].replace(r"\e", "\\"), (name, option.name)


def test_no_line_of_the_man_page_is_taken_for_a_command() -> None:
    """Each line that begins with a dot is one that man(7) knows."""
    known = {".TH", ".SH", ".SS", ".PP", ".TP", ".B", '.\\"'}
    assert {line.split()[0] for line in page().splitlines() if line.startswith((".", "'"))} <= known


def test_the_man_page_reads_well_where_it_can_be_set() -> None:
    """Without a word of complaint from the typesetter."""
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("there is no groff on this machine to set a man page with")
    done = subprocess.run(
        [groff, "-ww", "-man", "-Tutf8", str(PAGE)], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stderr == ""
    assert "edubot serve" in re.sub(".\x08", "", done.stdout)


def test_installing_edubot_installs_the_man_page() -> None:
    """Where man looks for it, beside the command."""
    built = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    shared = built["targets"]["wheel"]["shared-data"]
    assert shared == {PAGE.relative_to(REPOSITORY).as_posix(): "share/man/man1/edubot.1"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(("typed", "offered"), [("edubot ev", "evaluate"), ("edubot index with", "withdraw")])
def test_the_shell_completes_commands(shell: str, typed: str, offered: str) -> None:
    """In each of the shells that edubot --install-completion teaches."""
    asked = {
        "_EDUBOT_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    assert offered in CliRunner().invoke(app, [], prog_name="edubot", env=asked).output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_is_told_whom_to_ask(shell: str) -> None:
    """The script that is installed calls edubot itself."""
    script = CliRunner().invoke(app, [], prog_name="edubot", env={"_EDUBOT_COMPLETE": f"source_{shell}"}).output
    assert "_EDUBOT_COMPLETE" in script
    assert "edubot" in script.replace("_EDUBOT_COMPLETE", "")
