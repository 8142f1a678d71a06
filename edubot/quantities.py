"""Figures with units in a leaflet's words, so that two leaflets' figures can be compared by rule.

Time is told in days: a month is 30 of them, and a year 12 months, so that "30 days" and "one month", "12 months" and
"1 year" are the same. Four weeks stay 28 days: they are no month.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from edubot.written_numbers import NUMBER, value

_KILO = r"(?:1\s*)?(?:kgs?|kilo(?:gram(?:me)?)?s?)\b"
_EACH = r"(?:/|per\b|an?\b|each\b|for (?:each|every|an?)\b)"
_UNITS = {
    "per-weight": rf"(?:mg|milligram(?:me)?s?)\s*+{_EACH}\s*+{_KILO}",
    "mass": rf"(?:mgs?|milligram(?:me)?s?)\b(?!\s*+(?:(?:{_EACH}|·)\s*+)?(?:{_KILO}|lbs?\b|pounds?\b|m²|m2\b|square))",
    "years": r"years?\b",
    "months": r"months?\b",
    "weeks": r"weeks?\b",
    "days": r"days?\b",
    "doses": r"(?:doses|times (?:a|per) day)\b",
    "temperature": r"(?:(?:[°º]|degrees?\b)\s*C(?:elsius)?\b|℃)",
    "degrees": r"°(?!\s*F)",
}
"""Each as it is written; the first that matches is meant."""
_DAYS = {"years": 360, "months": 30, "weeks": 7, "days": 1}
_DAYS_OF_A_YEAR = 365
"""Where a year is told in days."""
_DASHES = "-‐‑–—\u2212"
_MINUS = "(?:[-–\u2212]|minus\\b)"
_FIGURE = re.compile(
    rf"(?:(?<!\w)(?P<between>between)\s++)?(?:(?<![^\s(])(?P<minus>{_MINUS})(?P<loose>\s*+))?(?P<number>{NUMBER})",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[\s‐‑-]*+(?:" + "|".join(f"(?P<{name.replace('-', '_')}>{unit})" for name, unit in _UNITS.items()) + ")",
    re.IGNORECASE,
)
_JOINT = re.compile(
    rf"[^\S\n]*+(?:--|[{_DASHES}])(?:(?:(?<=[–—\u2212])|\s++)(?P<below>[-\u2212])|\s*+)"
    rf"|(?:-|\s*+)(?P<word>to|or|and)(?:-|\s*+(?P<minus>{_MINUS})?\s*+)",
    re.IGNORECASE,
)
"""What joins the two ends of a range; a line that begins with a dash joins nothing."""


@dataclass(frozen=True)
class Quantity:
    """A figure or a range of them, in the dimension's own unit: mg, mg for each kg, days, doses a day, °C."""

    dimension: str
    low: float
    high: float


@dataclass(frozen=True)
class _Figure:
    """A number where it stands in a text, with its unit if it has one."""

    start: int
    """Of the number itself."""
    end: int
    """Of its unit, where it has one."""
    value: float | None
    """None where it is in doubt."""
    unit: str
    """Empty where it has none."""
    sign: int
    """-1 below nought; 0 where a dash may be a minus or none."""
    is_after_between: bool

    @property
    def dimension(self) -> str:
        return "time" if self.unit in _DAYS else "temperature" if self.unit == "degrees" else self.unit

    @property
    def worth(self) -> float | None:
        """In its dimension's own unit."""
        if self.value is None or (self.dimension == "temperature" and not self.sign):
            return None
        if self.unit == "days" and self.value % _DAYS_OF_A_YEAR == 0:
            return self.value / _DAYS_OF_A_YEAR * _DAYS["years"]
        sign = self.sign if self.dimension == "temperature" else 1  # before anything else a dash is no minus
        return self.value * _DAYS.get(self.unit, sign)


def quantities(text: str, dimension: str) -> Iterator[Quantity]:
    """The figures of one dimension in a text; one that could mean two things is not read."""
    return (found for found in _quantities(text) if found.dimension == dimension)


def _quantities(text: str) -> Iterator[Quantity]:
    held: _Figure | None = None
    for figure in _figures(text):
        ends = _ends(text, held, figure) if held else None
        if ends:
            yield from _quantity(*ends)
        elif held:
            yield from _quantity(held)
        held = None if ends else figure
    if held:
        yield from _quantity(held)


def _quantity(*ends: _Figure) -> Iterator[Quantity]:
    values = [end.worth for end in ends]
    known = [value for value in values if value is not None]
    if ends[-1].unit not in ("", "degrees") and len(known) == len(values):
        yield Quantity(ends[-1].dimension, min(known), max(known))


def _figures(text: str) -> Iterator[_Figure]:
    for match in _FIGURE.finditer(text):
        unit = _UNIT.match(text, match.end())
        name = ((unit and unit.lastgroup) or "").replace("_", "-")
        sign = 1 if not match["minus"] else 0 if match["loose"] and match["minus"] in _DASHES else -1
        end = unit.end() if unit else match.end()
        between = match["between"] is not None
        yield _Figure(match.start("number"), end, value(match["number"]), name, sign, between)


def _ends(text: str, one: _Figure, other: _Figure) -> tuple[_Figure, _Figure] | None:
    """The ends of a range, where two figures are that; a unit that stands once is meant for both.

    So is the weight in "0.5 mg to 1 mg per kg".
    """
    joint = _JOINT.fullmatch(text, one.end, other.start)
    if not joint or other.unit in ("", "degrees"):
        return None
    has_own = one.unit not in ("", "degrees")
    word = (joint["word"] or "").lower()
    if (word == "or" and has_own) or (word == "and" and not one.is_after_between):
        return None
    is_short = (one.unit, other.unit) == ("mass", "per-weight")
    if one.unit and one.dimension != other.dimension and not is_short:
        return None
    below = joint["below"] or joint["minus"]
    first = one if has_own and not is_short else replace(one, unit=other.unit)
    return first, replace(other, sign=-1 if below else 1)
