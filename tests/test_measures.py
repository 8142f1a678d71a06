"""The measures in words give the figures that a person works out by hand."""

import hashlib
from pathlib import Path

import pytest

from edubot.errors import QuestionsInvalid
from edubot.evaluation.gold import CONFLICT, Evidence, read_gold
from edubot.evaluation.measures import all_sides, answer_at_1, recall, reciprocal_rank, success
from edubot.evaluation.reply import Shown
from edubot.evaluation.texts import Texts
from edubot.model import Source, Span, Stretch

TEXT = " ".join(f"word{number:02d}" for number in range(60))
"""Sixty words of six characters: word n stands at 7 n."""
OTHER = "another"


def _source(id: str) -> Source:
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    return Source(id=id, title=id, file=f"{id}.md", sha256=sha256, text_sha256=sha256)


TEXTS = Texts([_source("care")], lambda id: [Stretch(0, TEXT)] if id == "care" else [])


def _words(first: int, words: int) -> str:
    return TEXT[7 * first : 7 * (first + words) - 1]


def _shown(first: int, words: int, leaflet: str = "care", marked: str = "") -> Shown:
    """The passage of some words of the text."""
    return Shown(leaflet, 7 * first, _words(first, words), marked)


def _quote(first: int, words: int, leaflet: str = "care") -> Evidence:
    return Evidence(leaflet, Span(7 * first, 7 * (first + words) - 1), _words(first, words))


def test_a_quote_that_is_shown_counts() -> None:
    """Evidence inside the first words shown is a success; behind them, or never shown, it is none."""
    shown = [_shown(0, 10), _shown(20, 10)]
    assert success([_quote(2, 4)], shown, 10) == 1
    assert success([_quote(22, 4)], shown, 20) == 1
    assert success([_quote(22, 4)], shown, 10) == 0
    assert success([_quote(40, 4)], shown, 60) == 0
    assert success([_quote(40, 4), _quote(2, 4)], shown, 10) == 1, "one piece of several is enough"
    assert success([_quote(2, 4)], [], 10) == 0


def test_the_budget_cuts_the_last_passage() -> None:
    """Words are counted over passages, and the one in which the budget ends is cut there."""
    shown = [_shown(0, 10), _shown(20, 10)]
    assert success([_quote(20, 5)], shown, 15) == 1
    assert success([_quote(25, 5)], shown, 15) == 0
    assert success([_quote(0, 10)], shown, 0) == 0


@pytest.mark.parametrize(("words", "counts"), [(5, 1), (4, 0)])
def test_most_of_a_quote_is_enough(words: int, counts: int) -> None:
    """Of a quote of seven words, thus five trigrams, three must be shown: five words hold them, four do not."""
    assert success([_quote(0, 7)], [_shown(0, words)], 60) == counts


def test_case_and_layout_do_not_matter_but_order_does() -> None:
    """A system may lay words out anew; the same words in another order are another sentence."""
    quote = Evidence("care", Span(0, 27), "Lips get **dry**; use a balm")
    assert success([quote], [Shown("care", -1, "LIPS  get\ndry - use a balm")], 60) == 1
    assert success([quote], [Shown("care", -1, "a balm use dry get lips")], 60) == 0


@pytest.mark.parametrize(("text", "counts"), [("Dry lips.", 1), ("dry lips", 0), ("lips. Dry", 0)])
def test_a_quote_of_two_words_must_stand_to_the_letter(text: str, counts: int) -> None:
    """It has no trigram, so that its characters decide."""
    assert success([Evidence("care", Span(0, 9), "Dry lips.")], [Shown("care", 0, f"Often: {text}")], 60) == counts


def test_a_quote_may_be_spread_over_passages() -> None:
    """Two passages that each hold half of a quote show all of it."""
    assert success([_quote(5, 10)], [_shown(0, 10), _shown(10, 10)], 20) == 1
    assert success([_quote(5, 10)], [_shown(0, 10)], 20) == 0


def test_recall_is_the_share_of_the_evidence() -> None:
    """Of four pieces, as many quarters as are shown within the words."""
    evidence = [_quote(0, 3), _quote(12, 3), _quote(30, 3), _quote(50, 3)]
    shown = [_shown(0, 5), _shown(10, 5), _shown(30, 5)]
    assert [recall(evidence, shown, words) for words in (1, 5, 10, 13, 60)] == [0, 0.25, 0.5, 0.75, 0.75]


def test_reciprocal_rank_by_hand() -> None:
    """1 / rank of the first passage that shows evidence by itself; 0 beyond the tenth."""
    evidence = [_quote(30, 4), _quote(50, 4)]
    misses = [_shown(number, 1) for number in range(10)]
    assert reciprocal_rank(evidence, [_shown(28, 10), _shown(50, 4)]) == 1
    assert reciprocal_rank(evidence, [*misses[:3], _shown(50, 4)]) == 0.25
    assert reciprocal_rank(evidence, [*misses[:9], _shown(30, 4)]) == 0.1
    assert reciprocal_rank(evidence, [*misses, _shown(30, 4)]) == 0
    assert reciprocal_rank(evidence, []) == 0


