"""A short message that points back is understood with the one before it; a whole question stands alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.assistant import Assistant
from edubot.follow_up import MOST_TELLING_WORDS, leans_on_the_question_before
from edubot.settings import LONGEST_QUESTION

LEANS = (
    *("And for how long?", "Why?", "How long?", "What about children?", "how about at night", "Is that safe?"),
    *("And in summer?", "but why", "Or two?", "also with milk?", "How much?", "Which one?", "since when?"),
    *("What else?", "Is it?", "Can they?", "Both?", "more", "And?", "So?", "And alcohol?", "is this dangerous"),
)
STANDS = (
    *("Can I drink alcohol?", "Does isotretinoin dry lips?", "Which foods harm people taking isotretinoin?"),
    *("What are side effects?", "dry lips", "pregnancy", "alcohol?", "Are blood tests needed before treatment starts?"),
    *("And can children under twelve years swallow capsules whole with breakfast?", "Is there gelatine inside?"),
    *("", "?", "...", "🙂"),
)
SECOND = {
    True: (
        *("And for how long?", "what about wine", "why?", "is that dangerous?", "how much of it"),
        *("how long should i wait", "and with food?", "does it go away", "what if i do", "how often"),
        *("and the day after?", "can i do it anyway", "how come", "for how many weeks?", "is it permanent"),
        *("even one glass?", "and for men?", "when does that stop?", "what should i do then"),
        *("which of them is worse",),
    ),
    False: (
        *("How long does treatment last?", "Is it safe in pregnancy?", "Which side effects need a doctor?"),
        *("how much metformin can i take a day", "Do I need blood tests?", "Can I drink alcohol?"),
        *("does it dry out lips", "can i take it with food", "how long until it works", "how much does it cost"),
        *("can i take vitamin a with this", "will it make me lose hair", "is it ok to go in the sun"),
        *("how should i store it", "when will my acne clear up", "can i breastfeed while taking it"),
        *("how many mg should i take a day", "does this affect my liver", "what if i miss a dose"),
    ),
}
"""Second messages of a chat, written before the rule was: those that need the first, and those that do not."""


@pytest.mark.parametrize("message", LEANS)
def test_a_short_message_that_points_back_leans(message: str) -> None:
    """Without the question before it, nobody could say what is asked."""
    assert leans_on_the_question_before(message)


@pytest.mark.parametrize("message", STANDS)
def test_a_message_with_words_of_its_own_stands_alone(message: str) -> None:
    """What says its own subject is not mixed with another; a blank asks nothing."""
    assert not leans_on_the_question_before(message)


@pytest.mark.parametrize(
    ("second", "leans"), [(second, leans) for leans, seconds in SECOND.items() for second in seconds]
)
def test_a_second_question_leans_only_where_it_needs_the_first(second: str, leans: bool) -> None:
    """What may point back, such as "it", does so only where nothing of its own is asked."""
    assert leans_on_the_question_before(second) is leans


@given(st.text(max_size=300))
def test_any_message_leans_or_does_not(text: str) -> None:
    """Nothing that can be typed is an error."""
    assert leans_on_the_question_before(text) in (True, False)


@given(st.lists(st.sampled_from([f"subject{n}" for n in range(30)]), min_size=MOST_TELLING_WORDS + 1, unique=True))
def test_a_message_of_many_telling_words_never_leans(words: list[str]) -> None:
    """However it begins."""
    assert not leans_on_the_question_before("And it: " + " ".join(words))


def test_a_follow_up_is_searched_with_the_question_before_it(assistant: Assistant) -> None:
    """The answer says what it was understood with, and its passages are those of both together."""
    before = "Can I drink alcohol?"
    answer = assistant.ask("And why?", [before])
    assert answer.about == before
    assert answer.question == "And why?"
    assert [hit.passage for hit in answer.hits] == [hit.passage for hit in assistant.ask(f"{before} And why?").hits]
    assert answer.hits != assistant.ask("And why?").hits


def test_only_the_latest_message_is_leant_on(assistant: Assistant) -> None:
    """Older ones are past."""
    answer = assistant.ask("And why?", ["Does it dry my lips?", "Can I drink alcohol?"])
    assert answer.about == "Can I drink alcohol?"


def test_a_whole_question_is_not_mixed_with_the_one_before_it(assistant: Assistant) -> None:
    """Its answer is the one that it has without any history."""
    alone = assistant.ask("Does isotretinoin dry lips?")
    assert assistant.ask("Does isotretinoin dry lips?", ["Can I drink alcohol?"]) == alone
    assert alone.about is None


@pytest.mark.parametrize("place", range(4))
def test_a_question_that_is_offered_is_never_mixed(assistant: Assistant, place: int) -> None:
    """Whoever chooses one, or types it in other letters, asks what it says."""
    chosen = assistant.guardrail.policy.suggestions[place]
    alone = assistant.ask(chosen)
    assert assistant.ask(chosen, ["Do my eyes get dry?"]) == alone
    assert assistant.ask(f" {chosen.lower().rstrip('?')} ", ["Do my eyes get dry?"]).about is None


def test_also_one_that_would_lean_by_its_words(assistant: Assistant) -> None:
    """It is offered as it stands, so it is understood as it stands."""
    policy = replace(assistant.guardrail.policy, suggestions=("And why?",))
    offering = replace(assistant, guardrail=replace(assistant.guardrail, policy=policy))
    assert assistant.ask("And why?", ["Can I drink alcohol?"]).about == "Can I drink alcohol?"
    assert offering.ask("And why?", ["Can I drink alcohol?"]).about is None


def test_a_follow_up_to_nothing_is_searched_alone(assistant: Assistant) -> None:
    """The first message has nothing to lean on."""
    assert assistant.ask("And why?").about is None


def test_a_greeting_leans_on_nothing(assistant: Assistant) -> None:
    """What is no question is not made one by what stood before it."""
    assert assistant.ask("thanks", ["Can I drink alcohol?"]).about is None


@pytest.mark.parametrize("before", ["hello", "I want to die"])
def test_nothing_leans_on_what_was_no_question(assistant: Assistant, before: str) -> None:
    """A greeting or a cry for help says nothing of what is asked next; it is heard for help all the same."""
    answer = assistant.ask("What about ibuprofen?", [before])
    assert answer.about is None
    assert answer.hits == assistant.ask("What about ibuprofen?").hits


def test_a_long_question_before_is_cut_and_not_refused(assistant: Assistant) -> None:
    """Both together are looked at up to the length that one may have."""
    answer = assistant.ask("And why?", ["Can I drink alcohol while I take it? " * LONGEST_QUESTION])
    assert answer.problem is None
    assert answer.hits
