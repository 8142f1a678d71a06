"""Leaflets that were taken out of use, whichever version serves: a file beside the versions, read at every question.

A build or a step back to another version changes nothing in it. It carries its own SHA-256, so that a leaflet never
comes back because a byte was lost.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from edubot.errors import BadInput, BuildFailed, WithdrawalsDamaged
from edubot.index.durable import replace_durably

WITHDRAWN_FILE = "withdrawn.json"
_PATIENCE = 10.0
"""Seconds to wait for another withdrawal; it takes a few milliseconds."""


@dataclass(frozen=True)
class Withdrawal:
    """A leaflet out of use."""

    leaflet: str
    """Its id."""
    on: str
    """The moment, as ISO 8601 writes it."""
    why: str = ""


class Withdrawals:
    """The withdrawals of one index folder."""

    def __init__(self, root: Path) -> None:
        self._path = root / WITHDRAWN_FILE
        self._seen: tuple[bytes | None, tuple[Withdrawal, ...]] = (None, ())

    def all(self) -> tuple[Withdrawal, ...]:
        """The withdrawals as they are at this moment.

        Raises:
            WithdrawalsDamaged: the file cannot be read or is not as it was written; then no leaflet may be shown.
        """
        try:
            written = self._path.read_bytes()
        except FileNotFoundError:
            if self._seen[0] is not None or not self._path.parent.is_dir():
                raise self._damaged("it is gone") from None
            return ()
        except OSError as error:
            raise self._damaged(error.strerror or "it cannot be read") from error
        if written != self._seen[0]:
            self._seen = written, self._parsed(written)
        return self._seen[1]

    def ids(self) -> frozenset[str]:
        """Ids of the leaflets that are out of use at this moment."""
        return frozenset(withdrawn.leaflet for withdrawn in self.all())

    def add(self, withdrawal: Withdrawal) -> None:
        """Take a leaflet out of use; whoever asks from now on gets nothing of it.

        Raises:
            BadInput: it is out of use already.
            BuildFailed: that could not be written down; the leaflet is still in use.
        """
        with self._turn():
            if withdrawal.leaflet in self.ids():
                raise BadInput(f"{withdrawal.leaflet} is out of use already", "Leave it, or restore it")
            self._add(withdrawal)

    def remove(self, leaflet: str) -> None:
        """Put a leaflet in use again.

        Raises:
            BadInput: it is not out of use.
            BuildFailed: that could not be written down; the leaflet stays out of use.
        """
        with self._turn():
            if leaflet not in self.ids():
                out = ", ".join(sorted(self.ids())) or "none"
                raise BadInput(f"{leaflet} is not out of use", f"Name one of those that are: {out}")
            self._remove(leaflet)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Nobody else writes meanwhile; a build may go on."""
        from filelock import FileLock, Timeout  # who only looks locks nothing

        try:
            with FileLock(self._path.with_name(".withdrawn.lock"), timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise BuildFailed(f"Something else writes {self._path}", "Try again when it has ended") from error
        except OSError as error:
            raise BuildFailed(
                f"{self._path} could not be written ({error.strerror})",
                "Free some room or get the right to write there; nothing was changed",
            ) from error

    def _add(self, withdrawal: Withdrawal) -> None:
        self._write((*self.all(), withdrawal))

    def _remove(self, leaflet: str) -> None:
        self._write(found for found in self.all() if found.leaflet != leaflet)

    def _write(self, withdrawals: Iterable[Withdrawal]) -> None:
        replace_durably(self._path, _as_bytes(withdrawals))

    def _parsed(self, written: bytes) -> tuple[Withdrawal, ...]:
        try:
            found = tuple(Withdrawal(**row) for row in json.loads(written)["withdrawn"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise self._damaged("it is not as edubot wrote it") from error
        if _as_bytes(found) != written:
            raise self._damaged("it is not as edubot wrote it")
        return found

    def _damaged(self, why: str) -> WithdrawalsDamaged:
        told = f"{self._path} does not say which leaflets are out of use ({why})"
        return WithdrawalsDamaged(told, "Delete that file and withdraw those leaflets again")


def _as_bytes(withdrawals: Iterable[Withdrawal]) -> bytes:
    rows = [asdict(found) for found in withdrawals]
    sha256 = hashlib.sha256(json.dumps(rows).encode()).hexdigest()
    return (json.dumps({"withdrawn": rows, "sha256": sha256}, indent=1) + "\n").encode()
