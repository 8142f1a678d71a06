"""How far a build is, for whoever watches it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What a build is doing."""

    READING = "Reading the leaflets"
    ENCODING = "Encoding passages"
    ARRANGING = "Arranging the vectors"
    EXPORTING = "Preparing the encoder for questions"
    WRITING = "Putting the index in use"


@dataclass(frozen=True)
class Progress:
    """How far a build is."""

    stage: Stage
    done: int
    total: int
    """Passages or steps; 0 where it cannot be known yet."""


Listener = Callable[[Progress], None]


def unheard(_: Progress) -> None:
    """The listener of a build that nobody watches."""
