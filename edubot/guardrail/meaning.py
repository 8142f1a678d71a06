"""What rules have no words for, as the guardrail sees it: something that listens to vectors and only adds alerts."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from edubot.model import AlertKind

Vector = Sequence[float]


class Meaning(Protocol):
    """A model that was trained with the encoder whose vectors it gets; `edubot.likeness` holds the bundled one."""

    def alerts(self, vectors: Sequence[Vector], words: Mapping[AlertKind, float]) -> set[AlertKind]:
        """The alerts that any of a message's vectors leans to.

        Args:
            words: how far the message's words lean to each alert.
        """
        ...
