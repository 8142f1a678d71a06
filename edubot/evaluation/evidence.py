"""Gold evidence held against two versions of an index: which quotes no longer stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from edubot.evaluation.lines import read_objects
from edubot.evaluation.texts import Texts
from edubot.index.store import Store
from edubot.leaflet_view import stretches


@dataclass(frozen=True)
class Quote:
    """Words that answer a gold question."""

    question: str
    """Id of the question."""
    file: str
    words: str


def read_quotes(path: Path) -> list[Quote]:
    """Every quote of a file of gold questions, whether it stands in a leaflet or not.

    Raises:
        QuestionsInvalid: a line off the format.
    """
    found = []
    for line in read_objects(path):
        held = line.fields.get("evidence") or []
        for piece in held if isinstance(held, list) else []:
            if isinstance(piece, dict) and isinstance(piece.get("file"), str) and isinstance(piece.get("quote"), str):
                found.append(Quote(line.words("id"), piece["file"], piece["quote"]))
    return found


def standing(quotes: Sequence[Quote], store: Store) -> set[Quote]:
    """The quotes that stand in what a patient may read."""
    texts = Texts(store.leaflets(), partial(stretches, store))
    found = ((quote, texts.find(quote.file)) for quote in quotes)
    return {quote for quote, source in found if source and texts.place(quote.words, source) >= 0}
