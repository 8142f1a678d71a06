"""Fit the confidence for the scorer in use, on questions of ours, and print how it does.

    python scripts/calibrate.py [--index DIR]

Fitted on `tests/gold/coverage.jsonl` and the development half of `tests/gold/questions.jsonl`; the test half is only
looked at. Questions that the leaflets answer in part are left out of the fit, but not of the marks. Writes
`edubot/data/calibration.json` and the risk–coverage curve `docs/risk-coverage.csv`; build the index again afterwards.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from edubot.assistant import Assistant
from edubot.calibration import Calibration
from edubot.settings import CALIBRATION_FILE, default_index, named_index

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
CURVE = ROOT / "docs" / "risk-coverage.csv"
NEAR_ANSWERED = 0.06
"""Share of near questions without an answer that may be called answered: half of what is borne, for strangers ask
otherwise than we do."""
FAR_MENTIONED = 0.08
"""Share of far questions for which passages may be shown."""
STRENGTH = 0.3
"""Inverse of the regularisation."""
NEAR = ("unanswerable", "near")


def main() -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, default=named_index(None) or default_index())
    assistant = Assistant.open(parser.parse_args().index)
    rows = [*_read("questions.jsonl"), *_read("coverage.jsonl")]
    kinds = np.array(["far" if "far" in row.get("tags", ()) else row["kind"] for row in rows])
    fitted = np.array([row.get("split", "dev") == "dev" for row in rows])
    taken = [assistant.signals(row["text"]) for row in rows]
    names = list(taken[0])
    x = np.array([[row[name] for name in names] for row in taken])

    clear = fitted & (kinds != "partially")
    center, scale = x[clear].mean(axis=0), x[clear].std(axis=0)
    model = LogisticRegression(class_weight="balanced", C=STRENGTH)
    model.fit((x[clear] - center) / scale, kinds[clear] == "answerable")
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - weights @ center)
    value = 1 / (1 + np.exp(-(x @ weights + bias)))
    near = np.isin(kinds, NEAR)
    answered = float(np.quantile(value[fitted & near], 1 - NEAR_ANSWERED))
    mentioned = min(answered, float(np.quantile(value[fitted & (kinds == "far")], 1 - FAR_MENTIONED)))
    calibration = Calibration(
        scorer=assistant.retriever.scorer,
        drug="isotretinoin",
        weights={name: round(float(weight), 6) for name, weight in zip(names, weights, strict=True)},
        bias=round(bias, 6),
        answered_from=round(answered, 6),
        mentioned_from=round(mentioned, 6),
    )
    CALIBRATION_FILE.write_text(json.dumps(calibration.as_json(), indent=1) + "\n", encoding="utf-8")
    _write_curve(value[~fitted], kinds[~fitted])
    print(f"wrote {CALIBRATION_FILE}; run: edubot build")
    for split, chosen in (("dev", fitted), ("test", ~fitted)):
        sure = value[chosen & (kinds == "answerable")]
        for name, group in (("near", near), ("far", kinds == "far")):
            others = value[chosen & group]
            truth = np.r_[np.ones(len(sure)), np.zeros(len(others))]
            print(f"{split}: AUC against {name} {roc_auc_score(truth, np.r_[sure, others]):.3f}")
        for name, group in (
            ("answerable", kinds == "answerable"),
            ("partially", kinds == "partially"),
            ("near", near),
            ("far", kinds == "far"),
        ):
            of = value[chosen & group]
            print(f"{split}: {name:10s} shown {np.mean(of >= mentioned):.2f} answered {np.mean(of >= answered):.2f}")


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def _write_curve(value: np.ndarray, kinds: np.ndarray) -> None:
    """Risk (share of the answered that the leaflets do not answer) at each coverage, on the test half."""
    order = np.argsort(-value, kind="stable")
    wrong = np.cumsum(~np.isin(kinds[order], ("answerable", "partially")))
    count = np.arange(1, len(order) + 1)
    lines = [
        f"{covered / len(order):.4f},{risk:.4f},{value[row]:.4f}"
        for covered, risk, row in zip(count, wrong / count, order, strict=True)
    ]
    CURVE.write_text("\n".join(["coverage,risk,confidence", *lines]) + "\n", encoding="utf-8")
    print(f"test: area under the risk–coverage curve {np.mean(wrong / count):.3f}")


if __name__ == "__main__":
    main()
