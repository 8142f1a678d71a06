"""A need is heard wherever the lines and stops of a message fall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.readings import joined, set_apart
from edubot.model import AlertKind

CRISIS, EMERGENCY, DOSING, PROCUREMENT = (
    AlertKind.CRISIS,
    AlertKind.EMERGENCY,
    AlertKind.DOSING,
    AlertKind.PROCUREMENT,
)
NEEDS = [
    ("i feel suicidal does it cause dry skin", CRISIS),
    ("i feel suicidal\ndoes it cause dry skin", CRISIS),
    ("i want to\nkill myself", CRISIS),
    ("i have saved up my pills\nmy next holiday is in june", CRISIS),
    ("i feel suicidal 😭 does it cause dry skin", CRISIS),
    ("i feel suicidal - does it cause dry skin", CRISIS),
    ("i feel suicidal (again) does it cause dry skin", CRISIS),
    ("I'm suicidal does it cause dry skin", CRISIS),
    ("my lips are swelling is it a side effect", EMERGENCY),
    ("my lips are\nswelling", EMERGENCY),
    ("i took 30 pills\nmy last course was years ago", EMERGENCY),
    ("I took a double\ndose by mistake", DOSING),
    ("Yesterday I accidentally took\ntwice my dose", DOSING),
    ("can my sister share\nmy pills", PROCUREMENT),
]
CALM = [
    "does it make people suicidal is it true",
    "are swollen lips a side effect can I read about it",
    "can it cause blindness is that common",
    "heart palpitations, is that on the list of side effects?",
    "tell me please can it make your lips swell",
    "my mood\nis fine\ncan it cause depression",
]


@pytest.mark.parametrize(("message", "need"), NEEDS)
def test_a_need_is_heard(guardrail: Guardrail, message: str, need: AlertKind) -> None:
    """Also where a question follows without a stop, or a line ends in the middle of a sentence."""
    assert need in [alert.kind for alert in guardrail.unavailable(message, "No index.").alerts]


@pytest.mark.parametrize("message", CALM)
def test_a_question_stays_one(guardrail: Guardrail, message: str) -> None:
    """Setting questions apart raises no urgent alert where somebody only asks."""
    assert not guardrail.unavailable(message, "No index.").alerts


@given(st.text(st.sampled_from("abc doesit?.\n ")))
def test_no_word_is_lost(message: str) -> None:
    """Another reading has one line, and the same words in the same order."""
    for reading in (joined(message), set_apart(message)):
        assert "\n" not in reading
        assert reading.replace(".", " ").split() == message.replace(".", " ").split()
