"""An evaluation as one JSON object: the same on every run."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from edubot.evaluation.abstention import Curve
from edubot.evaluation.failures import FailureKind, by_kind
from edubot.evaluation.figures import Blocks
from edubot.evaluation.intervals import PERMUTATIONS, RESAMPLES, SEED, Figure
from edubot.evaluation.run import Evaluation

DIGITS = 6


def evaluation_as_json(found: Evaluation, most_failures: int) -> dict[str, Any]:
    """The whole evaluation, with as many failures as asked for."""
    return {
        "about": asdict(found.about),
        "bootstrap": {"resamples": RESAMPLES, "permutations": PERMUTATIONS, "seed": SEED, "interval": 0.95},
        "figures": {block: _figures(held) for block, held in found.figures.items()},
        "slices": [
            {"name": cut.name, "questions": cut.questions, "figures": _figures(cut.figures)} for cut in found.slices
        ],
        "abstention": _abstention(found),
        "safety": _rounded(asdict(found.safety)),
        "by_words": {str(words): _rounded(means) for words, means in found.by_words.items()},
        "ablation": [{"name": row.name, "figures": _figures(row.figures)} for row in found.ablation],
        "comparison": _rounded(asdict(found.comparison)) if found.comparison else None,
        **_failures(found, most_failures),
        "by_question": _by_question(found.values),
    }


def _failures(found: Evaluation, most: int) -> dict[str, Any]:
    """What was missed under the names that it always had; then the other kinds, each under its own."""
    kinds = by_kind(found.failures)
    missed = kinds.pop(FailureKind.MISSED)
    return {
        "failed": len(missed),
        "failures": [asdict(failure) for failure in missed[:most]],
        **{
            f"wrongly_{kind}": {"count": len(held), "failures": [asdict(each) for each in held[:most]]}
            for kind, held in kinds.items()
        },
    }


def _figures(held: Sequence[Figure]) -> dict[str, Any]:
    return {
        figure.name: {name: value for name, value in _rounded(asdict(figure)).items() if name != "name"}
        for figure in held
    }


def _abstention(found: Evaluation) -> dict[str, Any]:
    held = found.abstention
    return {
        "outcomes": {kind: dict(sorted(counts.items())) for kind, counts in sorted(held.outcomes.items())},
        "auc": _figures(held.auc),
        "risk_coverage": {
            name: _curve(curve) for name, curve in (("wrong", held.wrong), ("uncovered", held.uncovered))
        },
    }


def _curve(curve: Curve | None) -> dict[str, Any] | None:
    return {"aurc": round(curve.area, DIGITS), **_rounded(asdict(curve))} if curve else None


def _by_question(values: Blocks) -> dict[str, dict[str, dict[str, float]]]:
    """Question → block → measure → value, for whoever wants statistics of their own."""
    turned: dict[str, dict[str, dict[str, float]]] = {}
    for block, measures in values.items():
        for name, held in measures.items():
            for question, value in held.items():
                turned.setdefault(question, {}).setdefault(block, {})[name] = round(value, DIGITS)
    return turned


def _rounded(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value
