"""An encoder for builds that are to be disturbed: it takes its time, and leaves a mark of all that it encodes."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edubot.index.encoder import Vectors
from tests.fakes import LetterEncoder


@dataclass
class SlowLetters(LetterEncoder):
    """Letters, counted slowly."""

    marks: Path = Path()
    """A folder of one file a batch: named by process and time, a text a line."""
    pause: float = 0.4

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The same vectors, after a while."""
        self.marks.mkdir(parents=True, exist_ok=True)
        begun = self.marks / f".{os.getpid()}-{time.time_ns()}"
        begun.write_text("\n".join(texts), encoding="utf-8")
        time.sleep(self.pause)
        begun.rename(self.marks / begun.name[1:])
        return super().encode(texts)


def marked(marks: Path) -> list[Path]:
    """Marks of the batches that were encoded to their end, in no order."""
    return [path for path in marks.glob("*") if not path.name.startswith(".")]


def begun(marks: Path) -> list[int]:
    """Processes that are encoding, or have been."""
    return [int(path.name.strip(".").partition("-")[0]) for path in marks.glob("*")]
