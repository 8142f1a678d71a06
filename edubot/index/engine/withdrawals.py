"""Leaflets out of use in an engine: a record each, so that two people at two machines lose neither's withdrawal."""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from edubot.address import EngineAddress
from edubot.errors import WithdrawalsDamaged
from edubot.index.engine.records import Records
from edubot.index.withdrawals import Withdrawal, Withdrawals

_KEY = "withdrawn/"
LONGEST_WHY = 10_000
"""Letters; a record has room for six times as many bytes."""


class EngineWithdrawals(Withdrawals):
    """The withdrawals of one index in an engine."""

    def __init__(self, address: EngineAddress, root: Path) -> None:
        """Those of an index, a folder of which lies at `root`."""
        super().__init__(root)
        self._address = address
        self._records = Records(address)

    def all(self) -> tuple[Withdrawal, ...]:
        """The withdrawals as they are at this moment.

        Raises:
            EngineUnavailable: nobody can say which there are; then no leaflet may be shown.
            WithdrawalsDamaged: a record is not as it was written.
        """
        found = (self._parsed_record(text) for text in self._records.under(_KEY).values())
        return tuple(sorted(found, key=lambda withdrawn: (withdrawn.on, withdrawn.leaflet)))

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Nobody has to wait: what others write is another record."""
        yield

    def _add(self, withdrawal: Withdrawal) -> None:
        fields = {**asdict(withdrawal), "why": withdrawal.why[:LONGEST_WHY]}
        self._records.put(_key(withdrawal.leaflet), json.dumps({**fields, "sha256": _sha256(fields)}))

    def _remove(self, leaflet: str) -> None:
        self._records.drop(_key(leaflet))

    def _parsed_record(self, text: str) -> Withdrawal:
        try:
            fields = json.loads(text)
            if fields.pop("sha256") == _sha256(fields):
                return Withdrawal(**fields)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
        told = f"{self._address} does not say which leaflets are out of use (a record is not as edubot wrote it)"
        raise WithdrawalsDamaged(told, "Withdraw those leaflets again")


def _key(leaflet: str) -> str:
    return f"{_KEY}{hashlib.sha256(leaflet.encode()).hexdigest()}"


def _sha256(fields: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
