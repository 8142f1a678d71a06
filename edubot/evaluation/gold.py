"""Gold questions: what was asked, and what is known to answer it, by verbatim quote or by judged document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edubot.errors import QuestionsInvalid
from edubot.evaluation.lines import Line, read_objects
from edubot.evaluation.texts import Texts
from edubot.model import Span

CONFLICT = "conflict"
"""Tag of a question on which the leaflets disagree; a field of that name says the same."""
_FORM = 'Write {"id", "text", "kind", "evidence": [{"file", "quote"}]}'


@dataclass(frozen=True)
class Evidence:
    """A quote that answers, and where it stands, so that it survives any re-chunking."""

    leaflet: str
    """Id of the leaflet."""
    span: Span
    """Where the quote stands first in the leaflet's text."""
    quote: str
    """Its words, to the character."""


@dataclass(frozen=True)
class GoldQuestion:
    """A question with what answers it; one with nothing is one the leaflets do not answer."""

    id: str
    text: str
    kind: str
    """answerable, partially or unanswerable; `judged` where documents were judged and not quotes."""
    split: str
    evidence: tuple[Evidence, ...]
    tags: tuple[str, ...] = ()
    family: str = ""
    """Questions of one family ask the same in other words; empty where each stands alone."""
    relevant: Mapping[str, int] = field(default_factory=dict)
    """Document → its grade, 1 or more for one that answers; of judged documents only."""


def read_gold(path: Path, texts: Texts) -> list[GoldQuestion]:
    """The questions of a JSON-lines file `{"id", "text", "kind", "evidence": [{"file", "quote"}], "tags"}`.

    A row with a `category` of `near…`, `far…` or `trap…` in place of evidence is one that must not be answered.

    Args:
        texts: leaflets of the index that is evaluated.

    Raises:
        QuestionsInvalid: a line off the format, an id that stands twice, or a quote that does not stand in its
            leaflet word for word.
    """
    lines: dict[str, str] = {}
    questions = []
    for line in read_objects(path):
        question = _question(line, texts)
        first = lines.setdefault(question.id, line.where)
        if first != line.where:
            raise QuestionsInvalid(f"{line.where} has the id {question.id!r} of {first}", "Give it another id")
        questions.append(question)
    return questions


def _question(line: Line, texts: Texts) -> GoldQuestion:
    id, text = line.words("id"), line.words("text")
    category = str(line.fields.get("category", "")).partition(":")[0]
    held = line.fields.get("evidence", [] if category else None)
    if not isinstance(held, list):
        raise QuestionsInvalid(f'{line.where} has no "evidence"', _FORM)
    evidence = tuple(_evidence(piece, line.where, texts) for piece in held)
    kind = str(line.fields.get("kind", "answerable" if evidence else "unanswerable"))
    marks = (category, CONFLICT if line.fields.get("conflict") else "")
    tags = tuple(dict.fromkeys((*line.tags(), *filter(None, marks))))
    split, family = (str(line.fields.get(name, "")) for name in ("split", "family"))
    return GoldQuestion(id, text, kind, split, evidence, tags, family)


def _evidence(piece: Mapping[str, str], where: str, texts: Texts) -> Evidence:
    try:
        file, quote = str(piece["file"]), str(piece["quote"])
    except (KeyError, TypeError) as error:
        raise QuestionsInvalid(f"{where} has evidence without a file or a quote", _FORM) from error
    source = texts.find(file)
    if source is None:
        raise QuestionsInvalid(f"{where} quotes {file}, which is not in the index", "Name a leaflet of the index")
    start = texts.place(quote, source)
    if start < 0 or not quote.strip():
        raise QuestionsInvalid(
            f"{where} quotes words that no longer stand in {file} for a patient to read ({quote[:40]!r})",
            "Correct the quote",
        )
    return Evidence(source.id, Span(start, start + len(quote)), quote)
