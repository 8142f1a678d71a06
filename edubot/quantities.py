"""Figures with units in a leaflet's words, so that two leaflets' figures can be compared by rule."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {name: float(value) for value, name in enumerate(_NAMES, start=1)}
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(_NAMES)})"
_UNITS = {
    "per-weight": (r"mg\s*(?:/|per|for (?:each|every))\s*(?:1\s*)?(?:kg|kilogram)", 1.0),
    "mass": (r"mg\b(?!\s*(?:/|per|for (?:each|every))\s*(?:1\s*)?kg)", 1.0),
    "years": (r"years?\b", 365.0),
    "months": (r"months?\b", 30.0),
    "weeks": (r"weeks?\b", 7.0),
    "days": (r"days?\b", 1.0),
    "doses": (r"(?:doses|times (?:a|per) day)\b", 1.0),
    "temperature": (r"°\s*C\b", 1.0),
}
_DIMENSION = {"years": "time", "months": "time", "weeks": "time", "days": "time"}
"""Units of one dimension, counted in days; every other unit is a dimension of its own."""
_FIGURES = {
    unit: re.compile(rf"(?<![\w.])({_NUMBER})(?:\s*(?:-|–|to|or)\s*({_NUMBER}))?[\s-]*{pattern}", re.IGNORECASE)
    for unit, (pattern, _) in _UNITS.items()
}
DIMENSIONS = frozenset(_DIMENSION.get(unit, unit) for unit in _UNITS)


@dataclass(frozen=True)
class Quantity:
    """A figure or a range of them, in the dimension's own unit: mg, mg for each kg, days, doses a day, °C."""

    dimension: str
    low: float
    high: float


def quantities(text: str, dimension: str) -> Iterator[Quantity]:
    """The figures of one dimension in a text."""
    for unit, figures in _FIGURES.items():
        if _DIMENSION.get(unit, unit) == dimension:
            factor = _UNITS[unit][1]
            for found in figures.finditer(text):
                low = _value(found.group(1))
                high = _value(found.group(2)) if found.group(2) else low
                yield Quantity(dimension, min(low, high) * factor, max(low, high) * factor)


def _value(written: str) -> float:
    name = written.lower()
    return _NUMBERS[name] if name in _NUMBERS else float(name.replace(",", "."))
