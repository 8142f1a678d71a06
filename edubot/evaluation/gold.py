"""Gold questions: what was asked, and every verbatim quote that answers it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from edubot.errors import QuestionsInvalid
from edubot.model import Source, Span


@dataclass(frozen=True)
class Evidence:
    """Where a quote stands in a leaflet of the index, so that it survives any re-chunking."""

    leaflet: str
    span: Span


@dataclass(frozen=True)
class GoldQuestion:
    """A question with its evidence; one without evidence is one the leaflets do not answer."""

    id: str
    text: str
    kind: str
    """answerable, partially or unanswerable."""
    split: str
    evidence: tuple[Evidence, ...]


def read_gold(path: Path, leaflets: Mapping[str, tuple[Source, str]]) -> list[GoldQuestion]:
    """The questions of a JSON-lines file `{"id", "text", "kind", "evidence": [{"file", "quote"}]}`.

    Args:
        leaflets: file name → source and text, of the index that is evaluated.

    Raises:
        QuestionsInvalid: a line off the format, or a quote that does not stand in its leaflet word for word.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsInvalid(f"{path} cannot be read ({error})", "Name a JSON-lines file") from error
    numbered = [(f"{path}, line {number}", line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not numbered:
        raise QuestionsInvalid(f"{path} holds no question", "Write one JSON object a line")
    return [_question(line, where, leaflets) for where, line in numbered]


def _question(line: str, where: str, leaflets: Mapping[str, tuple[Source, str]]) -> GoldQuestion:
    try:
        fields = json.loads(line)
        quotes = [(held["file"], held["quote"]) for held in fields["evidence"]]
        id, text = fields["id"], fields["text"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise QuestionsInvalid(
            f"{where} is no gold question", 'Write {"id", "text", "kind", "evidence": [{"file", "quote"}]}'
        ) from error
    evidence = tuple(_evidence(file, quote, where, leaflets) for file, quote in quotes)
    return GoldQuestion(id, text, fields.get("kind", ""), fields.get("split", ""), evidence)


def _evidence(file: str, quote: str, where: str, leaflets: Mapping[str, tuple[Source, str]]) -> Evidence:
    if file not in leaflets:
        raise QuestionsInvalid(f"{where} quotes {file}, which is not in the index", "Name a leaflet of the index")
    source, text = leaflets[file]
    start = text.find(quote)
    if start < 0 or not quote:
        raise QuestionsInvalid(
            f"{where} quotes words that no longer stand in {file} ({quote[:40]!r})", "Correct the quote"
        )
    return Evidence(source.id, Span(start, start + len(quote)))
