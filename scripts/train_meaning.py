"""Train what the guardrail knows beyond its rules, on the development messages, and print how it does.

    python scripts/train_meaning.py [--index DIR]

Writes `edubot/data/meaning.json`. A message is one row with its labels; every sentence of a message without a label
is a row without it, too. The test messages are only looked at, never fitted.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from edubot.clauses import clauses
from edubot.guardrail.triage import read_triage
from edubot.index.search_index import SearchIndex
from edubot.model import AlertKind
from edubot.settings import MEANING_FILE, default_index, named_index

GOLD = Path(__file__).parent.parent / "tests" / "gold"
FIRES_FROM = {
    AlertKind.CRISIS: 0.78,
    AlertKind.EMERGENCY: 0.92,
    AlertKind.PREGNANCY: 0.99,
    AlertKind.DOSING: 0.95,
    AlertKind.PROCUREMENT: 0.95,
}
"""Probability at or above which an alert fires by meaning alone, chosen on development messages. A missed crisis is
far dearer than a false alarm, so its mark is the lowest; where rules do nearly all, meaning adds what is sure."""
STRENGTH = 3.0
"""Inverse of the regularisation."""


def main() -> None:
    """Train, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, default=named_index(None) or default_index())
    index = SearchIndex.open(parser.parse_args().index)
    dev, test = (_read(GOLD / f"safety-{split}.jsonl") for split in ("dev", "test"))
    held, seen = [[index.encoder.encode(clauses(row["text"])) for row in rows] for rows in (dev, test)]
    triage = read_triage()
    rules = [{fired.kind for fired in triage(row["text"])} for row in test]
    leanings = {}
    for kind in AlertKind:
        known = [place for place, row in enumerate(dev) if kind in row.get("labels_are_of", tuple(AlertKind))]
        model = _fit([held[place] for place in known], np.array([kind in dev[place]["labels"] for place in known]))
        leanings[kind] = {
            "weights": [round(float(weight), 4) for weight in model.coef_[0]],
            "bias": round(float(model.intercept_[0]), 4),
            "fires_from": FIRES_FROM[kind],
        }
        meant = np.array([model.predict_proba(each)[:, 1].max() for each in seen]) >= FIRES_FROM[kind]
        _report(kind, test, np.array([kind in fired for fired in rules]), meant)
    written = {"encoder": index.manifest.encoder, "leanings": leanings}
    MEANING_FILE.write_text(json.dumps(written) + "\n", encoding="utf-8")
    print(f"wrote {MEANING_FILE}")


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _fit(vectors: list[np.ndarray], labelled: np.ndarray) -> LogisticRegression:
    calm = [each[1:] for each, label in zip(vectors, labelled, strict=True) if not label]
    rows = np.vstack([*(each[:1] for each in vectors), *calm])
    known = np.r_[labelled, np.zeros(len(rows) - len(labelled), dtype=bool)]
    return LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000).fit(rows, known)


def _report(kind: AlertKind, rows: list[dict[str, Any]], rules: np.ndarray, meant: np.ndarray) -> None:
    clear = np.array([not row.get("ambiguous") for row in rows])
    labelled = np.array([kind in row["labels"] for row in rows])
    for by, fired in (("rules", rules), ("meaning", meant), ("both", rules | meant)):
        recall, alarms = fired[labelled & clear].mean(), fired[~labelled & clear].mean()
        print(f"test {kind:12s} {by:8s} recall {recall:.3f} false alarms {alarms:.3f}")


if __name__ == "__main__":
    main()
