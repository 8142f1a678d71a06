"""Intervals, tests of significance, curves and grades give what a person works out by hand, the same every time."""

import random
from itertools import product

import ir_measures
import pytest

from edubot.errors import BadInput
from edubot.evaluation.abstention import abstention, auc, risk_coverage
from edubot.evaluation.collection import Collection
from edubot.evaluation.comparison import compare
from edubot.evaluation.gold import Evidence, GoldQuestion
from edubot.evaluation.intervals import difference, figure
from edubot.evaluation.judgements import grade, judgements
from edubot.evaluation.ranking import MEASURES, known, ranking_values
from edubot.evaluation.reply import Reply, Shown
from edubot.evaluation.systems import Outputs, strict
from edubot.model import Passage, Source, Span

SOURCE = Source(id="care", title="Care", file="care.md", sha256="0", text_sha256="0")


def _values(*values: float) -> dict[str, float]:
    return {f"q{number}": value for number, value in enumerate(values)}


def test_a_mean_lies_in_its_interval() -> None:
    """Of ten hits and ten misses the interval is about the binomial's, and it is the same on every run."""
    found = figure("m", _values(*[0.0, 1.0] * 10), {})
    assert (found.mean, found.questions) == (0.5, 20)
    assert found.low == pytest.approx(0.5 - 1.96 * 0.1118, abs=0.04)
    assert found.high == pytest.approx(0.5 + 1.96 * 0.1118, abs=0.04)
    assert figure("m", _values(*[0.0, 1.0] * 10), {}) == found


def test_what_never_varies_has_no_width() -> None:
    """A constant is its own interval."""
    found = figure("m", _values(1.0, 1.0, 1.0), {})
    assert (found.low, found.mean, found.high) == (1.0, 1.0, 1.0)


def test_phrasings_of_one_question_are_not_many_questions() -> None:
    """Twenty questions in two families are as unsure as two; the mean stays that of the questions."""
    values = _values(*[1.0] * 10, *[0.0] * 10)
    families = {name: "first" if value else "second" for name, value in values.items()}
    alone, together = figure("m", values, {}), figure("m", values, families)
    assert alone.mean == together.mean == 0.5
    assert (together.low, together.high) == (0.0, 1.0)
    assert alone.high - alone.low < 0.5


def test_a_difference_that_is_none_has_p_one() -> None:
    """The same system twice."""
    found = difference("m", _values(0.0, 1.0, 0.5), _values(0.0, 1.0, 0.5), {})
    assert (found.ours, found.theirs, found.low, found.high, found.p) == (0.5, 0.5, 0.0, 0.0, 1.0)


def test_the_p_is_that_of_all_swaps() -> None:
    """With six questions all 64 swaps can be counted; the draws come close to their share."""
    ours, theirs = (0.9, 0.8, 1.0, 0.4, 0.6, 0.7), (0.5, 0.6, 0.3, 0.5, 0.4, 0.1)
    gained = [one - other for one, other in zip(ours, theirs, strict=True)]
    swaps = [
        abs(sum(sign * gain for sign, gain in zip(signs, gained, strict=True))) for signs in product((1, -1), repeat=6)
    ]
    exact = sum(swap >= abs(sum(gained)) - 1e-9 for swap in swaps) / len(swaps)
    assert difference("m", _values(*ours), _values(*theirs), {}).p == pytest.approx(exact, abs=0.01)


def test_a_clear_difference_is_significant_and_signed() -> None:
    """Thirty questions won and none lost."""
    found = difference("m", _values(*[1.0] * 30), _values(*[0.0] * 30), {})
    assert found.p < 0.001
    assert found.low == found.high == 1.0
    assert difference("m", _values(*[0.0] * 30), _values(*[1.0] * 30), {}).high == -1.0


def test_only_shared_questions_and_measures_are_compared() -> None:
    """A run knows no highlights, and another index may lack a question."""
    ours = {"block": {"m": _values(1.0, 0.0), "n": _values(1.0)}}
    found = compare(ours, {"block": {"m": {"q0": 0.0, "other": 1.0}}}, "theirs", {})
    ((only,),) = found.differences.values()
    assert (only.name, only.ours, only.theirs, only.questions) == ("m", 1.0, 0.0, 1)
    with pytest.raises(BadInput, match="shares no measure"):
        compare(ours, {"block": {"o": _values(1.0)}}, "theirs", {})


def test_risk_by_coverage_by_hand() -> None:
    """Four answers by falling confidence: right, wrong, right, wrong."""
    curve = risk_coverage([0.6, 0.9, 0.1, 0.7], [False, False, True, True])
    assert curve.coverage == [0.25, 0.5, 0.75, 1.0]
    assert curve.risk == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert curve.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_answers_of_equal_confidence_share_their_risk() -> None:
    """No order among them can make a curve look better."""
    for wrong in ([True, False], [False, True]):
        assert risk_coverage([0.5, 0.5], wrong).risk == pytest.approx([0.5, 0.5])


def test_the_area_is_the_share_of_pairs_in_order() -> None:
    """Ties count half."""
    assert auc([0.9, 0.5], [0.1, 0.5]) == pytest.approx((1 + 1 + 1 + 0.5) / 4)


def _reply(outcome: str, confidence: float | None, *texts: str) -> Reply:
    shown = tuple(Shown("care", 0, text) for text in texts)
    return Reply(outcome, confidence, shown, (), frozenset(), ())


