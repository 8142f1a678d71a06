"""What can be told of a leaflet from its text alone; a person has to say whether it is right."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from edubot.leaflets.quotes import line_at
from edubot.medicines import bundled_medicines
from edubot.model import Leaflet
from edubot.tokens import LITTLE_WORDS, tokens

LIKE_ENGLISH = 0.25
"""Share of little words from which on a text reads like English."""
MOST_DATES = 5
FAR_MORE = 3
"""Times as many blocks."""

_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTHS}|nov(?:ember)?|dec(?:ember)?)\.? (?:\d{{1,2}}, )?(?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d(?:-\d\d)?|\d{1,2}[./](?:\d{1,2}[./])?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PACKAGE_LEAFLET = re.compile(r"\bpackage leaflet\b|\bpatient information leaflet\b", re.IGNORECASE)
_MEDICATION_GUIDE = re.compile(r"\bmedication guide\b", re.IGNORECASE)
_WEB = frozenset({".html", ".htm", ".xhtml"})


def kind(leaflet: Leaflet) -> str:
    """What the leaflet calls itself, or what its file is."""
    if leaflet.source.kind != "document":
        return leaflet.source.kind
    if _MEDICATION_GUIDE.search(leaflet.text):
        return "medication guide"
    if _PACKAGE_LEAFLET.search(leaflet.text):
        return "package leaflet"
    return "web article" if Path(leaflet.source.file).suffix.lower() in _WEB else "document"


def drug(leaflet: Leaflet) -> str | None:
    """The one medicine that its title names, else the one that far more of its blocks name than any other."""
    titled = _medicines(leaflet.source.title)
    if len(titled) == 1:
        return titled[0]
    blocks = (block.span.of(leaflet.text) for section in leaflet.sections for block in section.blocks)
    named = Counter(name for block in blocks for name in _medicines(block)).most_common(2)
    if not named or (len(named) > 1 and named[0][1] < FAR_MORE * named[1][1]):
        return None
    return named[0][0]


def _medicines(text: str) -> list[str]:
    return [found.name for found in bundled_medicines().named(text) if found.kind == "medicine"]


def is_english(leaflet: Leaflet) -> bool:
    """Whether it has as many of the little words as English has."""
    words = tokens(leaflet.text)
    return sum(word in LITTLE_WORDS for word in words) >= LIKE_ENGLISH * len(words)


def dates(leaflet: Leaflet) -> Iterator[tuple[int, str]]:
    """The last dates that stand in the text, each with its line and the words around it on that line."""
    for found in list(_DATE.finditer(leaflet.text))[-MOST_DATES:]:
        start = leaflet.text.rfind("\n", 0, found.start()) + 1
        before = " ".join(leaflet.text[max(start, found.start() - 40) : found.start()].split())
        yield line_at(leaflet.text, found.start()), f"{before} {found.group()}".strip()


def next_review(leaflet: Leaflet, today: date) -> date:
    """The day by which somebody should look at it again: what was said before, else in a year."""
    leap = (today.month, today.day) == (2, 29)
    return leaflet.review_by or today.replace(year=today.year + 1, day=28 if leap else today.day)
