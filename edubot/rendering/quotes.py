"""Words lifted out of a leaflet, drawn on one line with what they hang on; and what a whole passage hangs on."""

from collections.abc import Iterable

from edubot.leaflets.lifting import lifted
from edubot.leaflets.surroundings import lines_over, said_after, said_before, without_marks
from edubot.model import Hit, LiftedWords, Passage
from edubot.rendering.marks import drawn, visible

_ENDS = ("?", "!")
LEFT_OUT = " … "
"""Drawn where something stands between two pieces of a quote."""


def quoted(quote: LiftedWords) -> str:
    """The words in quotation marks, as if their lines were one."""
    return in_quotes(quote.pieces)


def in_quotes(pieces: Iterable[str]) -> str:
    """Pieces of a leaflet as one quotation on one line."""
    return f"“{LEFT_OUT.join(' '.join(visible(piece).text.split()) for piece in pieces)}”"


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


def key_words(hit: Hit) -> LiftedWords | None:
    """The words of a hit that answer best, unless they are all that is shown of it."""
    quote = best_quote(hit)
    return None if quote and _is_whole(hit) and _is_shown(hit.passage, quote) else quote


def lines_before(hit: Hit) -> list[str]:
    """A line with what else a passage hangs on; none where it stands alone as it is."""
    said = said_before(hit.passage)
    return [f"Before it: {in_quotes(said)}"] if said else []


def lines_after(hit: Hit) -> list[str]:
    """A line with what turns a passage round after it; none where nothing does."""
    said = said_after(hit.passage)
    return [f"After it: {in_quotes(said)}"] if said else []


def _is_whole(hit: Hit) -> bool:
    """Whether a passage is marked from end to end."""
    shown = visible(hit.passage.text, hit.highlights)
    return [mark.of(shown.text) for mark in shown.highlights[:1]] == [shown.text]


def _is_shown(passage: Passage, quote: LiftedWords) -> bool:
    """Whether all pieces of a quote stand over a passage, in it or under it."""
    over = (*passage.heading, *lines_over(passage), *said_before(passage))
    shown = without_marks(" ".join((*over, passage.text, *said_after(passage))))
    return all(without_marks(piece) in shown for piece in quote.pieces)
