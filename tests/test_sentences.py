"""Where sentences end; and that none of a text's characters falls between two of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.leaflets.sentences import sentences
from edubot.model import Span

TRICKY = st.text(alphabet=st.sampled_from("aA0é .,:;!?…\"'“”‘’«»()[]*-\n\t\u00a0"), max_size=80)
ABBREVIATED = st.lists(
    st.sampled_from(["e.g.", "Dr.", "St.", "Pvt.", "Ltd.", "0.5", "A.", "Take", "two.", "“Now!”", "\n", " "]),
    max_size=30,
).map(" ".join)


def split(text: str) -> list[str]:
    """The sentences of a whole text."""
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["It is made from vitamin A.", "Retinol keeps skin whole."], id="a single letter ends one"),
        pytest.param(["Take it.", "Do not chew it."], id="two"),
        pytest.param(["Is it safe?", "No!", "Ask first…", "Then wait."], id="every mark"),
        pytest.param(["Stop now?!", "Yes."], id="two marks"),
        pytest.param(["Wait...", "Then go."], id="three dots"),
        pytest.param(["Take it.", "2 capsules are enough."], id="a digit opens the next"),
        pytest.param(["Take it.", "Évitez le soleil."], id="an accented capital opens the next"),
        pytest.param(["She said “stop.”", "Then she left."], id="closed by a curly quote"),
        pytest.param(['She said "stop."', "Then she left."], id="closed by a straight quote"),
        pytest.param(["She left.", "“Stop” was all."], id="opened by a quote"),
        pytest.param(["It is new (see below.)", "Ask (first) then."], id="closed by a bracket"),
        pytest.param(["Take it.", "(Not at night.)", "[Or do.]", "«Oui.»", "Yes."], id="in brackets"),
        pytest.param(["**Never chew it.**", "**Ask** first."], id="bold marks"),
        pytest.param(["Apply it first.", "Then the forms.", "Then the dr."], id="words that end like abbreviations"),
    ],
)
def test_a_stop_before_a_capital_ends_a_sentence(expected: list[str]) -> None:
    """Sentences joined by one space, or by a line break, are found again."""
    assert split(" ".join(expected)) == expected
    assert split("\n".join(expected)) == expected


@pytest.mark.parametrize(
    "whole",
    [
        "Take 0.5 to 1.5 mg per kg",
        "Take 0.5 mg, i.e. 1.0 Units, each day.",
        "Keep it cold, e.g. In a fridge.",
        "Take approx. 5 drops.",
        "Ask Dr. Smith or Prof. Jones.",
        "Ask (cf. Table and fig. 3) first.",
        "It is from Good Care Pvt. Ltd. Pune today.",
        "Oil vs. Water, nos. 1 and 2, St. Mary.",
        "Retinol stops. then it goes on.",
        "It has version 1.2.3 now.",
        "Read www.example.org/a.B?c=D. and more.",
        "He asked “Is it safe?” and left.",
        "No stop at all",
    ],
)
def test_other_stops_end_nothing(whole: str) -> None:
    """Decimals, known abbreviations, addresses and stops before a small letter stay inside."""
    assert split(whole) == [whole]


def test_white_space_between_sentences_is_in_none() -> None:
    """Spaces, tabs and line breaks around a sentence are left out; those inside stay."""
    assert split("\n  One  of\nthem.\t\n Two. \n") == ["One  of\nthem.", "Two."]


def test_only_the_span_counts() -> None:
    """What stands outside the span neither ends a sentence nor belongs to one."""
    text = "Before. One ends here. Two goes on. After."
    inside = Span(8, 34)
    assert [span.of(text) for span in sentences(text, inside)] == ["One ends here.", "Two goes on"]
    assert [span.of(text) for span in sentences(text, Span(8, 24))] == ["One ends here.", "T"]
    assert [span.of(text) for span in sentences(text, Span(8, 23))] == ["One ends here."]


def test_blank_text_has_no_sentence() -> None:
    """White space holds no sentence."""
    assert list(sentences("a \n\t b", Span(1, 5))) == []


@given(text=TRICKY | ABBREVIATED | st.text(min_size=1), edges=st.tuples(st.integers(0), st.integers(0)))
def test_sentences_cover_every_word_once_and_in_order(text: str, edges: tuple[int, int]) -> None:
    """Spans come in order, lie inside, share nothing, hold no outer white space and miss no character but it."""
    start, end = sorted(edge % (len(text) + 1) for edge in edges)
    if start == end:
        return
    covered: set[int] = set()
    last = start
    for span in sentences(text, Span(start, end)):
        assert last <= span.start
        assert span.end <= end
        assert span.of(text) == span.of(text).strip()
        covered |= set(range(span.start, span.end))
        last = span.end
    assert [text[place] for place in range(start, end) if place not in covered and not text[place].isspace()] == []
