"""A long message is looked at in parts, and searched by what it asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.clauses import asking, clauses, ends_of
from edubot.settings import LONGEST_QUESTION
from edubot.tokens import tokens


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Can I drink?", "Can I drink?"),
        ("I am on 40 mg. My lips hurt! Can I drink? Thanks a lot.", "Can I drink?"),
        ("Is it safe? I am worried. What of the sun?", "Is it safe? What of the sun?"),
        ("I started in May. how long does it take", "how long does it take"),
        ("hello, can i wax my legs. i am 19", "hello, can i wax my legs."),
        ("so is this normal\nmy skin peels", "so is this normal"),
        ("dry lips", "dry lips"),
        ("I weigh 61.5 kg. Is 0.5 mg daily enough? Thanks.", "Is 0.5 mg daily enough?"),
        ("Can I eat fat, e.g. butter, with it? I like it.", "Can I eat fat, e.g. butter, with it?"),
        ("Seriously?! I am tired.", "Seriously?!"),
        ("", ""),
        ("???", "???"),
        ('She said "is it safe?" I do not know.', 'She said "is it safe?'),
    ],
)
def test_the_sentences_that_ask_are_taken(message: str, asked: str) -> None:
    """With a question mark; without any, those that open as questions do; else the whole message."""
    assert asking(message) == asked


@given(st.text())
def test_any_message_asks_something(message: str) -> None:
    """Nothing raises, no word is made up, and what asks is never empty unless the message is."""
    asked = asking(message)
    assert bool(asked) == bool(message)
    assert all(part in message for part in asked.split(" ") if part)


def test_a_message_of_several_sentences_is_looked_at_in_parts() -> None:
    """Whole first, then each sentence that says something."""
    assert clauses("One thing is said.") == ["One thing is said."]
    assert clauses("I take 0.5 mg daily; it burns my lips")[1:] == ["I take 0.5 mg daily", "it burns my lips"]
    assert clauses("I feel low. ok. Can I drink?") == ["I feel low. ok. Can I drink?", "I feel low", "Can I drink"]


def test_of_a_long_message_both_ends_are_looked_at() -> None:
    """What matters most may be said last, after everything else was told."""
    told = [f"Sentence number {number}" for number in range(40)]
    looked_at = clauses(". ".join(told))
    assert looked_at[1:] == [*told[:6], *told[-6:]]


def test_of_a_pasted_book_both_ends_are_read() -> None:
    """Its beginning and its end, and no more than may be looked at; a message that fits is left whole."""
    told = f"first {'x' * LONGEST_QUESTION} last"
    read = ends_of(told)
    assert read.startswith("first")
    assert read.endswith("last")
    assert len(read) <= LONGEST_QUESTION + 1
    assert ends_of("short") == "short"


@pytest.mark.parametrize("words", ["ok ", "unsuicidal ", "no, "])
@pytest.mark.parametrize("shift", range(11))
def test_no_word_is_cut_in_two(words: str, shift: int) -> None:
    """Half a word says something else, or nothing."""
    told = " " * shift + words * LONGEST_QUESTION + " " * shift
    read = ends_of(told)
    assert set(tokens(read)) == set(tokens(words))
    assert LONGEST_QUESTION - 2 * len(words) < len(read) <= LONGEST_QUESTION + 1


def test_what_has_no_spaces_is_kept() -> None:
    """A script without them is one long word."""
    assert len(ends_of("痤" * 3 * LONGEST_QUESTION)) == LONGEST_QUESTION + 1
