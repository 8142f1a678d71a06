"""What a question says beside its topics: "can I have a beer" says nothing more, "wine out of a carpet" does."""

from collections.abc import Collection, Iterable

from edubot.patterns.text import Words, plain_words
from edubot.tokens import LITTLE_WORDS
from edubot.topics import Topic

EVERYDAY = frozenset(
    """
    afterwards allowed alongside bad become better capsule capsules course day days drug fine give gives good happen
    happens help helps instead keep keeping keeps long medication medicine meds month months normal okay pill pills
    problem problems put rid safe start started starting tablet tablets take taken taking time together took treatment
    usually wear week weeks work works worse
    """.split()
)
"""Words of anybody who asks about a medicine: they bring no subject of their own."""
_LITTLE = frozenset(word.replace("'", "") for word in LITTLE_WORDS)


def left_over(question: str, topics: Iterable[Topic], names: Collection[str]) -> list[str]:
    """The words of a question that bring a subject beside these topics, in their order.

    Args:
        names: single words by which the leaflets' own medicine is called; who asks here may say them or not.
    """
    words = Words(plain_words(question))
    taken = {place for topic in topics for start, end in topic.asked_in.matches(words) for place in range(start, end)}
    return [
        word
        for place, word in enumerate(words)
        if place not in taken and word.isalnum() and not (word in _LITTLE or word in EVERYDAY or word in names)
    ]
