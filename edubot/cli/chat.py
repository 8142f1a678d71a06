"""`edubot` alone: the chat."""

import sys
import textwrap
from pathlib import Path

from edubot.cli.opening import default_index_is_missing, guardrail_for
from edubot.errors import BadInput
from edubot.policy import LINE_COLUMNS
from edubot.settings import country_setting, default_index, named_index


def run_chat(index: Path | None, country: str | None) -> None:
    """Open the chat; the index of the bundled leaflets is built first where there is none."""
    from edubot.tui.preferences import preferences_file, read_preferences

    preferences, notice = read_preferences(preferences_file(), _key_names)
    asked = country_setting(country)
    try:
        guardrail = guardrail_for(asked or preferences.country)
    except BadInput as problem:
        if asked:
            raise
        guardrail, notice = guardrail_for(None), f"In {preferences_file()}: {problem}"
    index = named_index(index)
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

    EdubotApp(guardrail, open_assistant, preferences, notice).run()


def _key_names() -> frozenset[str]:
    from edubot.tui import keys

    return frozenset(binding.id for binding in keys.every() if binding.id)
