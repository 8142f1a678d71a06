"""Every check over a library, in one pass over its leaflets."""

from collections.abc import Iterable, Iterator

from edubot.checking.accounts import left_out, rows
from edubot.checking.finding import Finding, Kind, Severity, in_order
from edubot.checking.links import links
from edubot.checking.proof import Proof
from edubot.checking.report import LeafletReport, Report
from edubot.checking.sales import sales
from edubot.model import Leaflet
from edubot.settings import ScorerSettings

CHECKS = (links, sales)
"""What is looked for in each leaflet alone."""


def check(library: Iterable[Leaflet], place: str) -> Report:
    """The report on a library.

    Raises:
        BadInput: a leaflet or a curation that cannot be used.
    """
    settings = ScorerSettings().chunker
    proofs = [Proof.of(leaflet, settings) for leaflet in library]
    return Report(
        place=place,
        leaflets=tuple(_report(proof) for proof in proofs),
        rows=rows(proofs),
        general=(),
    )


def _report(proof: Proof) -> LeafletReport:
    found = in_order([*_emptiness(proof), *(finding for look in CHECKS for finding in look(proof))])
    return LeafletReport(proof.leaflet, proof.passages, rows([proof]), left_out(proof), found)


def _emptiness(proof: Proof) -> Iterator[Finding]:
    if not proof.passages:
        yield Finding(
            Kind.NOTHING_SHOWN,
            Severity.MUST_MEND,
            proof.id,
            "No passage of this leaflet is shown to patients",
            "Read its ledger, and take it out or correct its curation",
        )
