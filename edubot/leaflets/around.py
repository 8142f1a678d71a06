"""Lines that stand around a leaflet's own words: kept from patients, unless they say something to them."""

import re
from collections.abc import Iterable

from edubot.model import Quarantine, Reason, Span

_SAYS = re.compile(
    r"\b(do not|don't|never|must|should|may|can|cannot|can't|will|stop|avoid|keep|call|ask|tell|warning|contact|"
    r"pregnan\w*|suicid\w*|birth defects?)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 4
_ASKS = re.compile(r"(what|how|why|who)\b|.*\?$", re.IGNORECASE)


def says_something(line: str) -> bool:
    """Whether a line that stands on every page is advice: a clinical sentence lost is worse than an odd one kept."""
    return len(line.split()) >= _LEAST_WORDS and bool(_SAYS.search(line))


def is_name(line: str) -> bool:
    """Whether a leaflet's first line only names it ("What you should know"): advice must be found as text too."""
    return not line.endswith((".", "!")) and (bool(_ASKS.match(line)) or not says_something(line))


def with_around(
    text: str, lines: Iterable[str], keep_advice: bool = True, withheld: Iterable[str] = ()
) -> tuple[str, tuple[Quarantine, ...]]:
    """A text with the lines from around it put at its end, each once: those that say something first.

    They stand there so that the words of the text run on from page to page, and nothing is left out unseen.

    Args:
        keep_advice: False keeps all of them back, where they may be anybody's words.
        withheld: lines that are kept back whatever they say, as their author hid them or struck them out.
    """
    different = _different(lines)
    kept = [line for line in different if keep_advice and says_something(line)]
    others = _different([*withheld, *(line for line in different if line not in kept)])
    left_out = [line for line in others if any(map(str.isalnum, line))]
    whole = "\n\n".join([text.rstrip("\n"), *kept]) + "\n"
    if not left_out:
        return whole, ()
    start = len(whole) + 1
    tail = "\n".join(left_out)
    return f"{whole}\n{tail}\n", (Quarantine(Span(start, start + len(tail)), Reason.PAGE_FURNITURE),)


def _different(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(line for line in (" ".join(line.split()) for line in lines) if line))
