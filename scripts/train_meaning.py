"""Train what the guardrail knows beyond its rules, on the development messages, and print how it does.

    python scripts/train_meaning.py [--index DIR]

Writes `edubot/data/meaning.json`: a linear model over words and their pieces, which needs no index, one over the
encoder's vectors, and how the two are weighed together. A message is one row with its labels; every sentence of a
message without a label is a row without it, too, and so are the questions of `tests/gold` on which no rule fires. Of a
message with a label, the sentence that leans most is a second row. Weights and marks are chosen on messages that the
model did not see (folds); the test messages are only looked at.
"""

import argparse
import base64
import json
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from edubot.clauses import clauses
from edubot.guardrail.triage import read_triage
from edubot.guardrail.wording import BUCKETS, buckets, parts_of
from edubot.index.search_index import SearchIndex
from edubot.model import AlertKind
from edubot.settings import MEANING_FILE, default_index, named_index

GOLD = Path(__file__).parent.parent / "tests" / "gold"
MAY_ADD = dict.fromkeys(AlertKind, 0.004) | {AlertKind.CRISIS: 0.012, AlertKind.DOSING: 0.003}
"""Share of messages without a label to which the whole model may add its alert beyond the rules. A missed crisis is
far dearer than a false alarm, so its share is the greatest; a missed question on doses is answered with the leaflets'
own advice to ask, so its share is the smallest."""
MAY_ADD_BY_WORDS = dict.fromkeys(AlertKind, 0.0015) | {AlertKind.CRISIS: 0.007}
"""The same for words alone, which know less."""
OF_WORDS, OF_VECTORS = 10.0, 3.0
"""Inverse of the regularisation."""
FOLDS = 5


@dataclass(frozen=True)
class Parts:
    """The parts of messages, one row each: the whole message and then its sentences."""

    rows: Any
    starts: np.ndarray
    """Row of each whole message, and the end."""

    @classmethod
    def of(cls, parts: Sequence[Any]) -> "Parts":
        """All parts of messages in one matrix."""
        rows = sparse.vstack(parts).tocsr() if sparse.issparse(parts[0]) else np.vstack(parts)
        return cls(rows, np.cumsum([0, *(each.shape[0] for each in parts)]))

    def most(self, leanings: np.ndarray) -> np.ndarray:
        """The greatest leaning of each message's parts."""
        return np.maximum.reduceat(leanings, self.starts[:-1])


