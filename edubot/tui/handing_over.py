"""In a browser a sitting is saved by the browser: a visitor writes nothing but remarks on the machine that serves."""

import mimetypes
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from textual.app import App

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer
from edubot.rendering.as_file import as_file


def written(
    path: Path, answers: Sequence[Answer], sheet: Sequence[str], guardrail: Guardrail, titles: Mapping[str, str]
) -> BytesIO:
    """What is handed over, in the form that the name's ending asks for."""
    return BytesIO(as_file(path.suffix, answers, sheet, guardrail, titles))


def hand_over(app: App[None], path: Path, file: BytesIO) -> str:
    """Let the browser download a file under the last part of a name; what to tell."""
    kind, _ = mimetypes.guess_type(path.name)
    app.deliver_binary(file, save_filename=path.name, open_method="download", mime_type=kind or "text/markdown")
    return f"Your browser saves {path.name} with its downloads."
