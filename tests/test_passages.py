"""Passages are slices of their leaflet, and with headings, quarantine and layout they account for every character."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from edubot.errors import LeafletUnreadable
from edubot.index.ledger import Account, Entry, ledger
from edubot.index.passages import context, passages, plain, searchable
from edubot.leaflets.curated import CuratedSpan
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.leaflets.sentences import sentences
from edubot.model import Block, Leaflet, Passage, Reason, Span
from edubot.settings import ChunkerSettings

SMALL = ChunkerSettings(enough_words=4, most_words=8, most_sentences=2)
LINK = "See https://example.test/buy-pills/ for what those who took it for a year have said about it."

COUNTED = re.compile(r"^[ \t]*\(?[a-z]{1,4}[.)](?=[ \t])", re.MULTILINE)
"""A list mark with letters in it."""
WORDS = "skin acne dose 0.5 mg **daily** dry (mild) water vitamin A capsule doctor – is may".split()
SENTENCE = st.builds(
    lambda words, stop: " ".join(["The", *words]) + stop,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60),
    st.sampled_from([".", "!", "?", ".”"]),
)
PROSE = st.lists(SENTENCE | st.just(LINK), min_size=1, max_size=7)
PARAGRAPH = PROSE.map(" ".join)
WRAPPED = st.lists(SENTENCE, min_size=1, max_size=4).map("\n".join)
MARK = st.sampled_from(["- ", "• ", "  * ", "1. ", "23) ", "◆ ", "b) ", "(c) ", "iv. "])
LIST = st.builds(lambda mark, items: "\n".join(mark + item for item in items), MARK, st.lists(PARAGRAPH, min_size=1))
LED_LIST = st.builds(lambda before, items: f"{before} These are the effects:\n{items}", PARAGRAPH, LIST)
HEADING = st.sampled_from(
    ["# The drug", "## Use", "### At night", "Storage", "**Effects**", "Is it safe?", "Rare ones:"]
)
BOILERPLATE = st.sampled_from(
    ["Leave a Reply", "Required fields are marked *", "Made for Good Pvt. Ltd.", "---", "* * *"]
)
PIECE = PARAGRAPH | WRAPPED | LIST | LED_LIST | HEADING | BOILERPLATE
MARKDOWN = st.builds(
    lambda pieces, gaps: "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=False)),
    st.lists(PIECE, min_size=1, max_size=12),
    st.lists(st.sampled_from(["\n\n", "\n\n\n", "\n \n", "\n\n\n\n"]), min_size=12, max_size=12),
)
ANY_TEXT = st.text() | st.text(alphabet=st.sampled_from("aZé5.:?!-•*#_ \n\t\x0c\u00a0“”"), max_size=120)
SETTINGS = st.builds(ChunkerSettings, st.integers(1, 30), st.integers(1, 60), st.integers(1, 4))


def read(text: str, *held_back: Span) -> Leaflet:
    """The leaflet of a text, with these spans kept from patients by a curator."""
    marks = tuple(
        CuratedSpan(
            reason=Reason.MARKETING,
            start=span.start,
            end=span.end,
            sha256=hashlib.sha256(span.of(text).encode()).hexdigest(),
        )
        for span in held_back
    )
    return leaflet_from_text(text, "leaflet.md", "0" * 64, Curation(quarantine=marks))


def cut(text: str, settings: ChunkerSettings = SMALL) -> list[str]:
    """The words of a text's passages."""
    return [passage.text for passage in passages(read(text), settings)]


def check_accounts(leaflet: Leaflet, found: Sequence[Passage]) -> None:
    """Assert the whole of invariant 3 on one leaflet."""
    entries = ledger(leaflet, found)
    assert "".join(entry.span.of(leaflet.text) for entry in entries) == leaflet.text
    assert [entry.span.start for entry in entries] == [0, *(entry.span.end for entry in entries[:-1])]
    accounts = {account: [entry for entry in entries if entry.account is account] for account in Account}
    assert [entry.span for entry in accounts[Account.PASSAGE]] == [Span(one.start, one.end) for one in found]
    held_back = [(entry.span, entry.reason) for entry in accounts[Account.QUARANTINED]]
    assert held_back == [(mark.span, mark.reason) for mark in leaflet.quarantined]
    assert all(entry.reason is None for entry in entries if entry.account is not Account.QUARANTINED)
    for entry in accounts[Account.LAYOUT]:
        assert not any(map(str.isalpha, COUNTED.sub("", entry.span.of(leaflet.text))))


def check_words(leaflet: Leaflet, found: Sequence[Passage]) -> None:
    """Assert that every passage is a slice of the text and touches nothing that is kept back."""
    for passage in found:
        assert passage.text == leaflet.text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        assert not any(Span(passage.start, passage.end).overlaps(mark.span) for mark in leaflet.quarantined)


