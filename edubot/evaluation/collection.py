"""Questions from whatever an evaluator brings: gold by quote, queries with judgements, or a BEIR folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edubot.errors import QuestionsInvalid
from edubot.evaluation.gold import GoldQuestion, read_gold
from edubot.evaluation.judged import read_judged
from edubot.evaluation.texts import Texts


@dataclass(frozen=True)
class Collection:
    """Questions, and what a ranked item is: a passage where evidence is quoted, a leaflet where leaflets are judged."""

    questions: Sequence[GoldQuestion]
    by_document: bool

    def __post_init__(self) -> None:
        if not self.scored:
            raise QuestionsInvalid("No question has evidence", "Give at least one with a quote or a judgement")

    @property
    def scored(self) -> list[GoldQuestion]:
        """The questions by which retrieval is judged: those that something answers."""
        return [question for question in self.questions if question.evidence or question.relevant]


def read_collection(path: Path, qrels: Path | None, texts: Texts) -> Collection:
    """The questions at a place.

    Args:
        path: a JSON-lines file, or a BEIR folder.
        qrels: judgements of documents; those of the folder's test split are taken where none are named.

    Raises:
        QuestionsInvalid: a file that is missing or off its format, named with the line.
    """
    if path.is_dir():
        return Collection(read_judged(beir_file(path, "queries"), qrels or _split(path), texts.ids), by_document=True)
    if qrels:
        return Collection(read_judged(path, qrels, texts.ids), by_document=True)
    return Collection(read_gold(path, texts), by_document=False)


def beir_file(folder: Path, name: str) -> Path:
    """`queries.jsonl` or `corpus.jsonl` of a BEIR folder, packed or not.

    Raises:
        QuestionsInvalid: the folder holds neither.
    """
    for path in (folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"):
        if path.is_file():
            return path
    raise QuestionsInvalid(
        f"{folder} holds no {name}.jsonl", "Name a BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv"
    )


def _split(folder: Path) -> Path:
    path = folder / "qrels" / "test.tsv"
    if not path.is_file():
        raise QuestionsInvalid(f"{folder} holds no qrels/test.tsv", "Name the judgements with --qrels")
    return path
