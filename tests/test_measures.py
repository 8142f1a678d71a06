"""The measures give the figures that a person works out by hand, and that ir_measures gives."""

import hashlib
import random
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR

from edubot.errors import QuestionsInvalid
from edubot.evaluation.gold import Evidence, read_gold
from edubot.evaluation.measures import recall, reciprocal_rank, success
from edubot.model import Hit, Passage, Source, Span

TEXT = " ".join(f"word{number:02d}" for number in range(60))
"""Sixty words of six characters: word n stands at 7 n."""
OTHER = "another"


def _source(id: str) -> Source:
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    return Source(id=id, title=id, file=f"{id}.md", sha256=sha256, text_sha256=sha256)


def _hit(first: int, words: int, leaflet: str = "care") -> Hit:
    """The passage of some words of the text."""
    start, end = 7 * first, 7 * (first + words) - 1
    return Hit(Passage(_source(leaflet), (), start, end, TEXT[start:end]), 0.0)


def _quote(first: int, words: int, leaflet: str = "care") -> Evidence:
    return Evidence(leaflet, Span(7 * first, 7 * (first + words) - 1))


def test_a_quote_that_is_shown_counts() -> None:
    """Evidence inside the first words shown is a success; behind them, or never shown, it is none."""
    hits = [_hit(0, 10), _hit(20, 10)]
    assert success([_quote(2, 4)], hits, 10) == 1
    assert success([_quote(22, 4)], hits, 20) == 1
    assert success([_quote(22, 4)], hits, 10) == 0
    assert success([_quote(40, 4)], hits, 60) == 0
    assert success([_quote(40, 4), _quote(2, 4)], hits, 10) == 1, "one piece of several is enough"
    assert success([_quote(2, 4)], [], 10) == 0


def test_a_quote_counts_in_its_own_leaflet() -> None:
    """The same place in another leaflet is no evidence."""
    assert success([_quote(2, 4, OTHER)], [_hit(0, 10)], 60) == 0
    assert success([_quote(2, 4, OTHER)], [_hit(0, 10), _hit(0, 10, OTHER)], 60) == 1


def test_the_budget_cuts_the_last_passage() -> None:
    """Words are counted over passages, and the one in which the budget ends is cut there."""
    hits = [_hit(0, 10), _hit(20, 10)]
    assert success([_quote(20, 5)], hits, 15) == 1
    assert success([_quote(25, 5)], hits, 15) == 0
    assert success([_quote(0, 10)], hits, 0) == 0


@pytest.mark.parametrize(("shown", "counts"), [(3, 1), (2, 0)])
def test_most_of_a_quote_is_enough(shown: int, counts: int) -> None:
    """Six tenths of a quote's characters count as the quote: 20 of its 33, where 13 are too few."""
    quote = Evidence("care", Span(0, 33))
    assert success([quote], [_hit(0, shown)], 60) == counts


def test_a_quote_may_be_spread_over_passages() -> None:
    """Two passages that each hold half of a quote show all of it."""
    assert success([_quote(5, 10)], [_hit(0, 10), _hit(10, 10)], 20) == 1
    assert success([_quote(5, 10)], [_hit(0, 10)], 20) == 0


def test_recall_is_the_share_of_the_evidence() -> None:
    """Of four pieces, as many quarters as are shown within the words."""
    evidence = [_quote(0, 2), _quote(12, 2), _quote(30, 2), _quote(0, 2, OTHER)]
    hits = [_hit(0, 5), _hit(10, 5), _hit(30, 5)]
    assert [recall(evidence, hits, words) for words in (1, 5, 10, 12, 60)] == [0, 0.25, 0.5, 0.75, 0.75]


def test_reciprocal_rank_by_hand() -> None:
    """1 / rank of the first passage that shows evidence by itself; 0 beyond the tenth."""
    evidence = [_quote(30, 4), _quote(50, 4)]
    misses = [_hit(number, 1) for number in range(10)]
    assert reciprocal_rank(evidence, [_hit(28, 10), _hit(50, 4)]) == 1
    assert reciprocal_rank(evidence, [*misses[:3], _hit(50, 4)]) == 0.25
    assert reciprocal_rank(evidence, [*misses[:9], _hit(30, 4)]) == 0.1
    assert reciprocal_rank(evidence, [*misses, _hit(30, 4)]) == 0
    assert reciprocal_rank(evidence, []) == 0


def test_reciprocal_rank_agrees_with_ir_measures() -> None:
    """On any ranking of passages that hold or do not hold evidence, RR@10 of ir_measures is the same."""
    rng = random.Random(20260412)
    expected: dict[str, float] = {}
    qrels, run = [], []
    for number in range(200):
        question = f"q{number}"
        ranked = rng.sample(range(60), 15)
        relevant = set(rng.sample(range(60), rng.randint(1, 4)))
        hits = [_hit(word, 1) for word in ranked]
        expected[question] = reciprocal_rank([_quote(word, 1) for word in relevant], hits)
        qrels += [ir_measures.Qrel(question, str(word), 1) for word in relevant]
        run += [ir_measures.ScoredDoc(question, str(word), -rank) for rank, word in enumerate(ranked)]
    theirs = {figure.query_id: figure.value for figure in ir_measures.iter_calc([RR @ 10], qrels, run)}
    assert theirs == pytest.approx(expected)
    assert len(set(expected.values())) > 5


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            '{"id": "q", "text": "?", "evidence": [{"file": "care.md", "quote": "word99"}]}',
            "no longer stand in care.md",
        ),
        (
            '{"id": "q", "text": "?", "evidence": [{"file": "care.md", "quote": "Word01"}]}',
            "no longer stand in care.md",
        ),
        ('{"id": "q", "text": "?", "evidence": [{"file": "care.md", "quote": ""}]}', "no longer stand in care.md"),
        ('{"id": "q", "text": "?", "evidence": [{"file": "lost.md", "quote": "word01"}]}', "lost.md, which is not in"),
        ('{"id": "q", "text": "?", "evidence": [{"quote": "word01"}]}', "no gold question"),
        ('{"id": "q", "text": "?"}', "no gold question"),
        ('{"text": "?", "evidence": []}', "no gold question"),
        ("[]", "no gold question"),
        ("not json", "no gold question"),
        ("", "holds no question"),
    ],
)
def test_a_gold_line_off_the_format_is_told(tmp_path: Path, line: str, told: str) -> None:
    """A quote that is not in the leaflets word for word, or a line off the format, is named with its mend."""
    file = tmp_path / "gold.jsonl"
    file.write_text(f"{line}\n")
    with pytest.raises(QuestionsInvalid, match=told):
        read_gold(file, {"care.md": (_source("care"), TEXT)})


def test_gold_names_where_its_quotes_stand(tmp_path: Path) -> None:
    """A quote becomes a span of its leaflet; blank lines are skipped, and no evidence is allowed."""
    file = tmp_path / "gold.jsonl"
    file.write_text(
        '{"id": "a", "text": "Which?", "kind": "answerable", "split": "dev", '
        '"evidence": [{"file": "care.md", "quote": "word02 word03"}]}\n\n'
        '{"id": "b", "text": "None?", "kind": "unanswerable", "split": "test", "evidence": []}\n'
    )
    first, second = read_gold(file, {"care.md": (_source("care"), TEXT)})
    assert first.evidence == (_quote(2, 2),)
    assert (first.id, first.text, first.kind, first.split) == ("a", "Which?", "answerable", "dev")
    assert second.evidence == ()
