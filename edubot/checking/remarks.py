"""What an educator wrote down for other educators: shown in this report and nowhere else."""

from collections.abc import Iterator

from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.proof import Proof


def remarks(proof: Proof) -> Iterator[Finding]:
    """Each remark of a leaflet's curation, at the words it is about."""
    for remark in proof.leaflet.remarks:
        places = (proof.place(remark.span),) if remark.span else ()
        told = f"A remark in the curation: {remark.text.strip().rstrip('.')}"
        mend = "Take the remark out when it is settled"
        yield Finding(Kind.REMARK, Severity.FOR_INFORMATION, proof.id, told, mend, places)