def main() -> None:
    """Train, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, default=named_index(None) or default_index())
    index = SearchIndex.open(parser.parse_args().index)
    train(index.manifest.encoder, lambda text: np.asarray(index.encoder.encode(clauses(text))))


def train(encoder: str, encoded: Callable[[str], np.ndarray]) -> None:
    """Train with a function from a message to the vectors of its clauses."""
    dev = [*_read("safety-dev"), *(row for name in ("coverage", "questions") for row in _calm(name))]
    words = Parts.of([_said(row["text"]) for row in dev])
    vectors = Parts.of([encoded(row["text"]) for row in dev])
    fired = [{each.kind for each in read_triage()(row["text"])} for row in dev]
    written: dict[str, Any] = {"encoder": encoder, "words": {}, "leanings": {}}
    for kind in AlertKind:
        heard = _Heard.of(kind, dev, fired)
        written["words"][kind], written["leanings"][kind] = _trained(kind, heard, words, vectors)
    MEANING_FILE.write_text(json.dumps(written) + "\n", encoding="utf-8")
    print(f"wrote {MEANING_FILE}")


@dataclass(frozen=True)
class _Heard:
    """What is known of one alert."""

    labelled: np.ndarray
    known: np.ndarray
    """Places of the messages that were labelled for it."""
    left: np.ndarray
    """Which messages no rule fires on, and are not ambiguous."""

    @classmethod
    def of(cls, kind: AlertKind, rows: Sequence[dict[str, Any]], fired: Sequence[Set[AlertKind]]) -> "_Heard":
        return cls(
            labelled=np.array([kind in row["labels"] for row in rows]),
            known=np.array([at for at, row in enumerate(rows) if kind in row.get("labels_are_of", tuple(AlertKind))]),
            left=np.array([not row.get("ambiguous") and kind not in by for row, by in zip(rows, fired, strict=True)]),
        )

    def mark(self, felt: np.ndarray, share: float) -> float:
        """The leaning from which on no more than a share of the messages without the label fire beyond the rules."""
        calm = self.known[self.left[self.known] & ~self.labelled[self.known]]
        may_fire = int(share * (~self.labelled[self.known]).sum())
        return float(np.sort(felt[calm])[::-1][may_fire]) + 1e-6

    def found(self, felt: np.ndarray, mark: float) -> float:
        """The share found of the messages that the rules miss."""
        missed = self.known[self.left[self.known] & self.labelled[self.known]]
        return float((felt[missed] >= mark).mean())


def _trained(kind: AlertKind, heard: _Heard, words: Parts, vectors: Parts) -> tuple[dict[str, Any], dict[str, Any]]:
    """The model of words and that of meaning, as they are written."""
    said, meant = _unseen(words, heard, OF_WORDS), _unseen(vectors, heard, OF_VECTORS)
    both = np.c_[meant, said]
    weighed = LogisticRegression(C=1.0, class_weight="balanced").fit(both[heard.known], heard.labelled[heard.known])
    judged = weighed.decision_function(both)
    by_words, by_both = heard.mark(said, MAY_ADD_BY_WORDS[kind]), heard.mark(judged, MAY_ADD[kind])
    found = (heard.found(said, by_words), heard.found(judged, by_both))
    print(f"{kind:12} of those that rules miss: by words {found[0]:.3f}, with meaning {found[1]:.3f}")
    weights, bias = _fit(vectors, heard, heard.known, OF_VECTORS)
    of_vectors, of_words = (float(each) for each in weighed.coef_[0])
    return _as_bytes(*_fit(words, heard, heard.known, OF_WORDS), by_words), {
        "weights": [round(float(weight) * of_vectors, 4) for weight in weights],
        "bias": round(bias * of_vectors + float(weighed.intercept_[0]), 4),
        "fires_from": round(1 / (1 + float(np.exp(-by_both))), 6),
        "by_words": round(of_words, 4),
    }


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _calm(name: str) -> list[dict[str, Any]]:
    """Questions on which no rule fires; nobody labelled them for doses."""
    kinds = [kind for kind in AlertKind if kind is not AlertKind.DOSING]
    calm = (row for row in _read(name) if not read_triage()(row["text"]))
    return [{"text": row["text"], "labels": [], "labels_are_of": kinds} for row in calm]


def _said(text: str) -> sparse.csr_matrix:
    """A row for each part of a message: its buckets, shared out so that the row has length one."""
    parts = [sorted(buckets(part)) for part in parts_of(read_triage().words(text))]
    rows = sparse.lil_matrix((len(parts), BUCKETS), dtype=np.float32)
    for row, places in enumerate(parts):
        rows[row, places] = 1 / np.sqrt(max(len(places), 1))
    return rows.tocsr()


def _unseen(parts: Parts, heard: _Heard, strength: float) -> np.ndarray:
    """How far each message leans by a model that was fitted on the others."""
    felt = np.zeros(len(heard.labelled))
    for seen, held in KFold(FOLDS, shuffle=True, random_state=0).split(heard.known):
        weights, bias = _fit(parts, heard, heard.known[seen], strength)
        felt[heard.known[held]] = parts.most(parts.rows @ weights + bias)[heard.known[held]]
    return felt


def _fit(parts: Parts, heard: _Heard, places: np.ndarray, strength: float) -> tuple[np.ndarray, float]:
    """Weights and bias, fitted twice: the second time with the telling sentence of each labelled message."""
    starts, ends, labelled = parts.starts[:-1], parts.starts[1:], heard.labelled
    calm = [row for place in places if not labelled[place] for row in range(starts[place] + 1, ends[place])]
    several = [place for place in places if labelled[place] and ends[place] - starts[place] > 1]
    telling: list[int] = []
    for _ in range(2):
        rows = [*starts[places], *calm, *telling]
        told = np.r_[labelled[places], np.zeros(len(calm), bool), np.ones(len(telling), bool)]
        fitted = LogisticRegression(C=strength, class_weight="balanced", max_iter=300, solver="liblinear")
        fitted.fit(parts.rows[rows], told)
        felt = parts.rows @ fitted.coef_[0]
        telling = [int(starts[p] + 1 + np.argmax(felt[starts[p] + 1 : ends[p]])) for p in several]
    return fitted.coef_[0], float(fitted.intercept_[0])


def _as_bytes(weights: np.ndarray, bias: float, mark: float) -> dict[str, Any]:
    """Weights as one signed byte each."""
    unit = float(np.abs(weights).max()) / 127
    held = base64.b64encode(np.round(weights / unit).astype(np.int8).tobytes()).decode()
    return {"weights": held, "unit": unit, "bias": round(bias, 4), "fires_from": round(mark, 4)}


if __name__ == "__main__":
    main()
