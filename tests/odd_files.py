"""Files with one odd thing in them: a value that nobody would write, or bytes that are no text."""

import json
import math
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from hypothesis import strategies as st

DEEP = 5000
"""Brackets inside one another, more than a parser calls itself for."""


class Literal(str):
    """A value as it would stand in the file, which no Python value is written as."""

    __slots__ = ()


Step = str | int
ODD_VALUES: tuple[Any, ...] = (
    *(math.inf, -math.inf, math.nan, 0, -1, 2**62, 0.5, True, False),
    *("", " ", "\u200b", "\x00", "…", "\x1b[2J"),
    *(date(1, 1, 1), date(9999, 12, 31), time(0), datetime(2026, 1, 1)),
    *([], [[]], [[[]], [""]], {}, {"": ""}, {"a": {"b": []}}),
    *(Literal("9" * 5000), Literal("0x" + "f" * 5000), Literal("1e999"), Literal("2026-02-30"), Literal("25:00:00")),
    *(Literal("[" * DEEP + "]" * DEEP), Literal("{a=" * DEEP + "1" + "}" * DEEP), Literal('"\\ud800"'), Literal("")),
)
ODD_BYTES = (b"\xff", b"\x00", b"\xed\xa0\x80", b"\x1a", b"[" * DEEP, b"a." * DEEP, b"\n[[", b'"""', b"\r", b"\\")


def one_value_odd(text: str) -> st.SearchStrategy[bytes]:
    """The TOML of a text, anything in it replaced by an odd value."""
    held = tomllib.loads(text)
    return st.builds(
        lambda place, odd: _file(_replaced(held, place, odd)),
        st.sampled_from(list(_places(held))),
        st.sampled_from(ODD_VALUES),
    )


def odd_bytes_within(text: str) -> st.SearchStrategy[bytes]:
    """A text, with odd bytes put somewhere into it."""
    whole = text.encode()
    return st.builds(
        lambda at, odd: whole[:at] + odd + whole[at:], st.integers(0, len(whole)), st.sampled_from(ODD_BYTES)
    )


def _places(held: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The path of everything in it, tables and lists too."""
    inside = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for step, value in inside:
        yield (*path, step)
        yield from _places(value, (*path, step))


def _replaced(held: Any, path: tuple[Step, ...], odd: Any) -> Any:
    if not path:
        return odd
    left: Any = dict(held) if isinstance(held, dict) else list(held)
    left[path[0]] = _replaced(held[path[0]], path[1:], odd)
    return left


def _file(held: dict[str, Any]) -> bytes:
    return "".join(f"{_toml(key)} = {_toml(value)}\n" for key, value in held.items()).encode()


def _toml(value: Any) -> str:
    if isinstance(value, Literal):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
