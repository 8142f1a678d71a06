"""Every key that does something on more than the line one types in: one page, from which help and settings are made."""

from collections.abc import Iterator
from typing import Any

from textual.binding import Binding
from textual.screen import Screen

HELP = Binding("f1", "help", "Help", id="help", tooltip="Show what each key does")
WARNINGS = Binding("f2", "app.warnings", "Warnings", id="warnings", tooltip="Show both warnings in full")
"""The words that name this key stand under the warnings of every screen, so every screen binds it."""
COPY = Binding("f3", "copy", "Copy", id="copy", show=False, tooltip="Copy the passage with its source")
SAVE = Binding("f4", "save", "Save", id="save", tooltip="Save this sitting, with your sheet")
SOURCE = Binding("f5", "source", "Source", id="source", tooltip="Show the passage in its whole leaflet")
TOPICS = Binding("f6", "topics", "Topics", id="topics", tooltip="Browse the leaflets by their headings")
COLLECT = Binding(
    "f7", "collect", "For prescriber", id="collect", tooltip="Put a question on the sheet for your prescriber"
)
SHEET = Binding("f8", "sheet", "Sheet", id="sheet", show=False, tooltip="Show the sheet for your prescriber")
REMARK = Binding("f9", "remark", "Wrong?", id="remark", show=False, tooltip="Note that a passage is wrong or unclear")
HISTORY = Binding("ctrl+r", "history", "Asked", id="history", show=False, tooltip="List what you asked in this sitting")
REBUILD = Binding(
    "ctrl+o",
    "rebuild",
    "Build again",
    id="rebuild",
    show=False,
    tooltip="Build the index again where it cannot be opened",
)
PAGE_UP = Binding("pageup", "scroll_thread(-1)", "Scroll up", id="page-up", show=False, priority=True)
PAGE_DOWN = Binding("pagedown", "scroll_thread(1)", "Scroll down", id="page-down", show=False, priority=True)
TO_BOX = Binding("escape", "back_to_box", "Back to the question", id="back", show=False)
CHAT = [
    HELP,
    WARNINGS,
    COPY,
    SAVE,
    SOURCE,
    TOPICS,
    COLLECT,
    SHEET,
    REMARK,
    HISTORY,
    REBUILD,
    PAGE_UP,
    PAGE_DOWN,
    TO_BOX,
]

CONTENTS = Binding("t", "contents", "Contents", id="contents", tooltip="Show the headings, or hide them")
NEXT_MARK = Binding("m", "mark(1)", "Next mark", id="next-mark", tooltip="Go to the answer's next passage")
PREVIOUS_MARK = Binding(
    "M", "mark(-1)", "Mark before", id="previous-mark", show=False, tooltip="Go to the answer's passage before"
)
SEARCH = Binding("slash", "search", "Search", id="search", key_display="/", tooltip="Search in this leaflet")
NEXT_FOUND = Binding("n", "found(1)", "Next found", id="next-found", tooltip="Go to the next place that was found")
PREVIOUS_FOUND = Binding(
    "N", "found(-1)", "Found before", id="previous-found", show=False, tooltip="Go to the place found before"
)
READING = [CONTENTS, NEXT_MARK, PREVIOUS_MARK, SEARCH, NEXT_FOUND, PREVIOUS_FOUND, COPY, REMARK]

PALETTE = Binding("ctrl+p", "command_palette", "Commands", id="palette", show=False, tooltip="All commands by name")
QUIT = Binding("ctrl+q", "quit", "Quit", id="quit", priority=True, tooltip="Leave edubot")
APP = [PALETTE, QUIT]

TYPED = [
    ("Enter", "Ask; on a passage: show it in its leaflet"),
    ("?", "This help, in an empty question box"),
    ("Tab", "Go to the next passage"),
    ("Up, Down", "Bring back what you asked before"),
]
"""Keys that no binding names."""


def every() -> Iterator[Binding]:
    """Each binding that a setting can move to another key."""
    yield from dict.fromkeys([*CHAT, *READING, *APP])


def explained(screen: Screen[Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What each key does, in groups, for the help."""

    def told(bindings: list[Binding]) -> list[tuple[str, str]]:
        return [(label(screen, binding), binding.tooltip or binding.description) for binding in bindings]

    return [("Keys", [*TYPED, *told([*CHAT, *APP])]), ("In a leaflet", told(READING[:6]))]


def label(screen: Screen[Any], binding: Binding) -> str:
    """The name of the key that does this now, which a setting may have moved."""
    moved = (active.binding for active in screen.active_bindings.values() if active.binding.id == binding.id)
    return name(next(moved, binding))


def name(binding: Binding) -> str:
    """A key's name as people write it: F1, Ctrl+Q, Page Up, m."""
    written = {"pageup": "Page Up", "pagedown": "Page Down", "slash": "/"}
    parts = [written.get(part, part if len(part) == 1 else part.capitalize()) for part in binding.key.split("+")]
    return "+".join(part.upper() if len(parts) > 1 and len(part) == 1 else part for part in parts)
