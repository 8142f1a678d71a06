"""How fast passages are encoded here, beside a plain `SentenceTransformer.encode` of the same texts.

    python -m benchmarks.encoding --corpus CORPUS.jsonl

Both take the same rows of a BEIR corpus, in turns within one process, the one that goes first changing from round to
round; ours as a build of the whole corpus would set itself up on this processor. Prints one JSON object: texts a
second of both, the ratio (median, least, greatest), and how near the vectors are to each other.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from edubot.index.encoder import Vectors
from edubot.index.precision import FULL_UP_TO
from edubot.index.sentence_encoder import SentenceEncoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def texts_of(corpus: Path, most: int) -> list[str]:
    """Title and text of rows at equal distances, from the first to the last."""
    rows = corpus.read_text(encoding="utf-8").splitlines()
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(int))
    return [f"{row['title']} {row['text']}" for row in (json.loads(rows[number]) for number in chosen)]


def compared(texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """Both encoders over the same texts, in turns."""
    ours = SentenceEncoder().suited_to(FULL_UP_TO + 1)
    plain = SentenceEncoder().model
    for encode in (ours.encode, lambda few: _plain(plain, few)):
        encode(list(texts[:32]))
    seconds: dict[str, list[float]] = {"ours": [], "plain": []}
    vectors: dict[str, Vectors] = {}
    for number in range(rounds):
        for name in ("ours", "plain") if number % 2 else ("plain", "ours"):
            begun = time.perf_counter()
            vectors[name] = ours.encode(texts) if name == "ours" else _plain(plain, texts)
            seconds[name].append(time.perf_counter() - begun)
    ratios = [slow / fast for slow, fast in zip(seconds["plain"], seconds["ours"], strict=True)]
    cosines = np.sum(vectors["ours"] * vectors["plain"], axis=1)
    return {
        "precision": str(ours.precision),
        "texts": len(texts),
        "rounds": rounds,
        "plain_per_second": round(len(texts) / statistics.median(seconds["plain"]), 1),
        "ours_per_second": round(len(texts) / statistics.median(seconds["ours"]), 1),
        "times_as_fast": [round(call(ratios), 2) for call in (statistics.median, min, max)],
        "cosine": {"mean": round(float(cosines.mean()), 5), "least": round(float(cosines.min()), 5)},
    }


def _plain(model: "SentenceTransformer", texts: Sequence[str]) -> Vectors:
    """As its documentation has it."""
    return np.asarray(model.encode(list(texts), normalize_embeddings=True))


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=512, help="rows of the corpus that both encode")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    print(json.dumps(compared(texts_of(given.corpus, given.rows), given.rounds), indent=1))


if __name__ == "__main__":
    main()
