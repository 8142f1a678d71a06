"""Every check over a library, in one pass over its leaflets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from edubot.checking.accounts import left_out, rows
from edubot.checking.broken_characters import broken_characters
from edubot.checking.differing import MOST_COMPARED, Differing, Spoken, differing, spoken, store_of
from edubot.checking.disagreements import disagreements
from edubot.checking.duplicates import duplicates
from edubot.checking.expiry import MONTHS, expiry
from edubot.checking.finding import Finding, Kind, Severity, in_order
from edubot.checking.garbled import garbled, words_in_use
from edubot.checking.known_words import KnownWords
from edubot.checking.links import links
from edubot.checking.notes import notes
from edubot.checking.proof import Proof
from edubot.checking.readability import readability, section_grades
from edubot.checking.remarks import remarks
from edubot.checking.repairs import repairs
from edubot.checking.report import LeafletReport, Report
from edubot.checking.sales import sales
from edubot.checking.silences import silences
from edubot.errors import BadInput
from edubot.index.store import Store
from edubot.model import Leaflet
from edubot.settings import ScorerSettings


@dataclass(frozen=True)
class Terms:
    """What a check holds leaflets against."""

    today: date = field(default_factory=date.today)
    months: int = MONTHS
    """Age from which a leaflet is old."""
    before: Store | None = None
    """The store of the index in use, for what is new."""


def check(
    library: Iterable[Leaflet], place: str, terms: Terms | None = None, faults: Sequence[BadInput] = ()
) -> Report:
    """The report on a library.

    Args:
        place: where its leaflets come from, as it was named.
        faults: why some could not be read; looked at after the leaflets, as a `Library` fills it while it is read.

    Raises:
        BadInput: no leaflet can be read.
    """
    terms = terms or Terms()
    settings = ScorerSettings().chunker
    proofs = [Proof.of(leaflet, settings) for leaflet in library]
    known = KnownWords(word for word, leaflets in words_in_use(proofs).items() if leaflets > 1)
    said, differ = _compared(proofs, terms.before)
    return Report(
        place=place,
        leaflets=tuple(_report(proof, known, terms) for proof in proofs),
        rows=rows(proofs),
        general=(
            *_unreadable(faults),
            *duplicates(proofs, differ),
            *silences([proof.id for proof in proofs] if said else [], said),
            *disagreements(proofs, differ, is_compared=terms.before is not None),
        ),
        spoken=said,
        differing=differ,
        limits=() if len(proofs) <= MOST_COMPARED else (_TOO_MANY,),
    )


_TOO_MANY = (
    f"silences and disagreements, of which patients are told where there are no more than {MOST_COMPARED} leaflets"
)


def _report(proof: Proof, known: KnownWords, terms: Terms) -> LeafletReport:
    grades = section_grades(proof)
    found = [
        *_emptiness(proof),
        *repairs(proof),
        *notes(proof),
        *broken_characters(proof),
        *sales(proof),
        *links(proof),
        *garbled(proof, known),
    ]
    found += [*readability(proof, grades), *expiry(proof, terms.today, terms.months), *remarks(proof)]
    return LeafletReport(
        proof.leaflet, proof.passages, proof.entries, rows([proof]), left_out(proof), grades, in_order(found)
    )


def _compared(proofs: Sequence[Proof], before: Store | None) -> tuple[tuple[Spoken, ...], tuple[Differing, ...]]:
    """Who speaks of what, and where they differ; nothing of a library that is too large to compare."""
    if len(proofs) > MOST_COMPARED:
        return (), ()
    marked = {stance.topic for proof in proofs for stance in proof.leaflet.stances}
    with store_of(proofs) as store:
        return spoken(store), differing(store, marked, before)


def _unreadable(faults: Sequence[BadInput]) -> Iterator[Finding]:
    for told in (problem for fault in faults for problem in (fault, *fault.also)):
        yield Finding(Kind.UNREADABLE, Severity.MUST_MEND, "", told.problem, told.mend[:1].upper() + told.mend[1:])


def _emptiness(proof: Proof) -> Iterator[Finding]:
    if not proof.passages:
        yield Finding(
            Kind.NOTHING_SHOWN,
            Severity.MUST_MEND,
            proof.id,
            "No passage of this leaflet is shown to patients",
            "Read its ledger, and take it out or correct its curation",
        )
