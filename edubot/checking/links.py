"""Addresses in what patients will see: the rules of quarantine let them through, so a person should look."""

import re
from collections.abc import Iterator

from edubot.checking.defang import defanged
from edubot.checking.finding import Finding, Kind, Place, Severity
from edubot.checking.proof import Proof
from edubot.model import Span

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"
    r"|(?<![\w-])(?<![\w-]\.)(?:-++\.){0,2}+-*+(?!www\.)\w[\w-]*+\.(?:[\w-]++\.)*(?:com|org|net|info|biz|shop|store)\b",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:https?://)?(?:[^@/]*@)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_OFFICIAL = re.compile(r"(?:^|\.)(?:gov|gov\.\w\w|nhs\.uk|hpra\.ie|europa\.eu|who\.int)$", re.IGNORECASE)
"""Hosts of health authorities: leaflets name them so that side effects can be reported."""


def links(proof: Proof) -> Iterator[Finding]:
    """The addresses that patients will see, one finding a host."""
    by_host: dict[str, list[Place]] = {}
    for sentence in proof.sentences:
        for match in _LINK.finditer(sentence.text):
            start = sentence.span.start + match.start()
            place = proof.place(Span(start, start + len(match.group())), sentence.span)
            by_host.setdefault(_host(match.group()), []).append(place)
    for host, places in by_host.items():
        official = _OFFICIAL.search(host)
        yield Finding(
            Kind.LINK,
            Severity.FOR_INFORMATION if official else Severity.LOOK_AT,
            proof.id,
            f"An address is shown to patients: {defanged(host)}",
            "See that it still leads where it should" if official else "Quarantine its sentence, or vouch for it",
            tuple(places),
        )


def _host(address: str) -> str:
    found = _HOST.match(address)
    return (found.group(1) if found else address).lower().lstrip("-.").rstrip(".,;)")