def check_gaps(leaflet: Leaflet, found: Sequence[Passage]) -> None:
    """Assert that a gap joins a passage to the one before it, to the character and across no words."""
    for before, after in pairwise(found):
        between = leaflet.text[before.end : after.start]
        worded = any(map(str.isalpha, COUNTED.sub("", between)))
        assert after.gap == (None if worded or after.gap is None else between)
        if after.gap is not None:
            assert before.text + after.gap + after.text == leaflet.text[before.start : after.end]
            assert before.heading == after.heading
    assert not found or found[0].gap is None


def blocks(leaflet: Leaflet) -> list[Block]:
    """All blocks of a leaflet."""
    return [block for section in leaflet.sections for block in section.blocks]


@given(MARKDOWN, SETTINGS)
def test_every_character_of_a_leaflet_has_one_account(text: str, settings: ChunkerSettings) -> None:
    """Headings, lists, led lists, wrapped and boilerplate lines in any order come out as a whole partition."""
    leaflet = read(text) if any(character.isalnum() for character in text) else read(f"Title\n\n{text}")
    found = list(passages(leaflet, settings))
    check_accounts(leaflet, found)
    check_words(leaflet, found)
    check_gaps(leaflet, found)


@given(ANY_TEXT, SETTINGS)
def test_every_character_of_any_text_has_one_account(text: str, settings: ChunkerSettings) -> None:
    """Whatever stands in a file, it is partitioned or refused for having no words."""
    try:
        leaflet = read(text)
    except LeafletUnreadable:
        assert not any(character.isalnum() for character in text)
        return
    found = list(passages(leaflet, settings))
    check_accounts(leaflet, found)
    check_words(leaflet, found)
    check_gaps(leaflet, found)


@given(text=MARKDOWN, choice=st.data())
def test_what_a_curator_keeps_back_is_in_no_passage(text: str, choice: st.DataObject) -> None:
    """Any part of any block can be kept back: the rest is still accounted for, and nothing joins across it."""
    within = choice.draw(st.sampled_from([block.span for block in blocks(read(f"{text}\n\nThe end is here."))]))
    text = f"{text}\n\nThe end is here."
    start = choice.draw(st.integers(within.start, within.end - 1))
    held_back = Span(start, choice.draw(st.integers(start + 1, within.end)))
    assume(any(character.isalpha() for character in held_back.of(text)))
    leaflet = read(text, held_back)
    found = list(passages(leaflet, ChunkerSettings()))
    assert held_back in [mark.span for mark in leaflet.quarantined]
    check_accounts(leaflet, found)
    check_words(leaflet, found)
    check_gaps(leaflet, found)
    after = next((passage for passage in found if passage.start >= held_back.end), None)
    assert after is None or after.gap is None


@given(MARKDOWN, SETTINGS)
def test_passages_are_cut_between_sentences_and_no_longer_than_allowed(text: str, settings: ChunkerSettings) -> None:
    """A passage is whole sentences of one block, few enough; only a single sentence may be longer than allowed."""
    leaflet = read(f"{text}\n\nThe end is here.")
    found = list(passages(leaflet, settings))
    for block in blocks(leaflet):
        own = [passage for passage in found if block.span.start <= passage.start < block.span.end]
        whole = list(sentences(leaflet.text, block.span))
        assert {passage.start for passage in own} <= {sentence.start for sentence in whole}
        assert {passage.end for passage in own} <= {sentence.end for sentence in whole}
        held = [[one for one in whole if passage.start <= one.start < passage.end] for passage in own]
        assert [one for group in held for one in group] == whole
        for passage, group in zip(own, held, strict=True):
            assert len(group) <= settings.most_sentences
            assert len(passage.text.split()) <= settings.most_words or len(group) == 1
        for before, after in pairwise(range(len(own))):
            words = len(own[before].text.split())
            more = words + len(held[after][0].of(leaflet.text).split())
            full = len(held[before]) == settings.most_sentences or more > settings.most_words
            assert words >= settings.enough_words or full, "it could have taken the next sentence in"


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["One two three four.", "Five six seven eight."], id="enough words end a passage"),
        pytest.param(["One two three. Four five six."], id="too few take the next sentence in"),
        pytest.param(["One. Two.", "Three. Four."], id="no more sentences than allowed"),
        pytest.param(["One two three. Four five six seven eight."], id="as many words as allowed"),
        pytest.param(["One two three.", "Four five six seven eight nine."], id="never one word more"),
        pytest.param(["One two three four five six seven eight nine ten.", "Two."], id="a long sentence stays whole"),
        pytest.param(["One.", "Two three four five six seven eight nine."], id="a long sentence stays alone"),
    ],
)
def test_sizes_on_a_scale_that_can_be_counted(expected: list[str]) -> None:
    """With four words as enough, eight as most and two sentences as most, cuts can be checked by hand."""
    assert cut(f"Title\n\nUse\n\n{' '.join(expected)}") == expected


def test_blocks_are_never_merged() -> None:
    """A short paragraph or item is a passage of its own."""
    assert cut("Title\n\nUse\n\nOne.\n\nTwo.\n\n- Three.\n- Four.") == ["One.", "Two.", "Three.", "Four."]


