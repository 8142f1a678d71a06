"""An encoder that remembers the texts of the message at hand, which several rooms want the vectors of."""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from edubot.index.encoder import Encoder, Vectors
from edubot.remembered import keep

REMEMBERED = 64
"""Texts whose vectors are kept: those of a long message and its sentences, no library."""


class RememberingEncoder:
    """Encodes a text once while it is among the latest that were new."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        keep(self)

    @property
    def fingerprint(self) -> str:
        """That of the encoder behind it."""
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, in their order."""
        kept = self._known
        known = dict(kept)
        new = list(dict.fromkeys(text for text in texts if text not in known))
        fresh = dict(zip(new, self._encoder.encode(new), strict=True)) if new else {}
        rows = np.stack([fresh[text] if text in fresh else known[text] for text in texts])
        kept.update(fresh)
        while len(kept) > REMEMBERED:
            kept.popitem(last=False)
        return rows

    def cache_clear(self) -> None:
        """Remember nothing of what was encoded."""
        self._known = OrderedDict()