def test_a_long_passage_is_ranked_by_its_first_sixty_words() -> None:
    """Nobody ranks first by showing everything at once."""
    long = Shown("care", 0, f"{' '.join(['so'] * 60)} {_words(30, 4)}")
    assert reciprocal_rank([_quote(30, 4)], [long, _shown(30, 4)]) == 0.5


@pytest.mark.parametrize(
    ("marked", "counts"),
    [
        (_words(22, 4), 1),  # inside the quote
        (_words(18, 12), 1),  # around it
        (_words(20, 8), 1),  # the quote itself
        (_words(22, 2), 0),  # too short to say anything
        (_words(0, 8), 0),  # other words
        (_words(0, 30) + " " + _words(20, 8), 1),  # the quote begins within the first thirty words
        (" ".join(["so"] * 30) + " " + _words(20, 8), 0),  # it stands behind them
        ("", 0),
    ],
)
def test_the_first_highlight_is_the_answer(marked: str, counts: int) -> None:
    """Three to thirty words that lie in a quote or cover one; of the first passage alone."""
    assert answer_at_1([_quote(20, 8)], [_shown(0, 40, marked=marked)]) == counts
    assert answer_at_1([_quote(20, 8)], [_shown(0, 40), _shown(0, 40, marked=marked)]) == 0


def test_all_sides_are_heard_or_not() -> None:
    """Every leaflet that has evidence, by its passages within the words or as a side of a disagreement."""
    evidence = [_quote(0, 4), _quote(10, 4), _quote(30, 4, OTHER)]
    ours, theirs = _shown(0, 5), _shown(30, 5, OTHER)
    assert all_sides(evidence, [ours, theirs], [], 60) == 1
    assert all_sides(evidence, [ours, theirs], [], 5) == 0, "the other leaflet comes after the words are used up"
    assert all_sides(evidence, [ours], [theirs], 5) == 1
    assert all_sides(evidence, [ours], [], 60) == 0
    assert all_sides(evidence, [ours, _shown(30, 5)], [], 60) == 0, "the words of another leaflet are not its words"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "q", "text": "?", "evidence": [{"file": "care.md", "quote": "word99"}]}', "no longer stand in care"),
        ('{"id": "q", "text": "?", "evidence": [{"file": "care.md", "quote": "Word01"}]}', "no longer stand in care"),
        ('{"id": "q", "text": "?", "evidence": [{"file": "care.md", "quote": ""}]}', "no longer stand in care.md"),
        ('{"id": "q", "text": "?", "evidence": [{"file": "lost.md", "quote": "word01"}]}', "lost.md, which is not in"),
        ('{"id": "q", "text": "?", "evidence": [{"quote": "word01"}]}', "without a file or a quote"),
        ('{"id": "q", "text": "?", "evidence": ["word01"]}', "without a file or a quote"),
        ('{"id": "q", "text": "?", "evidence": "word01"}', 'no "evidence"'),
        ('{"id": "q", "text": "?"}', 'no "evidence"'),
        ('{"id": "q", "text": "?", "evidence": [], "tags": "lay"}', '"tags"'),
        ('{"id": "q", "evidence": []}', 'no "text"'),
        ('{"text": "?", "evidence": []}', 'no "id"'),
        ('{"id": "first", "text": "?", "evidence": []}', "'first' of .*line 1"),
        ("[]", "no object"),
        ("not json", "not JSON"),
    ],
)
def test_a_gold_line_off_the_format_is_told(tmp_path: Path, line: str, told: str) -> None:
    """A quote that is not in the leaflets word for word, or a line off the format, is named with its mend."""
    file = tmp_path / "gold.jsonl"
    file.write_text(f'{{"id": "first", "text": "?", "evidence": []}}\n\n{line}\n')
    with pytest.raises(QuestionsInvalid, match=told) as refused:
        read_gold(file, TEXTS)
    assert f"{file}, line 3" in str(refused.value)


def test_gold_names_where_its_quotes_stand(tmp_path: Path) -> None:
    """A quote becomes a span of its leaflet; blank lines are skipped, and no evidence is allowed."""
    file = tmp_path / "gold.jsonl"
    file.write_text(
        '{"id": "a", "text": "Which?", "kind": "answerable", "split": "dev", "tags": ["lay"], "family": "f", '
        '"evidence": [{"file": "care.md", "quote": "word02 word03"}]}\n\n'
        '{"id": "b", "text": "None?", "kind": "unanswerable", "split": "test", "evidence": []}\n'
        '{"id": "c", "text": "Both?", "conflict": true, "evidence": [{"file": "care", "quote": "word05"}]}\n'
        '{"id": "d", "text": "Elsewhere?", "category": "near:other"}\n'
    )
    first, second, third, fourth = read_gold(file, TEXTS)
    assert first.evidence == (_quote(2, 2),)
    assert (first.id, first.text, first.kind, first.split) == ("a", "Which?", "answerable", "dev")
    assert (first.tags, first.family) == (("lay",), "f")
    assert second.evidence == ()
    assert (third.kind, third.tags, third.evidence) == ("answerable", (CONFLICT,), (_quote(5, 1),))
    assert (fourth.kind, fourth.tags, fourth.evidence) == ("unanswerable", ("near",), ())
