"""Leaflets that somebody should look at again: the review is due, or nobody has looked for long."""

from collections.abc import Iterator
from datetime import date, timedelta

from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.proof import Proof

MONTHS = 12
"""Since a leaflet was read, after which somebody should look whether it still holds; package leaflets of a medicine
change about once a year."""
SOON = timedelta(days=30)
"""Before a review is due, when it is told."""
_DAYS_A_MONTH = 30.44


def expiry(proof: Proof, today: date, months: int) -> Iterator[Finding]:
    """Whether a leaflet's review is due, by the day its curation names or by its age.

    Args:
        months: the age from which a leaflet without such a day is old.
    """
    due, seen = proof.leaflet.review_by, proof.leaflet.source.seen
    if due and due < today:
        told = f"Was to be reviewed by {due.isoformat()}, {_days(today - due)} ago"
        mend = "Read it against its source, and set review_by in its curation anew"
        yield Finding(Kind.EXPIRY, Severity.MUST_MEND, proof.id, told, mend)
    elif due and due - today <= SOON:
        told = f"Is to be reviewed by {due.isoformat()}, in {_days(due - today)}"
        yield Finding(Kind.EXPIRY, Severity.LOOK_AT, proof.id, told, "Read it against its source in time")
    elif not due and seen and (today - seen).days > months * _DAYS_A_MONTH:
        told = f"Was read on {seen.isoformat()}, more than {months} months ago"
        mend = "Read it against its source, and set seen or review_by in its curation"
        yield Finding(Kind.EXPIRY, Severity.LOOK_AT, proof.id, told, mend)
    elif not due and not seen:
        told = "No day is known on which it was read or is to be reviewed"
        yield Finding(Kind.EXPIRY, Severity.FOR_INFORMATION, proof.id, told, "Set seen or review_by in its curation")


def _days(time: timedelta) -> str:
    return "1 day" if time.days == 1 else f"{time.days} days"
