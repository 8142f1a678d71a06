"""The sheet for the prescriber, and the sitting in a file of its own."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from edubot.errors import told
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer
from edubot.rendering.as_file import as_file


def collect(sheet: list[str], typed: str, asked: Sequence[str] = ()) -> bool:
    """Put what is typed on the sheet, else what was asked last; whether there was anything. It stands there once."""
    question = typed or next(reversed(asked), "")
    if question and question not in sheet:
        sheet.append(question)
    return bool(question)


def proposed_name() -> str:
    """A file named by the time."""
    return datetime.now().astimezone().strftime("edubot-%Y-%m-%d-%H%M%S.md")


def place_named(typed: str) -> Path:
    """The file that somebody means, told in full; an empty name stays one, and nothing is saved there."""
    named = Path(typed)
    with suppress(RuntimeError):  # a `~` that names nobody
        named = named.expanduser()
    return _here() / named if typed else named


def _here() -> Path:
    """The folder one is in; one's home where somebody has taken that folder away."""
    for folder in (Path.cwd, Path.home):
        with suppress(OSError, RuntimeError):
            return folder()
    return Path()


def save(
    path: Path, answers: Sequence[Answer], sheet: Sequence[str], guardrail: Guardrail, titles: Mapping[str, str]
) -> tuple[str, bool]:
    """Write answers and sheet in the form that the file's ending names; what to tell, and whether it is saved.

    A file that exists is never written over. Never raises.

    Args:
        titles: of the leaflets, by id.
    """
    try:
        written = as_file(path.suffix, answers, sheet, guardrail, titles)
        with open(path, "xb", opener=_private) as file:
            file.write(written)
    except Exception as error:  # whatever is wrong with the name or the form, the sitting goes on
        return not_saved(path, error), False
    return f"Saved in {path}.", True


def not_saved(path: Path, error: Exception) -> str:
    """What is told where a sitting could not be saved."""
    why = error.strerror if isinstance(error, OSError) else None
    return f"{path} was not saved: {why or told(error)}. Choose another name."


def _private(path: str, flags: int) -> int:
    """Open a file that only this person can read: it holds what they asked."""
    return os.open(path, flags, mode=0o600)
