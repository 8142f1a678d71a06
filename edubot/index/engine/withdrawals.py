"""Leaflets out of use in an engine: a record each, so that two people at two machines lose neither's withdrawal.

While the engine is silent for a moment, what it said last still counts, and what is being read stays; then nothing is
shown, for nobody knows whether it may be. A question is answered by a speaking engine alone.
"""

import contextlib
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from edubot.address import EngineAddress
from edubot.errors import EngineUnavailable, WithdrawalsDamaged
from edubot.index.engine.records import Records
from edubot.index.withdrawals import Withdrawal, Withdrawals

_KEY = "withdrawn/"
SILENCE = 60.0
"""Seconds for which what the engine said last counts."""
LONGEST_WHY = 10_000
"""Bytes; a record has room for six times as many, which is what JSON makes of the worst letters."""


class EngineWithdrawals(Withdrawals):
    """The withdrawals of one index in an engine."""

    def __init__(self, address: EngineAddress, root: Path, silence: float = SILENCE) -> None:
        """Those of an index, a folder of which lies at `root`.

        Args:
            silence: stands in for `SILENCE`, for those who try it.
        """
        super().__init__(root)
        self._silence = silence
        self._address = address
        self._records = Records(address)
        self._last: tuple[Withdrawal, ...] = ()
        self._heard = float("-inf")

    def all(self) -> tuple[Withdrawal, ...]:
        """The withdrawals as they are at this moment.

        Raises:
            EngineUnavailable: nobody can say which there are; then no leaflet may be shown.
            WithdrawalsDamaged: a record is not as it was written.
        """
        try:
            texts = self._records.under(_KEY).values()
        except EngineUnavailable:
            if time.monotonic() - self._heard > self._silence:
                raise
            return self._last
        found = (self._parsed_record(text) for text in texts)
        self._last = tuple(sorted(found, key=lambda withdrawn: (withdrawn.on, withdrawn.leaflet)))
        self._heard = time.monotonic()
        return self._last

    def add(self, withdrawal: Withdrawal) -> None:
        """Take a leaflet out of use; where its record was damaged, it is written anew."""
        try:
            super().add(withdrawal)
        except WithdrawalsDamaged:
            self._add(withdrawal)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Nobody has to wait: what others write is another record."""
        yield

    def _add(self, withdrawal: Withdrawal) -> None:
        why = withdrawal.why.encode(errors="replace")[:LONGEST_WHY].decode(errors="ignore")
        fields = {**asdict(withdrawal), "why": why}
        written = json.dumps({**fields, "sha256": _sha256(fields)}, ensure_ascii=False)
        self._records.put(_key(withdrawal.leaflet), written)

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
