"""The findings as a list: each links to its places in the columns, and is linked to from there."""

from collections.abc import Container, Iterator

from edubot.checking.finding import Finding, Place, Severity
from edubot.checking.page.column import Numbered, at
from edubot.checking.page.words import CALLED, said

MOST_PLACES = 12
"""Places told of one finding."""


def listing(findings: Numbered, shown: Container[str]) -> Iterator[str]:
    """One block for each severity.

    Args:
        shown: ids of the leaflets that have a column.
    """
    for severity in Severity:
        held = [(number, found) for number, found in findings if found.severity is severity]
        if held:
            items = "".join(_item(number, found, shown) for number, found in held)
            called = CALLED[severity]
            yield f'<h3 class="{severity.value}">{called[:1].upper()}{called[1:]} ({len(held)})</h3>{items}'


def _item(number: int, found: Finding, shown: Container[str]) -> str:
    where = found.leaflet or "all leaflets"
    quotes = "".join(
        _quote(number, position, place, shown) for position, place in enumerate(found.places[:MOST_PLACES])
    )
    more = len(found.places) - MOST_PLACES
    rest = f'<p class="more">and {more} more</p>' if more > 0 else ""
    return (
        f'<div class="finding {found.severity.value}" id="finding-{number}"><p><b class="n">{number}</b> '
        f"<em>{said(where)}</em> <code>{found.kind.value}</code></p><p>{said(found.told)}.</p>{quotes}{rest}"
        f'<p class="mend">{said(found.mend)}.</p></div>'
    )


def _quote(number: int, position: int, place: Place, shown: Container[str]) -> str:
    told = f"{place.leaflet}, {place.told}"
    link = f'<a href="#{at(number, position)}">{said(told)}</a>' if place.leaflet in shown else said(told)
    return f"<blockquote>{said(place.sentence)} <small>{link}</small></blockquote>"