def test_the_gap_is_what_stands_between_two_passages() -> None:
    """White space and list marks join passages of a section; the first of a section joins nothing."""
    text = "Title\n\nUse\n\nOne is.\n\n- Two is.\n  2. Three is four five. Six is.\n\nStorage\n\nSeven is."
    assert [passage.gap for passage in passages(read(text), SMALL)] == [None, "\n\n- ", "\n  2. ", " ", None]


@pytest.mark.parametrize("mark", ["-", "2.", "b)", "(b)", "◆"])
def test_a_list_mark_is_no_word_in_a_gap(mark: str) -> None:
    """Items that stand side by side can be shown as one, whatever their marks."""
    text = f"# Title\n\n{mark} Wash.\n{mark} Rest."
    assert [passage.gap for passage in passages(read(text), SMALL)][1:] == [f"\n{mark} "]


def test_no_gap_crosses_words_that_are_kept_back() -> None:
    """Passages on both sides of a quarantined sentence cannot be joined."""
    text = f"Title\n\nUse\n\nOne is here. {LINK} Two is here.\n\nLeave a Reply\n\nThree is here."
    assert [(passage.text, passage.gap) for passage in passages(read(text), SMALL)] == [
        ("One is here.", None),
        ("Two is here.", None),
        ("Three is here.", None),
    ]


def test_passages_carry_their_source_and_headings() -> None:
    """Each passage knows its leaflet and the path of headings over it."""
    leaflet = read("# The drug\n\n## Use\n\nOne is.\n\n### At night\n\nTwo is.")
    found = list(passages(leaflet, SMALL))
    assert [passage.heading for passage in found] == [("Use",), ("Use", "At night")]
    assert {passage.source for passage in found} == {leaflet.source}


def test_the_rest_of_an_item_carries_its_label() -> None:
    """Where an item is cut, what does not open with its name is told it."""
    text = "# The drug\n\n## Use\n\n- External use: apply it thin now. Keep it off the eyes and lips."
    first, rest = passages(read(text), SMALL)
    assert (first.label, rest.label) == ("", "External use")
    assert context(first) == "The drug › Use"
    assert context(rest) == "The drug › Use › External use"


def test_what_is_embedded_has_no_marks() -> None:
    """Context and words, on one line and without bold marks; the passage itself keeps them."""
    (found,) = passages(read("# The drug\n\n## Use\n\n**Never**\nchew  it."), SMALL)
    assert found.text == "**Never**\nchew  it."
    assert searchable(found) == "The drug › Use › Never chew it."


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("- one\n  • two\n3. three", "one two three"),
        ("# Head\ntext __now__", "Head text now"),
        ("a - b and 5 * 3", "a - b and 5 * 3"),
        ("-5 °C, 0.5 mg", "-5 °C, 0.5 mg"),
        ("1990. was", "1990. was"),
    ],
)
def test_plain_words_lose_marks_and_nothing_else(marked: str, words: str) -> None:
    """List marks at a line's start, hashes and bold go; figures and dashes inside stay."""
    assert plain(marked) == words


def test_the_ledger_names_what_stands_where() -> None:
    """A small text, account by account."""
    text = "# Title\n\n- One is.\n\nLeave a Reply\n"
    leaflet = read(text)
    assert [(entry.span.of(text), entry.account) for entry in ledger(leaflet, list(passages(leaflet, SMALL)))] == [
        ("# ", Account.LAYOUT),
        ("Title", Account.HEADING),
        ("\n\n- ", Account.LAYOUT),
        ("One is.", Account.PASSAGE),
        ("\n\n", Account.LAYOUT),
        ("Leave a Reply", Account.QUARANTINED),
        ("\n", Account.LAYOUT),
    ]
    assert Entry(Span(20, 33), Account.QUARANTINED, Reason.COMMENT_FORM) in ledger(
        leaflet, list(passages(leaflet, SMALL))
    )


def test_the_ledger_refuses_a_word_without_account() -> None:
    """A passage that is lost is noticed, at the start, in the middle and at the end."""
    leaflet = read("One is.\n\nTwo is.\n\nThree is.")
    found = list(passages(leaflet, SMALL))
    for lost in range(3):
        with pytest.raises(ValueError, match="is in no passage"):
            ledger(leaflet, found[:lost] + found[lost + 1 :])


def test_the_ledger_refuses_a_character_with_two_accounts() -> None:
    """A passage that is there twice, or overlaps its neighbour or a quarantined span, is noticed."""
    leaflet = read("One is. Two is.\n\nLeave a Reply")
    (found,) = passages(leaflet, SMALL)
    longer = replace(found, end=found.end + 3, text=leaflet.text[found.start : found.end + 3])
    for claims in ([found, found], [longer]):
        with pytest.raises(ValueError, match="claimed twice"):
            ledger(leaflet, claims)
