"""A conversation as Markdown, to save or to hand on: every passage with its source, both warnings in full."""

from collections.abc import Iterable

from edubot.model import Hit
from edubot.rendering.document import Kind, Part, passage_parts
from edubot.rendering.marks import BULLET

_FORMS = {
    Kind.TITLE: "# {}",
    Kind.SECTION: "## {}",
    Kind.PASSAGE: "### {}",
    Kind.STRONG: "**{}**",
    Kind.TEXT: "{}",
    Kind.SMALL: "_{}_",
}


def parts_as_markdown(parts: Iterable[Part]) -> str:
    """A whole document."""
    return "\n\n".join(_part(part) for part in parts) + "\n"


def passage_as_markdown(hit: Hit) -> str:
    """A passage as a quote with its citation."""
    return "\n\n".join(_part(part) for part in passage_parts(hit))


def _part(part: Part) -> str:
    if part.kind is not Kind.QUOTE:
        return _FORMS[part.kind].format(part.text)
    lines = part.text.split("\n")
    return "\n".join(f"> - {line.removeprefix(BULLET)}" if line.startswith(BULLET) else f"> {line}" for line in lines)
