"""A check tells of a mark without a note, and of a note without a mark."""

import pytest

from edubot.checking.finding import Kind
from tests.test_check_words import found_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("You may chew it.†\n", ["“†” leads to no note"]),
        ("You may chew it.¹\n\n¹ Not now.\n\nRest.\n\n¹ Not here.\n", ["“¹” leads to no note, or to more than one"]),
        ("You may chew it.\n\n‡ Not with gout.\n", ["A note begins with “‡”"]),
        ("You may chew it.\n\n* Not with gout.\n", ["A note begins with “*”"]),
        ("You may chew it.† Rest.[3]\n\n† Not with gout.\n\n* Sleep\n* Eat\n", []),
    ],
)
def test_a_mark_and_a_note_without_one_another_are_told(text: str, told: list[str]) -> None:
    """Items of a list are no notes, and a figure in brackets may name a book."""
    found = found_in(f"# One\n\n{text}", Kind.NOTE)
    assert len(found) == len(told)
    assert all(each.told.startswith(words) for each, words in zip(found, told, strict=True))
    assert all(each.places for each in found)


@pytest.mark.parametrize("mark", ["¹", "†", "*", "²"])
def test_a_mark_makes_no_word_unknown(mark: str) -> None:
    """It is no part of the word before it."""
    text = f"# One\n\nYou may chew the tablet{mark} at noon{mark}.\n\n{mark} Not with gout.\n"
    assert not found_in(text, Kind.GARBLED, Kind.UNKNOWN_WORD)
