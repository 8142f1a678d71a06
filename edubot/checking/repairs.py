"""What had to be guessed or mended to read a file, so that a person holds its text against the file."""

from collections.abc import Iterator

from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.proof import Proof


def repairs(proof: Proof) -> Iterator[Finding]:
    """Each repair of a leaflet."""
    for repair in proof.leaflet.repairs:
        told = f"{proof.leaflet.source.file} {repair}"
        yield Finding(Kind.REPAIRED, Severity.LOOK_AT, proof.id, told, "Hold its text against the file")
