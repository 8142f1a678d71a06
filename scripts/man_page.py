"""The man page, written from the commands themselves: `make man` writes it anew, a test tells when it is stale."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import typer

from edubot import __version__
from edubot.cli.app import app
from edubot.errors import BadInput, CheckFailed, IndexUnusable

PAGE = Path(__file__).parent.parent / "docs" / "man" / "edubot.1"
ENVIRONMENT = {
    "EDUBOT_INDEX": "Folder or address of the index, as --index names it.",
    "EDUBOT_COUNTRY": "Whose rules and numbers the warnings give: US, UK or EU.",
    "EDUBOT_POLICY": "A policy file of your own.",
    "NO_COLOR": "Set to anything: the chat uses the terminal's own two colours.",
}
FILES = {
    "~/.config/edubot/settings.toml": "Theme, country, motion and keys of the chat; see docs/screen.md.",
    "~/.local/share/edubot/index": "The index of the bundled leaflets.",
    "~/.cache/edubot/engines": "Files of indexes in engines, once fetched; they may be removed at any time.",
    "~/.local/share/edubot/remarks.txt": "What you noted as wrong or unclear, for your educator.",
}
STATUS = {
    0: "Done.",
    CheckFailed.exit_status: "A check was made and did not pass.",
    BadInput.exit_status: "Bad usage or input.",
    IndexUnusable.exit_status: "The index cannot be used; both warnings are given all the same.",
}
IN_THE_CHAT = (
    "Type a question and press Enter. F1 or ? shows every key, F2 both warnings in full, F5 a passage in its whole "
    "leaflet, F7 puts a question on the sheet for your prescriber, F4 saves, Ctrl+Q leaves."
)
HELPLESS = ("help", "install_completion", "show_completion")
"""Options that every command has, or that are told in a place of their own."""


def page() -> str:
    """The whole page, in the roff of man(7)."""
    root = typer.main.get_command(app)
    assert isinstance(root, click.Group)
    lines = [
        r".\" Written by scripts/man_page.py from the commands: make man",
        f'.TH EDUBOT 1 "" "edubot {__version__}" "User Commands"',
        ".SH NAME",
        rf"edubot \- {_roff(_first(root))}",
        ".SH SYNOPSIS",
        r".B edubot",
        r"[\fICOMMAND\fR] [\fIOPTION\fR]...",
        ".SH DESCRIPTION",
        *_paragraphs(root.help or ""),
        ".PP",
        _roff(IN_THE_CHAT),
        ".SH OPTIONS",
        *_options(root),
        ".TP",
        rf"\fB{_roff('--install-completion')}\fR",
        "Teach your shell the commands and options.",
        ".SH COMMANDS",
        *_commands(root, "edubot"),
        ".SH ENVIRONMENT",
        *_terms(ENVIRONMENT),
        ".SH FILES",
        *_terms(FILES),
        ".SH EXIT STATUS",
        *_terms({str(status): told for status, told in STATUS.items()}),
        ".SH NOTES",
        "edubot informs; it does not advise. Nothing you type leaves the machine or is kept, unless you save it; where",
        "the index lies in an engine, the figures that a question was turned into go there.",
    ]
    return "\n".join(lines) + "\n"


def _commands(group: click.Group, called: str) -> Iterator[str]:
    """Each command with its arguments and options; those of a group below it."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from _commands(command, f"{called} {name}")
            continue
        arguments = (each for each in command.params if isinstance(each, click.Argument))
        usage = " ".join(rf"\fI{_roff(each.make_metavar(click.Context(command)))}\fR" for each in arguments)
        yield f".SS {_roff(f'{called} {name}')} {usage}".rstrip()
        yield from _paragraphs(command.help or "")
        yield from _options(command)


def _options(command: click.Command) -> Iterator[str]:
    for option in command.params:
        if option.name in HELPLESS or not isinstance(option, click.Option) or option.hidden:
            continue
        named = ", ".join(rf"\fB{_roff(each)}\fR" for each in option.opts)
        takes = "" if option.is_flag else rf" \fI{_roff(option.make_metavar(click.Context(command)))}\fR"
        yield from (".TP", f"{named}{takes}", _roff(option.help or ""))


def _terms(told: dict[str, str]) -> Iterator[str]:
    for term, words in told.items():
        yield from (".TP", rf"\fB{_roff(term)}\fR", _roff(words))


def _paragraphs(words: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", words.strip())):
        if number:
            yield ".PP"
        yield _roff(" ".join(paragraph.split()))


def _first(command: click.Command) -> str:
    return (command.help or "").split("\n")[0].rstrip(".")


def _roff(words: str) -> str:
    """Words as they stand, whatever roff would take for a command of its own."""
    safe = words.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{safe}" if safe[:1] in (".", "'") else safe


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
