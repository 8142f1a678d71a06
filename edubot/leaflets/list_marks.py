"""How a line begins that is an item of a list.

A dash before a figure may be a minus, and a number or a letter may go on with the sentence of the line before: where
nothing says that a list goes on, neither is taken for a mark. White space is matched possessively, for a pattern that
gives a blank back sees one before the figure, and no figure.

An arrow is no mark, for it may say what comes of the line before; nor is a sign that says yes or no.
"""

import re

_DOT = "[•*‣◦·●○■□▪▫◆◇►▶▸➢➤❖⁃∙]"
_COUNT = r"(?:\d{1,2}|[a-z]|[ivx]{2,4})"
_NUMBER = rf"(?:{_COUNT}\)|{_COUNT}\.(?![ \t]*+[a-z]\.)|\({_COUNT}\))"
MARK = rf"(?:[-–]|{_DOT}|{_NUMBER})"
"""A mark of any kind, without the white space around it: sure only where a list stands."""
NUMBER = _NUMBER
"""The mark of an item that is counted, by a figure or a letter; "e. g." is none."""
BULLET = rf"(?:{_DOT}[ \t]++|[-–][ \t]++(?!\d))"
"""A mark that is no number, with the white space after it: sure everywhere."""
FIRST = rf"(?:{_DOT}|[-–][ \t]++(?!\d)|1[.)])"
"""How an item begins that needs no list before it."""
YES_OR_NO = "[✓✔☑✅✗✘✕✖☒❌❎]"
"""A sign that says whether what stands beside it holds: it belongs to the words and is shown with them."""
_COUNTED = re.compile(r"\d+|[a-z]")


def is_count(mark: str) -> bool:
    """Whether a mark counts."""
    return bool(re.fullmatch(NUMBER, mark))


def counts_on(one: str, other: str) -> bool:
    """Whether a mark counts on from another of the same form: "2." from "1.", "(c)" from "(b)"."""
    before, after = _COUNTED.search(one), _COUNTED.search(other)
    if before is None or after is None or _COUNTED.sub("", one, count=1) != _COUNTED.sub("", other, count=1):
        return False
    return _value(after.group()) == _value(before.group()) + 1


def _value(count: str) -> int:
    return int(count) if count.isdigit() else -ord("z") + ord(count) - 1
