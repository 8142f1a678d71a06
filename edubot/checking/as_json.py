"""A report as one JSON object: stable, so that a program may hold it against the last one."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from edubot.checking.accounts import LeftOut, Row
from edubot.checking.differing import Differing, Spoken
from edubot.checking.finding import Finding, Place, Severity
from edubot.checking.readability import SectionGrade
from edubot.checking.report import LeafletReport, Report
from edubot.model import Passage


def report_as_json(report: Report) -> dict[str, Any]:
    """The whole report; passages word for word, addresses defanged everywhere else."""
    counts = Counter(found.severity for found in report.findings)
    return {
        "place": report.place,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "leaflets": [_leaflet(leaflet) for leaflet in report.leaflets],
        "ledger": _ledger(report.rows),
        "topics": [_topic(each) for each in report.spoken],
        "disagreements": [_differing(each) for each in report.differing],
        "findings": [_finding(found) for found in report.findings],
        "limits": list(report.limits),
    }


def _leaflet(report: LeafletReport) -> dict[str, Any]:
    source = report.source
    return {
        "id": source.id,
        "title": source.title,
        "file": source.file,
        "sha256": source.sha256,
        "text_sha256": source.text_sha256,
        "source_kind": source.kind,
        "characters": len(report.leaflet.text),
        "ledger": _ledger(report.rows),
        "readability": [_grade(section) for section in report.grades],
        "left_out": [_left_out(part) for part in report.left_out],
        "passages": [_passage(passage) for passage in report.passages],
    }


def _ledger(rows: Sequence[Row]) -> list[dict[str, Any]]:
    whole = sum(row.characters for row in rows)
    return [
        {
            "account": row.account.value,
            "reason": row.reason.value if row.reason else None,
            "pieces": row.pieces,
            "characters": row.characters,
            "share": round(row.characters / whole, 4),
        }
        for row in rows
    ]


def _grade(section: SectionGrade) -> dict[str, Any]:
    grade = None if section.grade is None else round(section.grade, 1)
    return {"heading": list(section.heading), "line": section.line, "words": section.words, "grade": grade}


def _topic(each: Spoken) -> dict[str, Any]:
    return {"id": each.topic.id, "name": each.topic.name, "leaflets": sorted(each.leaflets)}


def _differing(each: Differing) -> dict[str, Any]:
    sides = [
        {"leaflet": side.leaflet, "start": side.start, "end": side.end, "text": side.text, "left_out": side.left_out}
        for side in each.sides
    ]
    about = {"topic": each.topic.id, "name": each.topic.name}
    return {**about, "marked": each.is_marked, "new": each.is_new, "sides": sides}


def _left_out(part: LeftOut) -> dict[str, Any]:
    return {"reason": part.reason.value, **_place(part.place)}


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "heading": list(passage.heading),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "corrections": list(passage.corrections),
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "severity": found.severity.value,
        "leaflet": found.leaflet or None,
        "told": found.told,
        "mend": found.mend,
        "places": [{"leaflet": place.leaflet, **_place(place)} for place in found.places],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"page": place.page, "line": place.line, "start": place.start, "end": place.end, "sentence": place.sentence}
