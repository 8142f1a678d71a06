"""The ledger, the reading grades, the topics and the disagreements as tables."""

from collections.abc import Iterable, Iterator, Sequence

from edubot.checking.differing import Differing
from edubot.checking.page.words import harmless, said
from edubot.checking.readability import HARD, WANTED
from edubot.checking.report import Report
from edubot.rendering.reasons import WHY


def ledger(report: Report) -> str:
    """Every account of all leaflets together: its share adds up to the whole."""
    whole = sum(row.characters for row in report.rows)
    rows = [
        (
            f"left out: {WHY[row.reason]}" if row.reason else row.account.value,
            f"{row.pieces:,}",
            f"{row.characters:,}",
            f"{row.characters / whole:.1%}",
        )
        for row in report.rows
    ]
    return _table(("account", "pieces", "characters", "share"), [*rows, ("all", "", f"{whole:,}", "100.0%")])


def grades(report: Report) -> str:
    """Every section that is long enough to be graded."""
    rows = []
    for leaflet in report.leaflets:
        for section in leaflet.grades:
            if section.grade is not None:
                state = "hard" if section.grade >= HARD else "high" if section.grade > WANTED else "plain"
                heading = " › ".join(section.heading) or "(the beginning)"
                rows.append((leaflet.source.id, heading, f"{section.words}", f"{section.grade:.1f}, {state}"))
    return _table(("leaflet", "section", "words", "grade"), rows)


def topics(report: Report) -> str:
    """Every topic that some leaflets speak of and others do not."""
    ids = [leaflet.source.id for leaflet in report.leaflets]
    rows = [
        (each.topic.name, *("yes" if id in each.leaflets else "–" for id in ids))
        for each in report.spoken
        if 0 < len(each.leaflets) < len(ids)
    ]
    return _table(("topic", *ids), rows)


def disagreements(found: Iterable[Differing]) -> Iterator[str]:
    """Each topic with what every leaflet says on it."""
    for each in found:
        how = "marked in the curation" if each.is_marked else "by their figures"
        sides = "".join(
            f"<tr><td>{said(side.leaflet)}</td><td>{harmless(side.text or f'[left out: {side.left_out}]')}</td></tr>"
            for side in each.sides
        )
        yield f"<h4>{said(each.topic.name)} <small>{how}</small></h4><table><tbody>{sides}</tbody></table>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{said(name)}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{said(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
