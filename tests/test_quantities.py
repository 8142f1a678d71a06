"""Figures are read with their units, and only those: a wrong one would make leaflets disagree that do not."""

from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from edubot.quantities import Quantity, quantities

DIMENSIONS = frozenset({"per-weight", "mass", "time", "doses", "temperature"})
NBSP, THIN, NARROW, TRUE_MINUS = "\u00a0", "\u2009", "\u202f", "\u2212"


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
        ("0.5 mg to 1 mg per kg a day", "per-weight", [(0.5, 1)]),
        ("0.5 mg to 1 mg per kg a day", "mass", []),
        ("between 0.5 mg and 1 mg per kg", "per-weight", [(0.5, 1)]),
        ("between 0.5 mg and 1 mg per kg", "mass", []),
        ("20 mg or 1 mg per kg", "mass", [(20, 20)]),
        ("20 mg or 1 mg per kg", "per-weight", [(1, 1)]),
        ("0.1 mg for each kilogram", "per-weight", [(0.1, 0.1)]),
        ("0.1 mg per 1 kg", "per-weight", [(0.1, 0.1)]),
        ("20 mg", "per-weight", []),
        ("for 2 weeks", "time", [(14, 14)]),
        ("for one month", "time", [(30, 30)]),
        ("four to six weeks", "time", [(28, 42)]),
        ("15-20 weeks", "time", [(105, 140)]),
        ("1 year, 3 months, 2 days", "time", [(360, 360), (90, 90), (2, 2)]),
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


