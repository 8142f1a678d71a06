"""Questions whose answers were judged by document: queries beside TREC or BEIR judgements."""

from pathlib import Path

from edubot.errors import QuestionsInvalid
from edubot.evaluation.gold import GoldQuestion
from edubot.evaluation.lines import read_lines, read_objects
from edubot.evaluation.trec_ids import untoken

JUDGED = "judged"
"""Kind of a question that has judgements in place of quotes."""
_TREC_COLUMNS, _BEIR_COLUMNS = 4, 3
_BEIR_HEADER = "score"

Qrels = dict[str, dict[str, int]]
"""Question → document → grade."""


def read_qrels(path: Path) -> Qrels:
    """Judgements in four TREC columns (question, 0, document, grade), or three of BEIR, with or without its header.

    Raises:
        QuestionsInvalid: unreadable, empty, or a line of another form.
    """
    found: Qrels = {}
    for number, (where, line) in enumerate(read_lines(path)):
        columns = [part.strip() for part in line.split("\t")] if "\t" in line else [*map(untoken, line.split())]
        if number == 0 and len(columns) == _BEIR_COLUMNS and columns[-1] == _BEIR_HEADER:
            continue
        if len(columns) not in (_TREC_COLUMNS, _BEIR_COLUMNS) or not _is_grade(columns[-1]):
            raise QuestionsInvalid(
                f"{where} is no judgement", "Write question, 0, document and grade (TREC), or without the 0 (BEIR)"
            )
        found.setdefault(columns[0], {})[columns[-2]] = int(columns[-1])
    if not found:
        raise QuestionsInvalid(f"{path} holds no judgement", "Name a file of TREC or BEIR judgements")
    return found


def read_judged(queries: Path, qrels: Path, documents: set[str]) -> list[GoldQuestion]:
    """The questions of a JSON-lines file `{"_id", "text"}` that have judgements, in the order of the file.

    Args:
        documents: ids of the index that is evaluated.

    Raises:
        QuestionsInvalid: a line off the format, a judged question that is not asked, or judgements of which not one
            is about a document of the index.
    """
    judgements = read_qrels(qrels)
    questions: dict[str, GoldQuestion] = {}
    for line in read_objects(queries):
        id, text = line.words("_id", "id"), line.words("text", "question")
        if id in questions:
            raise QuestionsInvalid(f"{line.where} has an id that stands before it, {id!r}", "Give it another id")
        if id in judgements:
            questions[id] = GoldQuestion(id, text, JUDGED, "", (), line.tags(), relevant=judgements[id])
    missing = next((id for id in judgements if id not in questions), None)
    if missing is not None:
        raise QuestionsInvalid(f"{qrels} judges {missing!r}, which is no question of {queries}", "Give both of one set")
    if not any(document in documents for held in judgements.values() for document in held):
        raise QuestionsInvalid(f"No document that {qrels} judges is in the index", "Name the index of that collection")
    return list(questions.values())


def _is_grade(column: str) -> bool:
    return column.lstrip("-").isdecimal()
