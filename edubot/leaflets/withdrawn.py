"""What the author of a text file struck out or wrote for other authors: kept from patients, as in any other file."""

import re

from edubot.leaflets.around import says_something, with_around
from edubot.leaflets.list_marks import MARK
from edubot.leaflets.raised import raised
from edubot.leaflets.reading import Reading, counted

_HOLE = "\0"
"""Stands where something was taken out; no text holds it."""
_WITHDRAWN = re.compile(
    r"<!--(?P<comment>(?:(?!<!--).)*?)(?:-->|(?=\n[ \t]*\n)|\Z)"
    r"|<(?P<tag>del|s|strike)(?:\s[^<>]*)?>(?P<struck>(?:(?!<(?P=tag)\b).)*?)</(?P=tag)\s*>"
    r"|(?<!~)~~(?!~)(?P<waved>(?:(?!\n[ \t]*\n|~~).)+)~~(?!~)",
    re.DOTALL | re.IGNORECASE,
)
_AROUND_HOLE = re.compile(rf"(?<![ \t])[ \t]*+{_HOLE}(?:[ \t]*+{_HOLE})*(?:(?P<close>[ \t]*(?=[.,;:!?)]))|[ \t]*)")
_EMPTY = re.compile(rf"[ \t>]*+(?:#{{1,6}}|{MARK})?+[\W_]*+")
_RAISED = re.compile(r"<sup(?:\s[^<>]*)?>([^<>]*)</sup\s*>", re.IGNORECASE)
_PARTING = re.compile(r"</?(?:details|summary|div|p|section|center|hr)(?:\s[^<>]*)?/?>|<br\s*/?>", re.IGNORECASE)
_SETTING = re.compile(
    r"</?(?:a|abbr|b|big|em|font|i|ins|kbd|mark|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE
)


def without_withdrawn(text: str, repairs: tuple[str, ...] = (), is_markdown: bool = False) -> Reading:
    """A text without what is struck out (`~~so~~`, `<del>`) and without comments, which come at its end, kept back.

    Args:
        repairs: what was mended before.
        is_markdown: whether tags of web pages may stand in it, which set words in some way and are none.
    """
    taken: list[str] = []

    def take(found: re.Match[str]) -> str:
        taken.extend((found["comment"] or found["struck"] or found["waved"] or "").split("\n"))
        return _HOLE

    text = _WITHDRAWN.sub(take, text)
    if taken:
        text = "\n".join(_closed(line) for line in text.split("\n") if not _is_emptied(line))
    if is_markdown:
        text = _RAISED.sub(lambda found: raised(found[1]), text)
        text = _SETTING.sub("", _PARTING.sub("\n\n", text))
    if not taken:
        return Reading(text, repairs=repairs)
    advice = sum(map(says_something, taken))
    told = (f"has {counted(advice, 'line')} left out, struck out or in a comment, that may be advice",)
    whole, left_out = with_around(text, (), withheld=taken)
    return Reading(whole, around=left_out, repairs=(*repairs, *(told if advice else ())))


def _is_emptied(line: str) -> bool:
    """Whether nothing but the mark of an item or a heading is left of a line."""
    return _HOLE in line and bool(_EMPTY.fullmatch(line.replace(_HOLE, "")))


def _closed(line: str) -> str:
    """A line in which nothing tells any more where something was taken out."""

    def close(found: re.Match[str]) -> str:
        ends = found.start() == 0 or found.end() == len(line) or found["close"] is not None
        gap = found[0].strip(_HOLE)
        return "" if ends or not gap else " "

    return _AROUND_HOLE.sub(close, line)
