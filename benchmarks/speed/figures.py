"""What `docs/performance.json` holds of this benchmark: every system, and edubot beside each other one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

METHOD = 1
"""Raised with any change in how things are measured: figures of another method are out of date."""
Spread = tuple[float, float, float]
"""Median, smallest, largest."""


@dataclass(frozen=True)
class SystemFigures:
    """One system."""

    name: str
    version: str
    cold: Spread
    """Seconds from the start of a process to its end, one question answered."""
    cold_cpu: float
    """Seconds of user and system time in it, the median."""
    warm_ms: Spread
    """Milliseconds for a question where everything is open: 50th, 95th, 99th percentile."""
    peak_mb: float
    """Resident memory at its largest from a cold process to an answer, of the whole tree of processes."""
    peak_warm_mb: float
    """The same of a process that has answered every question."""
    build: float
    """Seconds from a cold process to an index of the leaflets."""
    build_rate: float
    """Words of leaflets a second, start-up apart."""
    pieces_mb: float
    """Size of the index without its encoder."""
    encoder_mb: float
    """Size of the encoder that is opened for a question."""
    within_60: float | None
    """Share of the questions with evidence whose evidence is among the first 60 words shown."""
    within_120: float | None


@dataclass(frozen=True)
class Ratios:
    """edubot's figure by another system's: below one, edubot takes less."""

    name: str
    cold: Spread
    """Of the processes of one round."""
    cold_cpu: Spread
    warm: Spread
    """Of the medians of one pass over the questions."""
    peak: float
    within_120: float | None
    """Above one, edubot shows more."""


@dataclass(frozen=True)
class SpeedFigures:
    """One run."""

    date: str
    machine: str
    load: float
    """Processes that wanted to run in the minute before; near 0 where nobody else is at work."""
    method: int
    pinned: str
    """SHA-256 of what is pinned of the libraries."""
    leaflets: str
    """How many leaflets of how many words."""
    questions: str
    """How many questions, how many with evidence."""
    rounds: int
    passes: int
    systems: tuple[SystemFigures, ...]
    ratios: tuple[Ratios, ...]
    limit: Mapping[str, float]
    """See `machine.Limit`."""

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> "SpeedFigures":
        """The figures as they are stored."""
        systems = tuple(SystemFigures(**_tuples(row)) for row in held["systems"])
        ratios = tuple(Ratios(**_tuples(row)) for row in held["ratios"])
        return cls(**{**held, "systems": systems, "ratios": ratios})

    def as_json(self) -> dict[str, Any]:
        """The figures as they are stored."""
        return asdict(self)


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