@pytest.mark.parametrize(
    ("text", "dimension", "figures"),
    [
        # thousands
        ("1,000 mg", "mass", [(1000, 1000)]),
        ("1 000 mg", "mass", [(1000, 1000)]),
        (f"1{NBSP}500 mg", "mass", [(1500, 1500)]),
        (f"12{THIN}500{NBSP}mg", "mass", [(12500, 12500)]),
        (f"1{NARROW}000 to 1{NARROW}250 mg", "mass", [(1000, 1250)]),
        ("1'000 mg", "mass", [(1000, 1000)]),
        ("1’000 mg", "mass", [(1000, 1000)]),
        ("1,234,567 mg", "mass", [(1234567, 1234567)]),
        ("1,000.5 mg", "mass", [(1000.5, 1000.5)]),
        ("1.000,5 mg", "mass", [(1000.5, 1000.5)]),
        ("1,000-2,000 mg", "mass", [(1000, 2000)]),
        # parts of one
        ("0·5 mg", "mass", [(0.5, 0.5)]),
        ("0·5 to 1·5 mg", "mass", [(0.5, 1.5)]),
        ("0,125 mg", "mass", [(0.125, 0.125)]),
        ("0.500 mg", "mass", [(0.5, 0.5)]),
        ("2,5 mg", "mass", [(2.5, 2.5)]),
        ("3.125 mg", "mass", [(3.125, 3.125)]),
        ("½ to 1½ years", "time", [(180, 540)]),
        # in doubt: nothing
        ("1.000 mg", "mass", []),
        ("3,125 mg", "mass", []),
        ("take 2 500 mg tablets", "mass", []),
        ("10,20 mg", "mass", []),
        ("10,20,40 mg", "mass", []),
        ("1,00,000 mg", "mass", []),
        ("1,0000 mg", "mass", []),
        ("1/2 mg", "mass", []),
        ("1/2 to 1 mg", "mass", []),
        ("875/125 mg", "mass", []),
        ("12.05.2020 days", "time", []),
        ("1.000 to 2 mg", "mass", []),
        ("9" * 400 + " mg", "mass", []),
        ("on day 3 20 mg", "mass", [(20, 20)]),
        # words
        ("fifteen weeks", "time", [(105, 105)]),
        ("twenty-one weeks", "time", [(147, 147)]),
        ("twenty one weeks", "time", [(147, 147)]),
        ("Twenty\u2011One weeks", "time", [(147, 147)]),
        ("sixteen to twenty-four weeks", "time", [(112, 168)]),
        ("ten-twelve days", "time", [(10, 12)]),
        ("one-to-two weeks", "time", [(7, 14)]),
        ("ninety-nine days", "time", [(99, 99)]),
        ("sixty days", "time", [(60, 60)]),
        ("one hundred days", "time", []),
        ("one hundred and twenty days", "time", []),
        ("two to three hundred mg", "mass", []),
        ("two thousand mg", "mass", []),
        ("between one hundred and two hundred mg", "mass", []),
        ("the tens weeks", "time", []),
        ("often days", "time", []),
        # ranges
        ("between 0.5 and 1 mg/kg", "per-weight", [(0.5, 1)]),
        ("Between two and four weeks", "time", [(14, 28)]),
        ("between 2 °C and 8 °C", "temperature", [(2, 8)]),
        ("10 mg to 20 mg", "mass", [(10, 20)]),
        ("10 mg-20 mg", "mass", [(10, 20)]),
        ("10--20 mg", "mass", [(10, 20)]),
        ("2 weeks to 3 months", "time", [(14, 90)]),
        ("between 5 mg\nand 10 mg", "mass", [(5, 10)]),
        ("10 mg and 20 mg", "mass", [(10, 10), (20, 20)]),
        ("2 days to 20 mg", "time", [(2, 2)]),
        ("10 mg\n- 20 mg", "mass", [(10, 10), (20, 20)]),
        # below nought
        ("-5 °C", "temperature", [(-5, -5)]),
        (f"{TRUE_MINUS}5 °C", "temperature", [(-5, -5)]),
        ("minus 5 °C", "temperature", [(-5, -5)]),
        ("-20 to -15 °C", "temperature", [(-20, -15)]),
        ("-20 °C to -15 °C", "temperature", [(-20, -15)]),
        ("-5–5 °C", "temperature", [(-5, 5)]),
        (f"between {TRUE_MINUS}5 and 5 °C", "temperature", [(-5, 5)]),
        ("-25 – -15 °C", "temperature", [(-25, -15)]),
        ("-25–-15 °C", "temperature", [(-25, -15)]),
        ("2-8 °C", "temperature", [(2, 8)]),
        ("2 -8 °C", "temperature", [(2, 8)]),
        ("2 to -8 °C", "temperature", [(-8, 2)]),
        ("store - 5 °C", "temperature", []),
        ("-20 mg", "mass", [(20, 20)]),
        ("- 20 mg", "mass", [(20, 20)]),
        # degrees
        ("20° to 25 °C", "temperature", [(20, 25)]),
        ("20°-25°C (68°-77°F)", "temperature", [(20, 25)]),
        ("68 to 77 °F", "temperature", []),
        ("25 ℃", "temperature", [(25, 25)]),
        ("25 degrees Celsius", "temperature", [(25, 25)]),
        ("20° of tilt, 5 mg", "temperature", []),
        # weight
        ("0.5 mg per kilogram", "per-weight", [(0.5, 0.5)]),
        ("0.5 mg per kilogram", "mass", []),
        ("0.5 mg per kilo", "per-weight", [(0.5, 0.5)]),
        ("0.5 mg per kilo", "mass", []),
        ("0.5 mg / kg", "mass", []),
        ("0.5 mg a kilogram", "per-weight", [(0.5, 0.5)]),
        ("0.5 mg kg", "mass", []),
        ("1 mg per pound", "mass", []),
        ("50 mg/m²", "mass", []),
        ("20 milligrams", "mass", [(20, 20)]),
        # time: a month is 30 days, a year 12 months, a week 7 days
        ("12 months", "time", [(360, 360)]),
        ("1 year", "time", [(360, 360)]),
        ("365 days", "time", [(360, 360)]),
        ("1.5 years", "time", [(540, 540)]),
        ("4 weeks", "time", [(28, 28)]),
        ("1 month", "time", [(30, 30)]),
        ("52 weeks", "time", [(364, 364)]),
    ],
)
def test_however_a_figure_is_written(text: str, dimension: str, figures: list[tuple[float, float]]) -> None:
    """It is read as it is meant; where it could mean two things, it is not read."""
    assert _read(text, dimension) == figures


TEENS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


class Written(NamedTuple):
    """A figure, and one of the ways to write it."""

    value: float
    text: str


def _in_words(value: int, hyphen: str) -> str:
    if value < 20:
        return TEENS[value - 1]
    tens, ones = divmod(value, 10)
    return TENS[tens - 2] + (hyphen + TEENS[ones - 1] if ones else "")


