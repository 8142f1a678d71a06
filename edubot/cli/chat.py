"""`edubot` alone: the chat."""

import sys
import textwrap
from pathlib import Path

from edubot.cli.opening import default_index_is_missing, guardrail_for
from edubot.policy import LINE_COLUMNS
from edubot.settings import default_index, named_index


def run_chat(index: Path | None, country: str | None) -> None:
    """Open the chat; the index of the bundled leaflets is built first where there is none."""
    guardrail, index = guardrail_for(country), named_index(index)
    if index is None and default_index_is_missing():
        from edubot.cli.build import build_with_progress

        for warning in guardrail.warnings:
            print(textwrap.fill(warning.line, LINE_COLUMNS), file=sys.stderr)
        print("First start: the leaflets are made ready. This takes about half a minute.", file=sys.stderr)
        build_with_progress()

    from edubot.tui.app import EdubotApp
    from edubot.tui.librarian import Answering

    def open_assistant() -> Answering:
        from edubot.assistant import Assistant

        return Assistant.open(index or default_index(), guardrail)

    EdubotApp(guardrail, open_assistant).run()
