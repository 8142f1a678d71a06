"""The sheet for the prescriber, and the sitting in a file of its own."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

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
    try:
        return Path(typed).expanduser().absolute() if typed else Path()
    except (RuntimeError, OSError):  # a `~` that names nobody, or a folder that is gone
        return Path(typed)


def save(
    path: Path, answers: Sequence[Answer], sheet: Sequence[str], guardrail: Guardrail, titles: Mapping[str, str]
) -> tuple[str, bool]:
    """Write answers and sheet in the form that the file's ending names; what to tell, and whether it is saved.

    A file that exists is never written over.

    Args:
        titles: of the leaflets, by id.
    """
    try:
        written = as_file(path.suffix, answers, sheet, guardrail, titles)
        with open(path, "xb", opener=_private) as file:
            file.write(written)
    except OSError as error:
        return f"{path} was not saved: {error.strerror}. Choose another name.", False
    return f"Saved in {path}.", True


def _private(path: str, flags: int) -> int:
    """Open a file that only this person can read: it holds what they asked."""
    return os.open(path, flags, mode=0o600)
