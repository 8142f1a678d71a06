"""A greeting, a blank or a number is not taken for a question, and a terse question is."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.outcome import COURTESIES, is_question
from edubot.model import Outcome
from tests.guarded import HIT, torn_by

NO_QUESTION: Sequence[str] = (
    *("", " ", "\n\t\n", "?", "???", "...", "!!", "🙂", "—", "* * *", "(){}[]", '"'),
    *("1", "42", "3.14", "1, 2, 3", "½", "٣"),
    *("hi", "Hi!", "HELLO", "hello there", "good morning", "Hey, good evening!", "thanks", "Thank you so much!", "ok"),
    *("yes please", "bye", "good night", "hola", "Bonjour", "how are you?", "who are you?", "test", "help", "start"),
)
QUESTIONS: Sequence[str] = (
    *("alcohol?", "purging", "ipledge", "iPLEDGE", "Accutane", "pregnancy", "acne", "dry lips", "20mg", "mood"),
    *("Can I drink alcohol?", "hi, can I drink?", "Hello! Is it safe with vitamin A", "thanks. and sunlight?"),
    *(
        "my son is so sad",
        "is it true that some people die",
        "help, I am bleeding",
        "blood test",
        "depresion",
        "роаккутан",
        "痤疮",
    ),
    *("how long does it take", "can i stop", "is it on the pill", "forgot yesterday, take 2?", "why does it peel"),
)
SHORT_QUESTIONS: Sequence[str] = (
    *("what is it for?", "what does it do?", "when should I start?", "can I start it?", "how many a day?"),
    *("morning or night?", "will it help?", "does it help", "do I need a test?", "Do I need testing?"),
)


@pytest.mark.parametrize("text", NO_QUESTION)
def test_a_greeting_a_blank_or_a_number_is_no_question(text: str) -> None:
    """Nothing is looked up for it, and the answer says how to ask."""
    assert not is_question(text)
    assert Guardrail.load().answer(text, Findings((HIT,))).outcome is Outcome.NOT_A_QUESTION


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_terse_question_is_a_question(text: str) -> None:
    """One telling word is enough, in any spelling or script, also after a greeting."""
    assert is_question(text)
    assert Guardrail.load().answer(text, Findings((HIT,))).outcome is not Outcome.NOT_A_QUESTION


@pytest.mark.parametrize("text", SHORT_QUESTIONS)
def test_a_question_of_everyday_words_is_a_question(text: str) -> None:
    """Words such as start, day, night, help and test greet nobody in the middle of a question."""
    assert is_question(text)


@pytest.mark.parametrize("message", ["ok " * 200_000, "ok" * 200_000, "? " * 200_000, "ok " * 200_000 + "alcohol?"])
def test_a_message_of_any_length_is_judged_at_once(message: str) -> None:
    """By its two ends, as all else looks at it: the time does not grow with the square of its words."""
    begun = time.perf_counter()
    asks = is_question(message)
    assert time.perf_counter() - begun < 5
    assert asks is any(word in message for word in ("alcohol", "okok"))


@given(st.lists(st.sampled_from(("good", "morning", "how", "are", "you", "doing", "ok", "7", "tan")), max_size=9))
def test_a_message_is_no_question_when_courtesies_and_numbers_are_all_of_it(words: list[str]) -> None:
    """The longest courtesy that stands first is taken, and then the next, by whatever means it is found."""
    left = list(words)
    while left:
        taken = next((n for n in range(len(left), 0, -1) if " ".join(left[:n]) in COURTESIES), int(left[0] == "7"))
        if not taken:
            break
        left = left[taken:]
    assert is_question(" ".join(words)) is bool(left)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(padding=st.text(alphabet=" \t\n?!.,-…", max_size=10))
@pytest.mark.parametrize("text", ["hello", "42", "alcohol"])
def test_space_and_stops_around_a_message_do_not_matter(text: str, padding: str) -> None:
    """Punctuation neither makes a question nor hides one."""
    assert is_question(padding + text + padding) is is_question(text)


@pytest.mark.parametrize("text", NO_QUESTION[:16])
def test_what_is_no_question_is_not_looked_up(text: str) -> None:
    """Retrieval is not even asked: an assistant whose retrieval always fails answers a greeting."""
    answer = torn_by(ValueError("retrieval was asked"), Guardrail.load()).ask(text)
    assert (answer.outcome, answer.problem) == (Outcome.NOT_A_QUESTION, None)