def test_outcomes_and_areas_by_kind() -> None:
    """Questions without an answer are told apart by how far they are from the subject."""
    quote = Evidence("care", Span(0, 15), "Use a lip balm.")
    questions = [
        GoldQuestion("a", "?", "answerable", "", (quote,)),
        GoldQuestion("b", "?", "unanswerable", "", (), ("near",)),
        GoldQuestion("c", "?", "unanswerable", "", (), ("far",)),
    ]
    said = [_reply("answered", 0.8, quote.quote), _reply("mentioned", 0.9), _reply("not_in_leaflets", 0.1)]
    found = abstention(questions, Outputs(said))
    assert found.outcomes["unanswerable, near"] == {"mentioned": 1}
    assert [(figure.name[-4:].strip(), figure.mean) for figure in found.auc] == [("far", 1.0), ("near", 0.0)]
    assert found.wrong is not None
    assert found.wrong.risk == pytest.approx([1, 1 / 2, 2 / 3])
    silent = abstention(questions, Outputs([*said[:2], _reply("not_in_leaflets", None)]))
    assert (silent.wrong, silent.uncovered, silent.auc) == (None, None, ())


@pytest.mark.parametrize(
    ("quote", "passage", "expected"),
    [
        ((10, 20), (0, 30), 2),
        ((10, 20), (10, 20), 2),
        ((10, 20), (15, 40), 1),
        ((10, 20), (16, 40), 0),
        ((10, 20), (20, 40), 0),
        ((0, 100), (40, 60), 1),  # all of the passage is quoted
        ((0, 100), (90, 130), 0),
    ],
)
def test_the_grade_of_a_passage(quote: tuple[int, int], passage: tuple[int, int], expected: int) -> None:
    """2 shows a quote whole, 1 half of it or is half of it."""
    assert grade(Span(*quote), Span(*passage)) == expected


def test_a_quote_that_nothing_shows_counts_against_the_index() -> None:
    """It is judged under its own span; what is found is judged under the passage's."""
    seen = Evidence("care", Span(0, 4), "Rest")
    kept = Evidence("care", Span(50, 59), "Buy here.")
    passages = [Passage(SOURCE, (), 0, 9, "Rest well")]
    collection = Collection([GoldQuestion("a", "?", "answerable", "", (seen, kept))], by_document=False)
    judged = judgements(collection, lambda _: passages)
    assert judged.qrels == {"a": {"care:0-9": 2, "care:50-59": 2}}
    assert judged.unfindable == 1


def test_ranking_measures_are_those_of_ir_measures() -> None:
    """On random rankings each figure is the library's, and a question that the run leaves out counts 0."""
    rng = random.Random(20260412)
    qrels = {
        f"q{n}": {f"d{d}": rng.choice((1, 1, 2)) for d in rng.sample(range(60), rng.randint(1, 4))} for n in range(50)
    }
    run = {f"q{n}": [(f"d{d}", 50.0 - rank) for rank, d in enumerate(rng.sample(range(60), 40))] for n in range(49)}
    found = ranking_values(qrels, run)
    judged = [ir_measures.Qrel(q, d, grade) for q, held in qrels.items() for d, grade in held.items()]
    ranked = [ir_measures.ScoredDoc(q, d, score) for q, held in run.items() for d, score in held]
    theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(name) for name in MEASURES], judged, ranked)
    for measure, expected in theirs.items():
        assert sum(found[str(measure)].values()) / 50 == pytest.approx(expected, abs=1e-9)
    assert all(found[name]["q49"] == 0 for name in MEASURES)


def test_reciprocal_rank_by_hand() -> None:
    """The tenth counts a tenth, the eleventh nothing."""
    for place, expected in ((1, 1.0), (4, 0.25), (10, 0.1), (11, 0.0)):
        run = {"q": [(f"d{rank}", -float(rank)) for rank in range(1, 12)]}
        assert ranking_values({"q": {f"d{place}": 1}}, run, ["RR@10"])["RR@10"]["q"] == pytest.approx(expected)


def test_a_run_that_ranks_nothing_counts_nothing() -> None:
    """No answer is no reason to leave a question out of the mean."""
    runs: tuple[dict[str, list[tuple[str, float]]], ...] = ({}, {"q": []})
    for run in runs:
        assert ranking_values({"q": {"d": 1}}, run, ["RR@10"]) == {"RR@10": {"q": 0.0}}


def test_equal_scores_keep_our_order() -> None:
    """Tools break ties by the name of a document; ours are broken before they see them."""
    run = strict({"a": 0.5, "z": 0.5, "m": 0.5, "b": 0.2})
    assert [score for _, score in run] == pytest.approx([0.5, 0.49999, 0.49998, 0.2])
    for place, id in enumerate(("a", "z", "m", "b"), start=1):
        found = ranking_values({"q": {id: 1}}, {"q": run}, ["RR@10"])
        assert found["RR@10"]["q"] == pytest.approx(1 / place)


@pytest.mark.parametrize("name", ["nonsense", "nDCG@", "", "nDCG@10 RR"])
def test_a_measure_that_nobody_knows_is_refused(name: str) -> None:
    """In a sentence, before anything is asked."""
    with pytest.raises(BadInput, match="knows no measure"):
        known([name])


def test_two_names_of_one_measure_have_one_value() -> None:
    """RR@10 is MRR@10 to others; neither is nothing."""
    found = ranking_values({"q": {"d": 1}}, {"q": [("d", 1.0)]}, ("RR@10", "MRR@10", "R@10", "Recall@10"))
    assert {name: values["q"] for name, values in found.items()} == dict.fromkeys(found, 1.0)
    assert len(found) == 4
