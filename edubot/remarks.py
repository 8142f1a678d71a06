"""Remarks on passages that a person found wrong or unclear, in a file of their own to hand to an educator."""

import os
from dataclasses import dataclass
from pathlib import Path

from edubot.errors import BadInput
from edubot.model import Passage
from edubot.rendering.marks import drawn

LONGEST_REMARK = 1000
"""Characters that somebody may have to say of a passage."""
MOST_BYTES = 1_000_000
"""Of the file: some thousand remarks, which an educator can still read."""
MOST_OF_A_VISITOR = 10
"""Remarks in one sitting at a served chat, where anybody may come."""


@dataclass(frozen=True)
class Remark:
    """What a person has to say of a passage."""

    passage: Passage
    words: str

    def as_text(self) -> str:
        """Plain lines: the leaflet, the place, the quote and the remark."""
        source = self.passage.source
        place = f"characters {self.passage.start}-{self.passage.end}"
        place += f" on page {self.passage.page}" if self.passage.page else ""
        under = " › ".join(self.passage.heading)
        lines = [
            f"Leaflet: {source.title} ({source.file}, sha256 {source.sha256})",
            f"Place: {place}" + (f", under {under}" if under else ""),
            f"Quote: “{' '.join(self.passage.text.split())}”",
            f"Remark: {' '.join(self.words.split())[:LONGEST_REMARK] or 'wrong or unclear'}",
        ]
        return "\n".join(drawn(line) for line in lines) + "\n\n"


def remarks_file() -> Path:
    """Where remarks are kept: in the folder for this user's data."""
    from platformdirs import user_data_path

    return user_data_path("edubot") / "remarks.txt"


def add_remark(file: Path, remark: Remark) -> None:
    """Append a remark; only this person can read the file.

    Raises:
        BadInput: there is no room for it in the file, or the file cannot be written.
    """
    try:
        _append(file, remark)
    except OSError as error:
        raise BadInput(f"{file} cannot be written ({error.strerror})", "Check its rights, and the room") from error


def _append(file: Path, remark: Remark) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size + len(remark.as_text().encode(errors="replace")) > MOST_BYTES:
        told = f"{file} is full ({MOST_BYTES // 1_000_000} MB of remarks)"
        raise BadInput(told, "Hand it to your educator, then take it away and begin another")
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8", errors="replace") as written:
        written.write(remark.as_text())
