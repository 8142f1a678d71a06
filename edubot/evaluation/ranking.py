"""Ranking measures, computed by ir-measures (through pytrec_eval) so that they are everyone's."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from edubot.errors import BadInput

if TYPE_CHECKING:
    from ir_measures.measures import Measure

Values = dict[str, float]
"""Question → value of one measure, 0 to 1."""

MEASURES = ("nDCG@10", "RR@10", "Success@1", "Success@5", "Success@10", "R@5", "R@10", "R@100", "AP@100")
"""In the words of ir-measures; `RR@10` is what others call MRR@10."""


def known(measures: Sequence[str]) -> tuple[str, ...]:
    """Names of measures, each once, after ir-measures was asked whether it can compute them.

    Raises:
        BadInput: it cannot compute one of them.
    """
    for name in measures:
        _measure(name)
    return tuple(dict.fromkeys(measures))


def ranking_values(
    qrels: Mapping[str, Mapping[str, int]],
    run: Mapping[str, Sequence[tuple[str, float]]],
    measures: Sequence[str] = MEASURES,
) -> dict[str, Values]:
    """Each measure of each judged question; one that the run leaves out counts 0.

    Args:
        measures: names that ir-measures knows.
    """
    import ir_measures

    parsed = {name: _measure(name) for name in measures}
    values = {name: dict.fromkeys(qrels, 0.0) for name in measures}
    held = {question: dict(found) for question, found in run.items() if question in qrels}
    judged = {question: dict(found) for question, found in qrels.items()}
    if any(held.values()):
        for figure in ir_measures.iter_calc(list(set(parsed.values())), judged, held):
            for name in (name for name, measure in parsed.items() if measure == figure.measure):
                values[name][figure.query_id] = float(figure.value)
    return values


def _measure(name: str) -> "Measure":
    import ir_measures

    try:
        measure = ir_measures.parse_measure(name)
        list(ir_measures.iter_calc([measure], {"q": {"d": 1}}, {"q": {"d": 1.0}}))
    except Exception as error:  # the library raises a plain exception of each of its parts
        raise BadInput(f"ir-measures knows no measure {name!r}", "Write it as in nDCG@10") from error
    return measure