def _in_digits(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


WORDS = st.builds(
    lambda value, hyphen, cased: Written(value, cased(_in_words(value, hyphen))),
    st.integers(1, 99),
    st.sampled_from(["-", " ", "\u2010", "\u2011"]),
    st.sampled_from([str.lower, str.capitalize, str.upper]),
)
WHOLE = st.integers(0, 999).map(lambda value: Written(value, str(value))) | st.builds(
    lambda value, mark: Written(value, _in_digits(value, mark)),
    st.integers(1, 99_999_999) | st.integers(1, 99_999).map(lambda thousands: thousands * 1_000),
    st.sampled_from(["", NBSP, THIN, NARROW, "'", "’"]),
)
ROUND = st.builds(
    lambda tens, mark: Written(tens * 1_000, _in_digits(tens * 1_000, mark)),
    st.integers(1, 99_999),
    st.sampled_from([",", " "]),
)
PARTS = st.builds(
    lambda whole, tenths, mark: Written(float(f"{whole}.{tenths}"), f"{whole}{mark}{tenths}"),
    st.integers(0, 999),
    st.sampled_from(["1", "25", "5", "75", "9"]),
    st.sampled_from([".", ",", "·", "∙", "⋅"]),
)
FIGURES = WORDS | WHOLE | ROUND | PARTS
UNITS = {
    "mass": ["mg", " mg", f"{NBSP}mg", " milligrams"],
    "per-weight": ["mg/kg", " mg per kg", " mg per kilogram", " mg/kilo", " mg for each kilogram", " mg for every kg"],
    "time": [" days", "-day", " day"],
    "doses": [" doses", " times a day", " times per day"],
    "temperature": ["°C", " °C", f"{NBSP}° C", " degrees Celsius"],
}
WITH_UNITS = st.sampled_from(sorted(UNITS)).flatmap(
    lambda dimension: st.tuples(st.just(dimension), st.sampled_from(UNITS[dimension]))
)


def _days(value: float) -> float:
    """A year told in days is a year."""
    return value / 365 * 360 if value % 365 == 0 else value


def _as_held(dimension: str, *values: float) -> list[tuple[float, float]]:
    held = sorted(map(_days, values) if dimension == "time" else values)
    return [(held[0], held[-1])]


def _spaced(figure: Written, unit: str) -> str:
    """A word does not run into its unit."""
    return figure.text if not figure.text[-1].isalpha() or not unit[0].isalpha() else f"{figure.text} "


@given(FIGURES, WITH_UNITS)
def test_a_figure_reads_back_however_it_is_written(figure: Written, unit: tuple[str, str]) -> None:
    """In every form, before every unit, and as a figure of no other dimension."""
    dimension, name = unit
    text = f"It says {_spaced(figure, name)}{name}, so it does."
    assert _read(text, dimension) == _as_held(dimension, figure.value)
    assert not any(_read(text, other) for other in DIMENSIONS - {dimension})


@given(FIGURES, FIGURES, WITH_UNITS, st.sampled_from(["{} to {}", "{} or {}", "{}-{}", "{} – {}", "between {} and {}"]))
def test_a_range_reads_back_however_it_is_written(
    one: Written, other: Written, unit: tuple[str, str], form: str
) -> None:
    """Either way round, with the two ends in two forms."""
    assume(form != "{}-{}" or not (one.text.isalpha() and other.text.isalpha()))  # "twenty-one" is a number
    dimension, name = unit
    text = f"It says {form.format(one.text, _spaced(other, name))}{name}, so it does."
    assert _read(text, dimension) == _as_held(dimension, one.value, other.value)


@given(
    PARTS | WHOLE,
    st.sampled_from(["-", "–", TRUE_MINUS, "minus "]),
    st.sampled_from(["", "below ", "("]),
    st.sampled_from(UNITS["temperature"]),
)
def test_a_figure_below_nought_reads_back(figure: Written, minus: str, before: str, unit: str) -> None:
    """Cold is told from warm."""
    assert _read(f"{before}{minus}{figure.text}{unit}", "temperature") == [(-figure.value, -figure.value)]


@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from(["-", " to ", " or ", " – "]))
def test_a_range_runs_from_low_to_high(one: int, other: int, between: str) -> None:
    """However it is written, the smaller figure is the lower end."""
    assert _read(f"Take {one}{between}{other} mg a day", "mass") == [(min(one, other), max(one, other))]


@given(st.integers(1, 60))
def test_time_is_told_in_days(count: int) -> None:
    """Seven days are a week and twelve months a year, so two leaflets may say one thing in two units."""
    assert set(quantities(f"{count} weeks", "time")) == set(quantities(f"{count * 7} days", "time"))
    assert set(quantities(f"{count} years", "time")) == set(quantities(f"{count * 12} months", "time"))
    assert set(quantities(f"{count} years", "time")) == set(quantities(f"{count * 365} days", "time"))


@given(st.text(max_size=200), st.sampled_from(sorted(DIMENSIONS)))
def test_any_text_is_read(text: str, dimension: str) -> None:
    """Nothing in a leaflet is an error; no figure is of another dimension, and only cold is below nought."""
    for found in quantities(text, dimension):
        assert isinstance(found, Quantity)
        assert found.low <= found.high
        assert found.low >= 0 or dimension == "temperature"
        assert found.dimension == dimension


def test_an_unknown_dimension_has_no_figures() -> None:
    """Nothing is guessed."""
    assert _read("20 mg for 2 weeks", "length") == []
