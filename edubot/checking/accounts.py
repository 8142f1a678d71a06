"""The quarantine ledger: how much of a leaflet is shown, how much is not, and every word that is left out, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from edubot.checking.finding import Place
from edubot.checking.proof import Proof
from edubot.index.ledger import Account
from edubot.model import Reason


@dataclass(frozen=True)
class Row:
    """What one account has of a text."""

    account: Account
    reason: Reason | None
    """Why, for what is quarantined."""
    pieces: int
    characters: int


@dataclass(frozen=True)
class LeftOut:
    """A part that no patient sees; only this report shows its words, and no address in them can be followed."""

    place: Place
    reason: Reason


def rows(proofs: Iterable[Proof]) -> tuple[Row, ...]:
    """Every account of some leaflets, in the order of the kinds of account; their characters add up to the texts'."""
    pieces: Counter[tuple[Account, Reason | None]] = Counter()
    characters: Counter[tuple[Account, Reason | None]] = Counter()
    for proof in proofs:
        for entry in proof.entries:
            pieces[entry.account, entry.reason] += 1
            characters[entry.account, entry.reason] += entry.span.end - entry.span.start
    order = [(account, reason) for account in Account for reason in (None, *Reason)]
    return tuple(Row(*key, pieces[key], characters[key]) for key in order if pieces[key])


def left_out(proof: Proof) -> tuple[LeftOut, ...]:
    """What is kept from patients, in the order of the text."""
    quarantined = (entry for entry in proof.entries if entry.account is Account.QUARANTINED)
    return tuple(LeftOut(proof.place(entry.span), entry.reason) for entry in quarantined if entry.reason)
