"""Words lifted out of a leaflet, drawn on one line with what they hang on."""

from collections.abc import Iterable

from edubot.leaflets.lifting import lifted
from edubot.model import Hit, LiftedWords
from edubot.rendering.marks import drawn, visible

_ENDS = ("?", "!")
LEFT_OUT = " … "
"""Drawn where something stands between two pieces of a quote."""


def quoted(quote: LiftedWords) -> str:
    """The words in quotation marks, as if their lines were one."""
    pieces = (" ".join(visible(piece).text.split()) for piece in quote.pieces)
    return f"“{LEFT_OUT.join(pieces)}”"


def under(quote: LiftedWords) -> str:
    """The headings over the words; empty where there are none."""
    return path(quote.heading)


def placed(quote: LiftedWords) -> str:
    """The words after the headings over them."""
    place = under(quote)
    return f"{place}{'' if place.endswith(_ENDS) else ':'} {quoted(quote)}" if place else quoted(quote)


def path(heading: Iterable[str]) -> str:
    """Headings on one line, outermost first."""
    return drawn(" › ".join(" ".join(each.split()).rstrip(":") for each in heading))


def best_quote(hit: Hit) -> LiftedWords | None:
    """The words of a hit that answer best; None where none do, or none can stand alone."""
    return next((lifted(hit.passage, mark) for mark in hit.highlights[:1]), None)
