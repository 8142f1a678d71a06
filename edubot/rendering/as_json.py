"""An answer as a JSON object: the contract that programs rely on. Keys are added, never changed."""

from typing import Any

from edubot.leaflets.lifting import lifted
from edubot.leaflets.surroundings import all_after, all_before
from edubot.model import Answer, Disagreement, Hit, LiftedWords, SafetyWarning


def answer_as_json(answer: Answer, id: str | None = None) -> dict[str, Any]:
    """The whole answer; `id` is the batch line's."""
    return {
        "id": id,
        "question": answer.question,
        "outcome": str(answer.outcome),
        "message": answer.message,
        "confidence": answer.confidence,
        "alerts": [
            {"kind": str(alert.kind), "text": alert.text, "policy_id": alert.policy_id} for alert in answer.alerts
        ],
        "advice": [{"text": told.text, "policy_id": told.policy_id} for told in answer.advice],
        "warnings": [warning_as_json(warning) for warning in answer.warnings],
        "passages": [_passage(hit) for hit in answer.hits],
        "disagreements": [_disagreement(found) for found in answer.disagreements],
        "silences": [{"topic": found.topic, "leaflets": list(found.leaflets)} for found in answer.silences],
        "reviewed": answer.reviewed,
        "problem": answer.problem,
        "about": answer.about,
    }


def warning_as_json(warning: SafetyWarning) -> dict[str, Any]:
    """One warning, both forms."""
    return {
        "id": warning.id,
        "topic": str(warning.topic),
        "line": warning.line,
        "text": warning.text,
        "sources": list(warning.sources),
        "jurisdiction": warning.jurisdiction,
        "checked": warning.checked.isoformat(),
        "reviewed": warning.reviewed,
    }


def _passage(hit: Hit) -> dict[str, Any]:
    passage, source = hit.passage, hit.passage.source
    return {
        "leaflet": source.id,
        "title": source.title,
        "file": source.file,
        "sha256": source.sha256,
        "source_kind": source.kind,
        "restated_from": source.restated_from,
        "citation": passage.citation,
        "page": passage.page,
        "heading": list(passage.heading),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "before": list(all_before(passage)),
        "after": list(all_after(passage)),
        "note": hit.note,
        "highlights": [[mark.start, mark.end] for mark in hit.highlights],
        "quotes": [_quote(lifted(passage, mark)) for mark in hit.highlights],
        "score": round(hit.score, 6),
        "components": {name: round(value, 6) for name, value in hit.components.items()},
    }


def _quote(quote: LiftedWords | None) -> dict[str, Any] | None:
    """Words that may be shown alone, piece by piece, with the headings to show over them; null where none may."""
    return {"heading": list(quote.heading), "pieces": list(quote.pieces)} if quote else None


def _disagreement(found: Disagreement) -> dict[str, Any]:
    sides = [
        {
            "leaflet": side.leaflet,
            "text": side.text,
            "start": side.start,
            "end": side.end if side.text else side.start,
            "page": side.page,
            "quote": _quote(side.quote),
            "left_out": side.left_out or None,
            "note": side.note,
        }
        for side in found.sides
    ]
    return {"topic": found.topic, "sides": sides, "advice": found.advice}
