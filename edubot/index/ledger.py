"""Every character of a leaflet, accounted for once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from edubot.leaflets.list_marks import NUMBER
from edubot.model import Leaflet, Passage, Reason, Span

_LIST_NUMBER = re.compile(rf"^[ \t]*{NUMBER}(?=[ \t])", re.MULTILINE)


class Account(StrEnum):
    """What a stretch of a leaflet's text is."""

    PASSAGE = "passage"
    HEADING = "heading"
    QUARANTINED = "quarantined"
    LAYOUT = "layout"
    """White space, list marks and rules: no letter or figure but those that count a list."""


@dataclass(frozen=True)
class Entry:
    """One stretch of text and its account."""

    span: Span
    account: Account
    reason: Reason | None = None


def ledger(leaflet: Leaflet, passages: Sequence[Passage]) -> tuple[Entry, ...]:
    """The partition of a leaflet's text, complete and without overlap, in order.

    Raises:
        ValueError: two accounts claim a character, or a word has none.
    """
    claimed = [Entry(Span(passage.start, passage.end), Account.PASSAGE) for passage in passages]
    claimed += [Entry(found.span, Account.QUARANTINED, found.reason) for found in leaflet.quarantined]
    headlines = {section.headline for section in leaflet.sections if section.headline}
    claimed += [Entry(headline, Account.HEADING) for headline in headlines]
    entries: list[Entry] = []
    position = 0
    for entry in sorted(claimed, key=lambda claim: claim.span):
        entries += _layout(leaflet, position, entry.span.start)
        entries.append(entry)
        position = entry.span.end
    return (*entries, *_layout(leaflet, position, len(leaflet.text)))


def _layout(leaflet: Leaflet, start: int, end: int) -> list[Entry]:
    if start > end:
        raise ValueError(f"{leaflet.source.file}: characters {end}:{start} are claimed twice")
    gap = leaflet.text[start:end]
    if any(character.isalnum() for character in _LIST_NUMBER.sub("", gap)):
        raise ValueError(f"{leaflet.source.file}: {gap.strip()[:40]!r} at {start} is in no passage")
    return [Entry(Span(start, end), Account.LAYOUT)] if gap else []
