"""Fit the confidence for the scorer in use, on the development half of the gold questions, and print how it does.

    python scripts/calibrate.py [--index DIR]

Writes `edubot/data/calibration.json`; build the index again afterwards. The test half is only looked at, never fitted.
Questions that the leaflets answer in part are left out of the fit.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from edubot.assistant import CANDIDATES, Assistant
from edubot.calibration import Calibration
from edubot.settings import CALIBRATION_FILE, default_index, named_index
from edubot.signals import signals

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "questions.jsonl"
MENTION_SHARE = 0.05
"""Share of answerable development questions that may be called not covered."""
NEAR_SHARE = 0.15
"""Share of near-domain development questions without an answer that may be called answered."""


def main() -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, default=named_index(None) or default_index())
    assistant = Assistant.open(parser.parse_args().index)
    retriever = assistant.retriever
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    rows = [signals(retriever.search(g["text"], CANDIDATES), retriever.expansions(g["text"])) for g in gold]
    names = list(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    answerable, absent = (np.array([g["kind"] == kind for g in gold]) for kind in ("answerable", "unanswerable"))
    near, far = (np.array([tag in g["tags"] for g in gold]) for tag in ("near", "far"))
    dev = np.array([g["split"] == "dev" for g in gold])

    fitted = dev & (answerable | absent)
    center, scale = x[fitted].mean(axis=0), x[fitted].std(axis=0)
    model = LogisticRegression(class_weight="balanced").fit((x[fitted] - center) / scale, answerable[fitted])
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - weights @ center)
    value = 1 / (1 + np.exp(-(x @ weights + bias)))
    mentioned = float(np.quantile(value[dev & answerable], MENTION_SHARE))
    answered = max(mentioned, float(np.quantile(value[dev & near & absent], 1 - NEAR_SHARE)))
    calibration = Calibration(
        scorer=retriever.scorer,
        drug="isotretinoin",
        weights={name: round(float(weight), 6) for name, weight in zip(names, weights, strict=True)},
        bias=round(bias, 6),
        answered_from=round(answered, 6),
        mentioned_from=round(mentioned, 6),
    )
    CALIBRATION_FILE.write_text(json.dumps(calibration.as_json(), indent=1) + "\n", encoding="utf-8")
    print(f"wrote {CALIBRATION_FILE}; run: edubot build")
    for split, rows_of in (("dev", dev), ("test", ~dev)):
        for kind, group in (("near", near), ("far", far)):
            chosen = rows_of & (answerable | (absent & group))
            print(f"{split}: AUC against {kind} {roc_auc_score(answerable[chosen], value[chosen]):.3f}")
        for name, group in (("answerable", answerable), ("near", near & absent), ("far", far)):
            of = value[rows_of & group]
            print(f"{split}: {name:10s} shown {np.mean(of >= mentioned):.2f} answered {np.mean(of >= answered):.2f}")


if __name__ == "__main__":
    main()
