"""Where words stand in a text by which a person named a place in it."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from edubot.errors import CurationInvalid
from edubot.model import Span

_ALIKE = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”„]', "“": '["“”„]', "”": '["“”„]', "„": '["“”„]'}
"""Marks that a word processor changes on its own."""
_BOLD = r"(?:\*\*|__)?"
_NEAR = 75.0
"""How alike, of 100, a place must be to be told as the one that was meant."""

_WHOLE = re.compile(r"(?<!\S)\S+(?!\S)")
_REST = re.compile(r"\S*")


def places_of(words: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> list[Span]:
    """Every place where the words stand as whole words, whatever white space or bold marks part them."""
    parts = words.split()
    if not parts:
        return []
    pattern = f"{_BOLD}\\s+{_BOLD}".join("".join(map(_letter, part)) for part in parts)
    before = r"(?<!\w)" if parts[0][0].isalnum() else ""
    after = r"(?!\w)" if parts[-1][-1].isalnum() else ""
    return [Span(*found.span()) for found in re.finditer(before + pattern + after, text, flags)]


def place_of(words: str, text: str, name: str, written: str) -> Span:
    """The one place where the words stand.

    Args:
        name: of the file that the text is from.
        written: where the words are written down, for the message.

    Raises:
        CurationInvalid: they stand nowhere or more than once.
    """
    found = places_of(words, text)
    if len(found) == 1:
        return found[0]
    if found:
        raise CurationInvalid(
            f"{written}: {words!r} stands {len(found)} times in {name} ({_lines(found, text)})",
            "Quote more of the words around it, so that it stands once",
        )
    raise CurationInvalid(
        f"{written}: {words!r} does not stand in {name}{_nearest(words, text)}", "Quote it as the leaflet has it now"
    )


def line_at(text: str, offset: int) -> int:
    """The line of a character, counted from 1."""
    return text.count("\n", 0, offset) + 1


def _letter(character: str) -> str:
    return _ALIKE.get(character) or re.escape(character)


def _lines(found: Sequence[Span], text: str) -> str:
    lines = dict.fromkeys(line_at(text, span.start) for span in found)
    return f"line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}"


def _nearest(words: str, text: str) -> str:
    """What was probably meant, with its line; empty where nothing is near."""
    lower = text.lower()
    found = fuzz.partial_ratio_alignment(words.lower(), lower, score_cutoff=_NEAR) if words.strip() else None
    if not found or len(lower) != len(text):
        return ""
    cut = _REST.match(text, found.dest_end)
    inside = list(_WHOLE.finditer(text, found.dest_start, cut.end() if cut else len(text)))
    if not inside:
        return ""
    start, end = inside[0].start(), inside[-1].end()
    return f"; the nearest is {' '.join(text[start:end].split())!r} in line {line_at(text, start)}"
