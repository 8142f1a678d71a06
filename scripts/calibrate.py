"""Fit the confidence for the scorer in use, on questions of ours, and print how it does.

    python scripts/calibrate.py [--index DIR]

Fitted on `tests/gold/coverage.jsonl` and the development half of `tests/gold/questions.jsonl`; the test half is only
looked at, and so is `coverage-fresh.jsonl`, whose writer had seen no leaflet and in whose view no topic was
curated. The marks are set on confidences by models that saw nothing of the question's family. Writes
`edubot/data/calibration.json` and the risk–coverage curve `docs/risk-coverage.csv`; build the index again afterwards.
"""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import brentq  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from edubot.assistant import Assistant
from edubot.calibration import Calibration
from edubot.settings import CALIBRATION_FILE, default_index, named_index

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
CURVE = ROOT / "docs" / "risk-coverage.csv"
NEAR_ANSWERED = 0.026
"""Share of near questions without an answer that may be called answered: a sixth of what is borne, for strangers ask
otherwise than we do."""
FAR_MENTIONED = 0.08
"""Share of far questions for which passages may be shown."""
STRENGTH = 0.3
"""Inverse of the regularisation."""
OF_PARTLY = 0.3
"""What a question that leaflets answer in part counts among those that they answer."""
OF_VECTOR = 4.0
"""How far a vector is stretched before the fit: its values are small, and would be regularised away."""
LIFTS = "plain"
"""The signal whose weight is found after all others, which stay as they are without it: it lifts the questions that
have it and pulls no other down. Few stories are plain, and fewer of those that strangers write."""
MOST_LIFT = 9.0
FOLDS = 5
NEAR = ("unanswerable", "near")


@dataclass(frozen=True)
class Questions:
    """What is known of every question."""

    kinds: np.ndarray
    families: np.ndarray
    splits: np.ndarray
    """`dev` may be fitted on; `test` and `fresh` are only looked at."""
    signals: np.ndarray
    """All but the one that lifts."""
    lifted: np.ndarray
    """Whether a question has that one."""
    vectors: np.ndarray

    @property
    def fitted(self) -> np.ndarray:
        """Which may be fitted on."""
        return np.asarray(self.splits == "dev")


@dataclass(frozen=True)
class Fit:
    """A logistic model over signals and vectors."""

    weights: np.ndarray
    vector: np.ndarray
    bias: float
    lift: float = 0.0

    def __call__(self, questions: Questions) -> np.ndarray:
        """The confidence of every question."""
        total: np.ndarray = questions.signals @ self.weights + questions.vectors @ self.vector + self.bias
        return _logistic(total + self.lift * questions.lifted)


def fit(questions: Questions, chosen: np.ndarray) -> Fit:
    """The model of the chosen questions: those that leaflets answer against those that they do not."""
    answered = np.isin(questions.kinds, ("answerable", "partially"))[chosen]
    signals = questions.signals[chosen]
    center, scale = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    rows = np.hstack([(signals - center) / scale, questions.vectors[chosen] * OF_VECTOR])
    counts = np.where(questions.kinds[chosen] == "partially", OF_PARTLY, 1.0)
    model = LogisticRegression(class_weight="balanced", C=STRENGTH, max_iter=3000).fit(rows, answered, counts)
    weights = model.coef_[0][: signals.shape[1]] / scale
    vector = model.coef_[0][signals.shape[1] :] * OF_VECTOR
    found = Fit(weights, vector, float(model.intercept_[0] - weights @ center))
    lifted = questions.lifted[chosen] > 0
    return replace(found, lift=_lift(found(questions)[chosen][lifted], answered[lifted], counts[lifted]))


def _lift(confidences: np.ndarray, answered: np.ndarray, counts: np.ndarray) -> float:
    """What is added to the log odds of the lifted questions so that as many are expected to be answered as are."""
    odds = np.log(confidences / (1 - confidences))

    def missing(lift: float) -> float:
        return float(np.sum(counts * (answered - _logistic(odds + lift))))

    return float(brentq(missing, 0, MOST_LIFT)) if missing(0) > 0 > missing(MOST_LIFT) else 0.0


def _logistic(total: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-total)))


def cross_validated(questions: Questions) -> np.ndarray:
    """The confidence of every fitted question by a model that saw none of its family; of the others by the whole."""
    value = fit(questions, questions.fitted)(questions)
    families = np.random.default_rng(FOLDS).permutation(np.unique(questions.families[questions.fitted]))
    fold = {family: place % FOLDS for place, family in enumerate(families)}
    folds = np.array([fold.get(family, FOLDS) for family in questions.families])
    for each in range(FOLDS):
        held = questions.fitted & (folds == each)
        value[held] = fit(questions, questions.fitted & (folds != each))(questions)[held]
    return value


def read_questions(assistant: Assistant) -> tuple[Questions, list[str]]:
    """Every question of ours with its signals, and the names of those that do not lift."""
    rows = [*_read("questions.jsonl"), *_read("coverage.jsonl"), *_read("coverage-fresh.jsonl", "fresh")]
    taken = [assistant.signals(row["text"]) for row in rows]
    names = [name for name in taken[0] if name != LIFTS]
    questions = Questions(
        kinds=np.array(["far" if "far" in row.get("tags", ()) else row["kind"] for row in rows]),
        families=np.array([row["family"] for row in rows]),
        splits=np.array([row["split"] for row in rows]),
        signals=np.array([[held[name] for name in names] for held in taken]),
        lifted=np.array([held[LIFTS] for held in taken]),
        vectors=np.array([assistant.retriever.vectors([row["text"]])[0] for row in rows]),
    )
    return questions, names


def main() -> None:
    """Fit, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, default=named_index(None) or default_index())
    assistant = Assistant.open(parser.parse_args().index)
    questions, names = read_questions(assistant)
    value = cross_validated(questions)
    kinds, fitted = questions.kinds, questions.fitted
    near = np.isin(kinds, NEAR)
    answered = float(np.quantile(value[fitted & near], 1 - NEAR_ANSWERED))
    mentioned = min(answered, float(np.quantile(value[fitted & (kinds == "far")], 1 - FAR_MENTIONED)))
    model = fit(questions, fitted)
    calibration = Calibration(
        scorer=assistant.retriever.scorer,
        drug="isotretinoin",
        weights={
            **{name: round(float(weight), 6) for name, weight in zip(names, model.weights, strict=True)},
            LIFTS: round(model.lift, 6),
        },
        vector=tuple(round(float(weight), 5) for weight in model.vector),
        bias=round(model.bias, 6),
        answered_from=round(answered, 6),
        mentioned_from=round(mentioned, 6),
    )
    CALIBRATION_FILE.write_text(json.dumps(calibration.as_json()) + "\n", encoding="utf-8")
    _write_curve(value[questions.splits == "test"], kinds[questions.splits == "test"])
    print(f"wrote {CALIBRATION_FILE}; run: edubot build")
    for split in ("dev", "test", "fresh"):
        chosen = questions.splits == split
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


def _read(name: str, split: str = "dev") -> list[dict[str, Any]]:
    """Rows of a file; of that split where they do not name one."""
    rows = map(json.loads, (GOLD / name).read_text(encoding="utf-8").splitlines())
    return [{"split": split, **row} for row in rows]


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
