"""Markup is hidden, words are not: every highlight still covers the words it covered."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.model import Span
from edubot.rendering.marks import drawn, visible

PIECES = st.sampled_from(
    ["**", "\n- ", "\n* ", "\n• ", "\n  – ", "__", " ", "\n", ". ", "avoid", "alcohol", "20 mg", "é", "🙂"]
)
MARKED = st.lists(PIECES, max_size=25).map("".join)
PLAIN = st.text().filter(lambda text: drawn(text) == text and not re.search(r"\*\*|__|\n[ \t]*(?:[-•*‣◦·–]|\d)", text))
LETTERS = re.compile(r"[a-zA-Z]+")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Take **with food**.", "Take with food."),
        ("**Whole**", "Whole"),
        ("un**believ**able", "unbelievable"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("__Stop__ at once", "Stop at once"),
        ("Do not:\n- drink\n- smoke", "Do not:\n• drink\n• smoke"),
        ("Do not:\n  * drink\n\t• smoke", "Do not:\n• drink\n• smoke"),
        ("one\n- **two**", "one\n• two"),
        ("- first of its text", "- first of its text"),
        ("semi-dry\nwell-known", "semi-dry\nwell-known"),
        ("a\n-b", "a\n-b"),
        ("****", ""),
        ("", ""),
    ],
)
def test_marks_are_hidden_and_words_kept(text: str, shown: str) -> None:
    """Stars and double underscores go, list marks become one kind of bullet, hyphens inside words stay."""
    assert visible(text).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "Most people take no more than\n40. Ask before you take more.",
        "1. Open the pack\n2. Swallow whole\n10. See step 2",
        "Keep it frozen at\n- 18 degrees",
        "Keep it frozen at\n-  18 degrees",
        "Keep it frozen at\n – \t 18 degrees",
        "Name: ____mg a day",
    ],
)
def test_no_number_sign_or_blank_of_a_leaflet_is_hidden(text: str) -> None:
    """Word for word: a dose, the number of a step, a minus and a gap to fill in are content, not markup."""
    assert visible(text).text == text


@given(PLAIN, st.data())
def test_text_without_marks_is_shown_as_it_is(text: str, data: st.DataObject) -> None:
    """For a text without marks nothing changes, neither words nor highlights."""
    marks = data.draw(_spans(text)) if text else []
    shown = visible(text, marks)
    assert shown.text == text
    assert shown.highlights == tuple(marks)


@given(MARKED)
def test_no_letter_is_lost_added_or_moved(text: str) -> None:
    """Letters and digits come out in the same order, all of them."""
    assert re.sub(r"[\W_]", "", visible(text).text) == re.sub(r"[\W_]", "", text)


@given(MARKED)
def test_no_markup_is_left(text: str) -> None:
    """No pair of stars is shown, and every list item opens with the one bullet, but for a dash before a figure."""
    shown = visible(text).text
    assert "**" not in shown
    for line, line_shown in zip(text.split("\n")[1:], shown.split("\n")[1:], strict=True):
        assert line_shown.startswith("• ") is bool(re.match(r"[ \t]*(?:[*•][ \t]|[-–][ \t]++(?!\d))", line))


@given(MARKED)
def test_a_highlighted_word_is_still_that_word(text: str) -> None:
    """Each word of letters, marked before, is marked after: the same word, in the same order."""
    words = [Span(*match.span()) for match in LETTERS.finditer(text)]
    shown = visible(text, words)
    assert [mark.of(shown.text) for mark in shown.highlights] == [word.of(text) for word in words]


@given(MARKED, st.data())
def test_a_highlight_covers_the_same_letters(text: str, data: st.DataObject) -> None:
    """Whatever range is marked, the letters under it are those that were marked; a mark on markup alone goes."""
    for mark in data.draw(_spans(text)) if text else []:
        shown = visible(text, [mark])
        covered = "".join(found.of(shown.text) for found in shown.highlights)
        assert re.sub(r"[\W_]", "", covered) == re.sub(r"[\W_]", "", mark.of(text))


def test_the_best_highlight_stays_first() -> None:
    """Highlights keep their order, which is by worth and not by place."""
    shown = visible("**a** and **b**", [Span(12, 13), Span(2, 3)])
    assert [mark.of(shown.text) for mark in shown.highlights] == ["b", "a"]


def test_a_mark_over_markup_alone_is_dropped() -> None:
    """There is nothing left to underline."""
    assert visible("**a**", [Span(0, 2)]).highlights == ()


def _spans(text: str) -> st.SearchStrategy[list[Span]]:
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    return st.lists(ends.filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Span(*pair)), max_size=3)


@pytest.mark.parametrize("command", ["\x1b[2J", "\x9b2J", "\r", "\x08", "\u202e"])
def test_no_leaflet_commands_the_terminal(command: str) -> None:
    """A character that moves the cursor, clears the screen or turns the line round is drawn as a mark of its place."""
    shown = visible(f"Take {command} it", [Span(0, 4)])
    assert shown.text == f"Take \N{REPLACEMENT CHARACTER}{command[1:]} it"
    assert shown.highlights == (Span(0, 4),)
