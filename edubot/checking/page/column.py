"""A leaflet as a column: what patients see, what is kept from them in its place, and a number at each finding."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from edubot.checking.finding import Finding
from edubot.checking.page.words import harmless, said
from edubot.checking.report import LeafletReport
from edubot.index.ledger import Account, Entry
from edubot.model import Span
from edubot.rendering.marks import visible
from edubot.rendering.reasons import WHY

Numbered = Sequence[tuple[int, Finding]]
"""Findings with their numbers on the page."""


@dataclass(frozen=True)
class _Mark:
    number: int
    place: int
    """Which of the finding's places this is."""
    span: Span
    finding: Finding

    @property
    def anchor(self) -> str:
        return at(self.number, self.place)


def at(number: int, place: int) -> str:
    """Id of a finding's place in a column."""
    return f"at-{number}-{place}"


def column(report: LeafletReport, findings: Numbered) -> str:
    """The whole column."""
    marks = _marks(report.source.id, findings)
    body = "".join(_entry(report, entry, marks) for entry in report.entries)
    source = report.source
    return (
        f'<article class="leaflet" id="leaflet-{said(source.id)}"><header><h3>{said(source.title)}</h3>'
        f"<p>{said(source.file)} · {said(source.kind)}</p>{_bar(report)}</header>{body}</article>"
    )


def _marks(leaflet: str, findings: Numbered) -> list[_Mark]:
    return [
        _Mark(number, position, Span(place.start, place.end), found)
        for number, found in findings
        for position, place in enumerate(found.places)
        if place.leaflet == leaflet
    ]


def _entry(report: LeafletReport, entry: Entry, marks: Sequence[_Mark]) -> str:
    own = [mark for mark in marks if mark.span.overlaps(entry.span)]
    first = [mark for mark in own if entry.span.start <= mark.span.start < entry.span.end]
    numbers = "".join(_number(mark) for mark in first)
    text = entry.span.of(report.leaflet.text)
    if entry.account is Account.QUARANTINED and entry.reason:
        return f'<div class="out"><b>left out: {said(WHY[entry.reason])}</b><p>{harmless(text)}{numbers}</p></div>'
    if entry.account is Account.HEADING:
        return f"<h4>{said(visible(text).text)}{numbers}</h4>"
    if entry.account is Account.PASSAGE:
        return f"<p>{_passage(text, entry.span.start, own)}{numbers}</p>"
    return ""


def _passage(text: str, start: int, marks: Sequence[_Mark]) -> str:
    """The passage as patients see it, with a line under the words that findings are about."""
    spans: list[Span] = []
    classes: list[str] = []
    for mark in sorted(marks, key=lambda each: (each.span.start, each.span.end)):
        span = Span(max(mark.span.start - start, 0), min(mark.span.end - start, len(text)))
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
            classes.append(mark.finding.severity.value)
    shown = visible(text, spans)
    pieces, position = [], 0
    for span, name in zip(shown.highlights, classes, strict=False):
        pieces += [harmless(shown.text[position : span.start]), f'<mark class="{name}">']
        pieces += [harmless(span.of(shown.text)), "</mark>"]
        position = span.end
    return "".join([*pieces, harmless(shown.text[position:])])


def _number(mark: _Mark) -> str:
    name, told = mark.finding.severity.value, said(mark.finding.told)
    return f' <a class="n {name}" id="{mark.anchor}" href="#finding-{mark.number}" title="{told}">{mark.number}</a>'


def _bar(report: LeafletReport) -> str:
    """How much is shown and how much is not, as a bar with its figures in words."""
    whole = len(report.leaflet.text)
    held: Mapping[Account, int] = defaultdict(int, _counted(report))
    parts = "".join(
        f'<i class="{account.value}" style="width:{100 * held[account] / whole:.2f}%"></i>' for account in Account
    )
    told = ", ".join(f"{name} {held[account] / whole:.0%}" for account, name in NAMES.items() if held[account])
    return f'<div class="bar">{parts}</div><p class="told">{told}</p>'


NAMES: Mapping[Account, str] = {
    Account.PASSAGE: "shown",
    Account.HEADING: "headings",
    Account.QUARANTINED: "left out",
    Account.LAYOUT: "layout",
}
"""How each account is called."""


def _counted(report: LeafletReport) -> Iterator[tuple[Account, int]]:
    for account in Account:
        yield account, sum(row.characters for row in report.rows if row.account is account)
