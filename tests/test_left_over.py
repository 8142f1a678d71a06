"""A question is plain when its topics account for all of its words."""

import pytest

from edubot.left_over import left_over
from edubot.topics import bundled_topics, topics_asked

NAMES = ("accutane", "isotretinoin")


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("can I have a beer", []),
        ("Can I have a beer on Accutane?", []),
        ("is it bad for your liver", []),
        ("how to get red wine out of carpet", ["red", "carpet"]),
        ("my phone's screen, and a beer", ["phones", "screen"]),
    ],
)
def test_what_no_topic_accounts_for_is_left_over(question: str, left: list[str]) -> None:
    """Little words, words that anybody uses of a medicine and its own names bring no subject."""
    assert left_over(question, topics_asked(question), NAMES) == left


def test_words_of_other_topics_are_left_over() -> None:
    """Only the topics that are handed over account for a word."""
    assert left_over("can I have a beer", [bundled_topics()["lips"]], NAMES) == ["beer"]


def test_another_medicines_name_is_left_over() -> None:
    """The leaflets' own name is known to all who ask; nobody else's is."""
    assert left_over("accutane or omeprazole", (), NAMES) == ["omeprazole"]


def test_marks_are_no_words() -> None:
    """The end of a sentence and a smile bring nothing."""
    assert left_over("Beer? 🙂 Thanks!", [bundled_topics()["alcohol"]], ()) == []
