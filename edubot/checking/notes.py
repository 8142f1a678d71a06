"""Marks that lead to no note, and notes to which no mark leads: an exception that patients are not shown."""

from collections.abc import Iterator

from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.proof import Proof
from edubot.leaflets.notes import Notes, Sign
from edubot.model import Span


def notes(proof: Proof) -> Iterator[Finding]:
    """Each mark and each note of a leaflet that has nothing at its other end."""
    found = Notes(proof.leaflet)
    for sign in found.without_note():
        told = f"“{sign.mark}” leads to no note, or to more than one; what carries it is never quoted alone"
        mend = "Give its note that mark, and no other note, or write the note into the sentence"
        yield _finding(proof, sign, told, mend, _around(proof, sign.span))
    for sign in found.without_mark():
        told = f"A note begins with “{sign.mark}”, and nothing carries that mark"
        yield _finding(proof, sign, told, "Put the mark behind what it is about, or write it in there", sign.span)


def _finding(proof: Proof, sign: Sign, told: str, mend: str, around: Span) -> Finding:
    return Finding(Kind.NOTE, Severity.LOOK_AT, proof.id, told, mend, (proof.place(sign.span, around),))


def _around(proof: Proof, span: Span) -> Span:
    return next((each.span for each in proof.sentences if each.span.overlaps(span)), span)
