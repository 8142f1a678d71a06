"""The actor that encodes batches: it opens the encoder once, and keeps what it made beside the index."""

import os
import pickle
import platform
from pathlib import Path
from typing import Any

from edubot.cluster.blocks import Blocks
from edubot.cluster.work_sheet import Place, read_work
from edubot.errors import EncoderUnavailable
from edubot.index.encoder import BuildEncoder


class BatchEncoder:
    """An encoder in a process of its own."""

    def __init__(self, *, encoder: bytes, fingerprint: str, sheet: Path, blocks: Blocks) -> None:
        """Make ready.

        Args:
            encoder: the one that the build uses, pickled; opened with the first batch, where a problem can be told.
            fingerprint: that it must have here too.
        """
        os.environ["TOKENIZERS_PARALLELISM"] = "false"  # one thread a processor is enough
        self._pickled, self._fingerprint = encoder, fingerprint
        self._sheet, self._blocks = sheet, blocks
        self._opened: BuildEncoder | None = None

    def __call__(self, row: Place) -> dict[str, Any]:
        """Encode the batch at a place of the sheet; returns its number, and what went wrong."""
        try:
            work = read_work(self._sheet, row)
            self._blocks.write(work["name"], self._encoder().encode(work["texts"]))
            return {"number": row["number"], "failure": b""}
        except Exception as error:  # told where people see it
            return {"number": row["number"], "failure": pickle.dumps(error)}

    def _encoder(self) -> BuildEncoder:
        if self._opened is None:
            opened: BuildEncoder = pickle.loads(self._pickled)  # noqa: S301  the build that called us made it
            if opened.fingerprint != self._fingerprint:
                raise EncoderUnavailable(
                    f"{opened.name} on {platform.node()} is not the encoder that builds this index",
                    "Give every machine the same files",
                )
            self._opened = opened
        return self._opened
