"""What a check finds: where it stands, how much it matters, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, most first."""

    MUST_MEND = "must-mend"
    LOOK_AT = "look-at"
    FOR_INFORMATION = "for-information"


class Kind(StrEnum):
    """What sort of thing was found, in the order of a report."""

    UNREADABLE = "unreadable"
    NOTHING_SHOWN = "nothing-shown"
    EXPIRY = "expiry"
    REPAIRED = "repaired"
    NOTE = "note"
    BROKEN = "broken-characters"
    SALES = "sales-language"
    LINK = "link"
    DISAGREEMENT = "disagreement"
    GARBLED = "garbled-word"
    DUPLICATE = "near-duplicate"
    SILENCE = "silence"
    READABILITY = "readability"
    UNKNOWN_WORD = "unknown-word"
    REMARK = "remark"


@dataclass(frozen=True)
class Place:
    """A stretch of a leaflet's text."""

    leaflet: str
    """Id."""
    line: int
    """Of the leaflet's text, from 1."""
    start: int
    """Offset of its first character in the leaflet's text."""
    end: int
    sentence: str
    """The sentence or heading around it, on one line; addresses in it lead nowhere."""
    page: int | None = None
    """Counted from one; None in a file without pages."""

    @property
    def told(self) -> str:
        """Where it stands: "page 2, line 14", or the line alone."""
        return f"page {self.page}, line {self.line}" if self.page else f"line {self.line}"


@dataclass(frozen=True)
class Finding:
    """One thing that a person should know before the leaflets are published."""

    kind: Kind
    severity: Severity
    leaflet: str
    """Id; empty where it concerns the library as a whole."""
    told: str
    """What was found, without the stop at its end."""
    mend: str
    """What to do about it, without the stop at its end."""
    places: tuple[Place, ...] = ()
    """Where it stands, the one that counts first; none where it concerns a leaflet or the library as a whole."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by what matters most, then by kind, leaflet and place."""
    severities, kinds = list(Severity), list(Kind)

    def rank(found: Finding) -> tuple[int, int, str, int]:
        start = found.places[0].start if found.places else -1
        return severities.index(found.severity), kinds.index(found.kind), found.leaflet, start

    return tuple(sorted(findings, key=rank))
