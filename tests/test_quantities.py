"""Figures are read with their units, and only those: a wrong one would make leaflets disagree that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.quantities import DIMENSIONS, Quantity, quantities
from edubot.topics import bundled_topics


def _read(text: str, dimension: str) -> list[tuple[float, float]]:
    return [(found.low, found.high) for found in quantities(text, dimension)]


@pytest.mark.parametrize(
    ("text", "dimension", "figures"),
    [
        ("Take 20 mg.", "mass", [(20, 20)]),
        ("Take 20mg or 0.5 mg.", "mass", [(20, 20), (0.5, 0.5)]),
        ("Take 0,5 mg.", "mass", [(0.5, 0.5)]),
        ("10 to 20 mg", "mass", [(10, 20)]),
        ("10-20 mg", "mass", [(10, 20)]),
        ("10 – 20 mg", "mass", [(10, 20)]),
        ("20 or 10 mg", "mass", [(10, 20)]),
        ("0.5 mg/kg a day", "mass", []),
        ("0.5 mg per kg", "mass", []),
        ("0.5 mg for each kg", "mass", []),
        ("0.5 mg/kg a day", "per-weight", [(0.5, 0.5)]),
        ("0.5 to 1 mg per kg", "per-weight", [(0.5, 1)]),
        ("0.1 mg for each kilogram", "per-weight", [(0.1, 0.1)]),
        ("0.1 mg per 1 kg", "per-weight", [(0.1, 0.1)]),
        ("20 mg", "per-weight", []),
        ("for 2 weeks", "time", [(14, 14)]),
        ("for one month", "time", [(30, 30)]),
        ("four to six weeks", "time", [(28, 42)]),
        ("15-20 weeks", "time", [(105, 140)]),
        ("1 year, 3 months, 2 days", "time", [(365, 365), (90, 90), (2, 2)]),
        ("twice weekly", "time", []),
        ("30-day supply", "time", [(30, 30)]),
        ("one or two doses", "doses", [(1, 2)]),
        ("2 times a day", "doses", [(2, 2)]),
        ("three times per day", "doses", [(3, 3)]),
        ("keep under 25 °C", "temperature", [(25, 25)]),
        ("15–30°C", "temperature", [(15, 30)]),
        ("someone years ago", "time", []),
        ("E120 mg", "mass", []),
        ("v1.5 mg", "mass", []),
        ("", "mass", []),
    ],
)
def test_figures_are_read_with_their_units(text: str, dimension: str, figures: list[tuple[float, float]]) -> None:
    """Digits and number words, ranges either way round; a figure per weight is no plain weight."""
    assert _read(text, dimension) == figures


@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from(["-", " to ", " or ", " – "]))
def test_a_range_runs_from_low_to_high(one: int, other: int, between: str) -> None:
    """However it is written, the smaller figure is the lower end."""
    assert _read(f"Take {one}{between}{other} mg a day", "mass") == [(min(one, other), max(one, other))]


@given(st.integers(1, 60))
def test_time_is_told_in_days(count: int) -> None:
    """Seven days are a week, so two leaflets may say one thing in two units."""
    assert set(quantities(f"{count} weeks", "time")) == set(quantities(f"{count * 7} days", "time"))


@given(st.text(max_size=200), st.sampled_from(sorted(DIMENSIONS)))
def test_any_text_is_read(text: str, dimension: str) -> None:
    """Nothing in a leaflet is an error, and no figure is below zero or of another dimension."""
    for found in quantities(text, dimension):
        assert isinstance(found, Quantity)
        assert 0 <= found.low <= found.high
        assert found.dimension == dimension


def test_an_unknown_dimension_has_no_figures() -> None:
    """Nothing is guessed."""
    assert _read("20 mg for 2 weeks", "length") == []


def test_every_topics_dimension_is_one_that_is_read() -> None:
    """A misspelt dimension would switch its comparison off without a word."""
    assert {topic.dimension for topic in bundled_topics()} - {""} <= DIMENSIONS
