"""What a leaflet of a medicine is expected to cover, and does not."""

from collections.abc import Iterator, Sequence

from edubot.checking.differing import Spoken
from edubot.checking.finding import Finding, Kind, Severity

EXPECTED = (
    *("uses", "who-should-not-take", "allergy-ingredients", "interactions", "food", "alcohol", "pregnancy"),
    *("breastfeeding", "night-driving", "age-limit", "dose", "times-a-day", "course-length", "missed-dose", "overdose"),
    *("when-to-stop", "side-effects", "red-flags", "reporting", "storage", "mood"),
)
"""Ids of the topics that the EMA's template for package leaflets (QRD, sections 1 to 5) asks for; and mood, for which
edubot always warns."""


def silences(leaflets: Sequence[str], spoken: Sequence[Spoken]) -> Iterator[Finding]:
    """What each leaflet leaves unsaid and another says; and what none says."""
    expected = [each for each in spoken if each.topic.id in EXPECTED]
    for leaflet in leaflets:
        unsaid = [each.topic.name for each in expected if each.leaflets and leaflet not in each.leaflets]
        if unsaid:
            yield Finding(
                Kind.SILENCE,
                Severity.FOR_INFORMATION,
                leaflet,
                f"edubot finds nothing in it on what another leaflet covers: {'; '.join(unsaid)}",
                "Nothing: patients who ask are told that this leaflet is silent",
            )
    nowhere = [each.topic.name for each in expected if not each.leaflets]
    if nowhere:
        yield Finding(
            Kind.SILENCE,
            Severity.LOOK_AT,
            "",
            f"edubot finds nothing in any leaflet on: {'; '.join(nowhere)}",
            "Add a leaflet that does, or know that patients who ask are sent to their prescriber",
        )
