"""All that a check found out about a library, ready for any face."""

from collections.abc import Iterator
from dataclasses import dataclass

from edubot.checking.accounts import LeftOut, Row
from edubot.checking.differing import Differing, Spoken
from edubot.checking.finding import Finding, Severity, in_order
from edubot.checking.readability import SectionGrade
from edubot.index.ledger import Entry
from edubot.model import Leaflet, Passage, Source


@dataclass(frozen=True)
class LeafletReport:
    """One leaflet as patients will see it, and what was found in it."""

    leaflet: Leaflet
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]
    """The partition of the text, in order."""
    rows: tuple[Row, ...]
    """The ledger; its characters add up to the text's."""
    left_out: tuple[LeftOut, ...]
    grades: tuple[SectionGrade, ...]
    findings: tuple[Finding, ...]

    @property
    def source(self) -> Source:
        """Where the leaflet comes from."""
        return self.leaflet.source


@dataclass(frozen=True)
class Report:
    """A library before it is published."""

    place: str
    """The folder or file, as it was named."""
    leaflets: tuple[LeafletReport, ...]
    """In the order of the library."""
    rows: tuple[Row, ...]
    """The ledger of all leaflets together."""
    general: tuple[Finding, ...]
    """What concerns more than one leaflet, or none."""
    spoken: tuple[Spoken, ...] = ()
    """Who speaks of which topic; none where the library is too large for it."""
    differing: tuple[Differing, ...] = ()
    limits: tuple[str, ...] = ()
    """What was not looked at because the library is large."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, what matters most first."""
        return in_order([*self._each(), *self.general])

    @property
    def must_mend(self) -> int:
        """Findings without whose mend the leaflets should not be published."""
        return sum(found.severity is Severity.MUST_MEND for found in self.findings)

    def _each(self) -> Iterator[Finding]:
        for leaflet in self.leaflets:
            yield from leaflet.findings
