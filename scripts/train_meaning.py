"""Train what the guardrail knows beyond its rules, on the development messages, and print how it does.

    python scripts/train_meaning.py [--index DIR]

Writes `edubot/data/wording.json`, a linear model over words and their pieces, which needs no index, and
`edubot/data/meaning.npz`, a machine over the encoder's vectors, with how the two are weighed together. Every part of a
message without a label, the whole and each sentence, is a row without it, and so are the questions of `tests/gold` on
which no rule fires. Of a message with a label, the sentences that tell it (`told`, marked by reading) are rows with
it, its others rows without, and the whole a row with it unless it is long. Marks are chosen on messages that the model
did not see (folds); the test messages are only looked at. Takes some ten minutes.
"""

import argparse
import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from edubot.clauses import clauses
from edubot.guardrail.triage import read_triage
from edubot.guardrail.wording import BUCKETS, buckets, parts_of
from edubot.index.search_index import SearchIndex
from edubot.likeness import Leaning, Likeness, write_likeness
from edubot.model import AlertKind
from edubot.settings import MEANING_FILE, WORDING_FILE, default_index, named_index
from scripts.learning import NEARNESS, Heard, Line, Machine, Parts, unseen

GOLD = Path(__file__).parent.parent / "tests" / "gold"
MAY_ADD = {
    AlertKind.CRISIS: 0.018,
    AlertKind.EMERGENCY: 0.003,
    AlertKind.PREGNANCY: 0.006,
    AlertKind.DOSING: 0.009,
    AlertKind.PROCUREMENT: 0.01,
}
"""Share of messages without a label to which the whole model may add its alert beyond the rules. A missed crisis is
far dearer than a false alarm, so its share is the greatest; of emergencies the rules miss fewest, so theirs is the
smallest; of doses and of buying the rules miss most."""
MAY_ADD_BY_WORDS = dict.fromkeys(AlertKind, 0.0015) | {AlertKind.CRISIS: 0.007}
"""The same for words alone, which know less."""


def main() -> None:
    """Train, write and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, default=named_index(None) or default_index())
    index = SearchIndex.open(parser.parse_args().index)
    train(index.manifest.encoder, lambda text: np.asarray(index.encoder.encode(clauses(text))))


def train(encoder: str, encoded: Callable[[str], np.ndarray]) -> None:
    """Train with a function from a message to the vectors of its clauses."""
    dev = [*_read("safety-dev"), *(row for name in ("coverage", "questions") for row in _calm(name))]
    words = Parts.of([_said(row["text"]) for row in dev], [_telling_words(row) for row in dev])
    vectors = Parts.of([encoded(row["text"]) for row in dev], [_telling_sentences(row) for row in dev])
    unit = float(np.abs(vectors.rows).max()) / 127
    stored = replace(vectors, rows=np.round(vectors.rows / unit) * unit)
    fired = [{each.kind for each in read_triage()(row["text"])} for row in dev]
    said, meant = {}, {}
    for kind in AlertKind:
        said[kind], meant[kind] = _trained(kind, Heard.of(kind, dev, fired), words, stored)
    WORDING_FILE.write_text(json.dumps(said) + "\n", encoding="utf-8")
    write_likeness(_together(encoder, stored.rows, meant), unit)
    print(f"wrote {WORDING_FILE} and {MEANING_FILE}")


def _trained(
    kind: AlertKind, heard: Heard, words: Parts, vectors: Parts
) -> tuple[dict[str, Any], tuple[Machine, Leaning]]:
    """The model of words as it is written, and that of meaning."""
    said, meant = unseen(words, heard, Line.of), unseen(vectors, heard, Machine.of)
    both = np.c_[meant, said]
    weighed = LogisticRegression(C=1.0, class_weight="balanced").fit(both[heard.known], heard.labelled[heard.known])
    judged = weighed.decision_function(both)
    by_words, by_both = heard.mark(said, MAY_ADD_BY_WORDS[kind]), heard.mark(judged, MAY_ADD[kind])
    found = (heard.found(said, by_words), heard.found(judged, by_both))
    print(f"{kind:12} of those that rules miss: by words {found[0]:.3f}, with meaning {found[1]:.3f}", flush=True)
    machine = Machine.of(vectors, heard, heard.known)
    of_vectors, of_words = (float(each) for each in weighed.coef_[0])
    bias = machine.bias * of_vectors + float(weighed.intercept_[0])
    weights = (machine.weights * of_vectors).astype(np.float32)
    leaning = Leaning(weights, *(round(each, 4) for each in (bias, by_both, of_words)))
    return _as_bytes(Line.of(words, heard, heard.known), by_words), (machine, leaning)


def _together(encoder: str, rows: np.ndarray, meant: dict[AlertKind, tuple[Machine, Leaning]]) -> Likeness:
    """One model of all kinds, over every example that any of them holds."""
    held = np.unique(np.concatenate([machine.rows for machine, _ in meant.values()]))
    leanings = {}
    for kind, (machine, leaning) in meant.items():
        weights = np.zeros(len(held), dtype=np.float32)
        np.add.at(weights, np.searchsorted(held, machine.rows), leaning.weights)
        leanings[kind] = replace(leaning, weights=weights)
    return Likeness(encoder, rows[held], NEARNESS, leanings)


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _telling_sentences(row: dict[str, Any]) -> dict[str, list[int]]:
    """Numbers of the parts of a message that tell each of its labels, among the sentences that are encoded."""
    parts = clauses(row["text"])
    return {kind: [parts.index(sentence, 1) for sentence in told] for kind, told in row.get("told", {}).items()}


def _telling_words(row: dict[str, Any]) -> dict[str, list[int]]:
    """The same among the sentences that the model of words hears, which it parts by itself: the longest that fits."""
    parts = [_spoken(part) for part in parts_of(read_triage().words(row["text"]))]
    found: dict[str, list[int]] = {}
    for kind, told in row.get("told", {}).items():
        said = [_spoken(parts_of(read_triage().words(sentence))[0]) for sentence in told]
        fitting = ([at for at, part in enumerate(parts) if at and (part in one or one in part)] for one in said)
        found[kind] = [max(places, key=lambda at: len(parts[at])) for places in fitting if places]
    return found


def _spoken(words: Sequence[str]) -> str:
    """Words in a row, with a space at each end, so that no part of a word is found in another."""
    return f" {' '.join(words)} "


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


def _as_bytes(line: Line, mark: float) -> dict[str, Any]:
    """Weights as one signed byte each."""
    unit = float(np.abs(line.weights).max()) / 127
    held = base64.b64encode(np.round(line.weights / unit).astype(np.int8).tobytes()).decode()
    return {"weights": held, "unit": unit, "bias": round(line.bias, 4), "fires_from": round(mark, 4)}


if __name__ == "__main__":
    main()
