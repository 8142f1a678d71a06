"""Options that more than one command has."""

from pathlib import Path
from typing import Annotated

import typer

from edubot.address import FORM
from edubot.settings import INDEX_VARIABLE

Index = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help=f"Folder of the index, or {FORM}; {INDEX_VARIABLE} does the same."),
]
Country = Annotated[
    str | None, typer.Option("--country", metavar="US|UK|EU", help="Whose rules and numbers the warnings give.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
