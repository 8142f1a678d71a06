"""A check's report in the terminal: reads well at eighty columns, with colour and without."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from edubot.checking.accounts import Row
from edubot.checking.finding import Finding, Severity
from edubot.checking.report import LeafletReport, Report
from edubot.index.ledger import Account
from edubot.model import Passage
from edubot.rendering.marks import drawn, visible
from edubot.rendering.reasons import WHY, gap_label

TOLD = {
    Severity.MUST_MEND: ("must be mended", "bold red"),
    Severity.LOOK_AT: ("to look at", "bold yellow"),
    Severity.FOR_INFORMATION: ("for information", "bold"),
}
"""How each severity is called, and its colour."""
MOST_PLACES = 4
"""Places told of one finding; the JSON object holds all."""


@dataclass(frozen=True)
class Line:
    """A line of the report; it goes on under its beginning where the terminal is narrower."""

    indent: int
    text: str
    style: str = ""

    def print(self, console: Console) -> None:
        """Draw it; nothing that a leaflet holds can move the cursor."""
        blank = " " * self.indent
        for part in drawn(self.text).split("\n"):
            lines = textwrap.wrap(
                part, console.width, initial_indent=blank, subsequent_indent=blank, break_on_hyphens=False
            )
            for line in lines or [""]:
                console.print(Text(line, style=self.style), soft_wrap=True)


def print_report(report: Report, with_passages: bool) -> None:
    """Print everything, the findings last: that is where the eye is when it ends."""
    console = Console(markup=False, highlight=False, emoji=False)
    for line in _before(report, with_passages):
        line.print(console)
    console.print(_accounts(report))
    for line in _after(report):
        line.print(console)


def _before(report: Report, with_passages: bool) -> Iterator[Line]:
    for leaflet in report.leaflets if with_passages else ():
        yield from _reading(leaflet)
    yield Line(0, f"\n{report.place}: {counted(len(report.leaflets), 'leaflet')}, every character accounted for")


def _after(report: Report) -> Iterator[Line]:
    yield from _left_out(report.leaflets)
    for severity in Severity:
        yield from _findings(severity, [found for found in report.findings if found.severity is severity])
    yield from (Line(0, f"\nNot looked at: {limit}") for limit in report.limits)
    yield Line(0, f"\n{summary(report)}", "bold")


def summary(report: Report) -> str:
    """The findings counted, in one line."""
    counts = Counter(found.severity for found in report.findings)
    return "; ".join(f"{counts[severity]} {told}" for severity, (told, _) in TOLD.items()) + "."


def counted(count: int, noun: str) -> str:
    """A number of things: "1 leaflet", "2 leaflets"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _accounts(report: Report) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("leaflet", overflow="fold")
    for name in ("chars", "passages", "shown", "headings", "left out", "layout"):
        table.add_column(name, justify="right")
    for leaflet in report.leaflets:
        table.add_row(drawn(leaflet.source.id), *_shares(leaflet.rows))
    if len(report.leaflets) > 1:
        table.add_section()
        table.add_row("all", *_shares(report.rows))
    return table


def _shares(rows: Sequence[Row]) -> Iterator[str]:
    whole = sum(row.characters for row in rows)
    held = {account: [row for row in rows if row.account is account] for account in Account}
    yield f"{whole:,}"
    yield f"{sum(row.pieces for row in held[Account.PASSAGE]):,}"
    for account in (Account.PASSAGE, Account.HEADING, Account.QUARANTINED, Account.LAYOUT):
        yield f"{sum(row.characters for row in held[account]) / whole:.1%}"


def _left_out(leaflets: Iterable[LeafletReport]) -> Iterator[Line]:
    for leaflet in leaflets:
        if leaflet.left_out:
            yield Line(0, f"\nLeft out of {leaflet.source.id}", "bold")
        for part in leaflet.left_out:
            place = f"{part.place.told}, characters {part.place.start:,}–{part.place.end:,}"
            yield Line(2, f"{place}: {WHY[part.reason]} ({part.reason.value})")
            yield Line(6, part.place.sentence, "dim")


def _findings(severity: Severity, findings: Sequence[Finding]) -> Iterator[Line]:
    told, style = TOLD[severity]
    if findings:
        yield Line(0, f"\n{told[:1].upper()}{told[1:]} ({len(findings)})", style)
    for found in findings:
        own = dict.fromkeys(each.told for each in found.places if each.leaflet == found.leaflet)
        yield Line(2, ", ".join([found.leaflet or "all leaflets", *list(own)[:MOST_PLACES]]), "bold")
        yield Line(4, f"{found.told}.")
        for each in found.places[:MOST_PLACES]:
            other = f"{each.leaflet}, {each.told}: " if each.leaflet != found.leaflet else ""
            yield Line(8, f"{other}{each.sentence}", "dim")
        if len(found.places) > MOST_PLACES:
            yield Line(8, f"… and {counted(len(found.places) - MOST_PLACES, 'more place')}", "dim")
        yield Line(4, f"→ {found.mend}.")


def _reading(leaflet: LeafletReport) -> Iterator[Line]:
    """A leaflet as patients will see it, in passages, with a label where something is left out."""
    yield Line(0, f"\n{leaflet.source.citation}", "bold")
    heading: tuple[str, ...] = ()
    parts: list[tuple[int, Passage | str]] = [(passage.start, passage) for passage in leaflet.passages]
    parts += [(part.place.start, gap_label(part.reason)) for part in leaflet.left_out]
    for _, part in sorted(parts, key=lambda each: each[0]):
        if isinstance(part, str):
            yield Line(2, f"\n{part}", "dim")
            continue
        if part.heading != heading:
            heading = part.heading
            yield Line(0, f"\n{' › '.join(heading)}", "bold")
        yield Line(2, f"\n{visible(part.text).text}")
