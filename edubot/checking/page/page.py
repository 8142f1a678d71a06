"""The page: what must be mended, the leaflets side by side, every finding, and the tables behind them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from edubot.checking.finding import Severity
from edubot.checking.page import tables
from edubot.checking.page.column import Numbered, column
from edubot.checking.page.listing import listing
from edubot.checking.page.words import CALLED, said
from edubot.checking.report import LeafletReport, Report

MOST_COLUMNS = 60
"""Leaflets that are shown whole; of more, those with the gravest findings."""
TITLE = "Before the leaflets are published"


def write_page(path: Path, report: Report, day: date) -> None:
    """Write the page into a file."""
    path.write_text(page(report, day), encoding="utf-8", newline="\n")


def page(report: Report, day: date) -> str:
    """The whole page.

    Args:
        day: on which the leaflets were checked.
    """
    css = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>\n{css}</style></head>\n'
        f"<body><main><h1>{TITLE}</h1>{_lead(report, day)}\n"
        + "\n".join(_sections(report))
        + "\n</main></body></html>\n"
    )


def _lead(report: Report, day: date) -> str:
    counts = Counter(found.severity for found in report.findings)
    cards = "".join(
        f'<div class="card {severity.value}"><b>{counts[severity]}</b>{called}</div>'
        for severity, called in CALLED.items()
    )
    passages = sum(len(leaflet.passages) for leaflet in report.leaflets)
    told = (
        f"{report.place}, checked on {day.isoformat()}. {len(report.leaflets):,} leaflets, {passages:,} passages; "
        "every character is accounted for. A striped box holds what is kept from patients; this page alone shows it."
    )
    return f'<p class="lead">{said(told)}</p><div class="cards">{cards}</div>'


def _sections(report: Report) -> Iterator[str]:
    findings: Numbered = list(enumerate(report.findings, start=1))
    shown = _shown(report.leaflets)
    columns = "".join(column(leaflet, findings) for leaflet in shown)
    some = f"{len(shown)} of {len(report.leaflets):,} leaflets, those with most to mend. "
    note = some if len(shown) < len(report.leaflets) else ""
    yield _section("As patients will see them", f'<div class="columns">{columns}</div>', f"{note}{_NUMBERS}")
    ids = {leaflet.source.id for leaflet in shown}
    limits = "".join(f"<p>Not looked at: {said(limit)}.</p>" for limit in report.limits)
    yield _section("Findings", "".join(listing(findings, ids)) + limits or "<p>None.</p>")
    yield _section("Ledger", tables.ledger(report))
    yield _folded("Reading grades", tables.grades(report), _GRADES)
    if report.spoken and len(report.leaflets) > 1:
        yield _folded("Who says something on what", tables.topics(report), _TOPICS)
    if report.differing:
        yield _folded("Where leaflets differ", "".join(tables.disagreements(report.differing)), _DIFFERING)


_NUMBERS = "A number is a finding: it leads to the list below, and back."
_GRADES = (
    "US school grade by Flesch and Kincaid, of sections of 60 words and more; the NIH and the CDC ask for 8 or under."
)
_TOPICS = "Topics on which some leaflets are silent; patients who ask are told which."
_DIFFERING = "Patients who ask are shown every side, and no winner is named."


def _shown(leaflets: Sequence[LeafletReport]) -> Sequence[LeafletReport]:
    if len(leaflets) <= MOST_COLUMNS:
        return leaflets

    def gravity(leaflet: LeafletReport) -> tuple[int, ...]:
        counts = Counter(found.severity for found in leaflet.findings)
        return tuple(-counts[severity] for severity in Severity)

    return sorted(leaflets, key=gravity)[:MOST_COLUMNS]


def _section(title: str, content: str, note: str = "") -> str:
    told = f'<p class="note">{said(note)}</p>' if note else ""
    return f"<section><h2>{said(title)}</h2>{told}{content}</section>"


def _folded(title: str, content: str, note: str) -> str:
    return (
        f'<section><details><summary><h2>{said(title)}</h2></summary><p class="note">{said(note)}</p>'
        f"{content}</details></section>"
    )
