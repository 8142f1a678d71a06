"""Writes the sitting into a file of its own."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer
from edubot.rendering.as_file import as_file


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
