"""A name that nobody knows, where a medicine's would stand, is taken for another medicine's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.unknown_names import MOST, unknown_names

OWN = ("isotretinoin", "accutane", "roaccutane")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("can i breastfeed while on Blenrep", ["blenrep"]),
        ("how should Ziagen be stored?", ["ziagen"]),
        ("Emselex side effects", ["emselex"]),
        ("I feel low. Is Zabdeno safe?", ["zabdeno"]),
    ],
)
def test_a_brand_on_no_list_is_heard_by_its_place(question: str, names: list[str]) -> None:
    """Before or after the words that people put beside a medicine's name."""
    assert unknown_names(question, OWN) == names


@pytest.mark.parametrize(
    "question",
    [
        "can i take it on holiday",
        "is my moisturiser fine",
        "can i take ibuprofen with wine",
        "people on reddit and tiktok say it hurts",
        "what'll happen if we've had a drink",
        "can i use sunscreeen on my face",
        "is hydroquinone fine",
        "is moodswings normal",
        "is dryeyes safe to ignore",
        "puedo beber alcohol",
    ],
)
def test_words_that_somebody_knows_are_no_names(question: str) -> None:
    """General English, our lists, places where people talk, short forms and slips of the pen."""
    assert unknown_names(question, OWN) == []


@pytest.mark.parametrize("name", ["roakkutan", "Rocutane"])
def test_a_misspelling_of_the_leaflets_own_medicine_is_none(name: str) -> None:
    """Who cannot spell it asks about it all the same."""
    assert unknown_names(f"can i drink on {name}", OWN) == []
    assert unknown_names(f"can i drink on {name}", ("metformin",)) == [name.lower()]


def test_an_unknown_word_elsewhere_is_no_name() -> None:
    """A place that nobody takes is a place."""
    assert unknown_names("we moved near Zzyzxville last week", OWN) == []


def test_a_message_of_nothing_but_names_is_looked_through_at_its_head() -> None:
    """Somebody who pastes a page of them does not hold up everybody's answer."""
    assert len(unknown_names("on zzyzxville " * 300, OWN)) == MOST


@given(st.text(max_size=120))
def test_any_text_is_looked_through(text: str) -> None:
    """Nothing that can be typed is an error."""
    assert all(name in text.lower() or not name.isascii() for name in unknown_names(text, OWN)) or "'" in text
