"""What an index says of itself, and the check that it is so."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from edubot.errors import IndexDamaged, IndexMismatch

SCHEMA = 10
"""Of the folder's layout and of the tables; an index of another schema is built anew."""


@dataclass(frozen=True)
class Manifest:
    """Written last; its own SHA-256 names the version, so that nothing in it can change unseen."""

    corpus: str
    """SHA-256 over every leaflet's source, text and passages."""
    encoder_name: str
    encoder: str
    """Fingerprint of the encoder."""
    dimension: int
    scorer: str
    """Fingerprint of all that decides a score: encoder, chunker, fusion, vocabulary."""
    chunker: Mapping[str, int]
    precision: str
    """In which the passages were encoded; see `edubot.index.precision`. Questions are always encoded in full."""
    vectors: Mapping[str, Any]
    """How the vectors are searched, and what that misses; see `edubot.index.vectors`."""
    leaflets: int
    passages: int
    files: Mapping[str, str]
    """Name of a file in the version's folder → its SHA-256."""
    encoder_files: Mapping[str, str]
    """Name of a file in the encoder's folder → its SHA-256."""
    calibration: Mapping[str, Any] | None = None
    """What turns this scorer's signals into a confidence; None where none was fitted for it."""
    schema: int = SCHEMA

    def as_bytes(self) -> bytes:
        """The manifest as it is stored."""
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()

    @property
    def version(self) -> str:
        """Name of the version that this manifest describes."""
        return hashlib.sha256(self.as_bytes()).hexdigest()[:32]

    @classmethod
    def read(cls, path: Path, version: str) -> "Manifest":
        """The manifest of a version, its hash held against the version's name.

        Raises:
            IndexDamaged: missing, or another manifest than the one that was written.
            IndexMismatch: of another schema.
        """
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror})", "Build the index again") from error
        if hashlib.sha256(raw).hexdigest()[:32] != version:
            raise IndexDamaged(f"{path} was changed after the build", "Build the index again")
        fields = json.loads(raw)
        if fields.get("schema") != SCHEMA:
            raise IndexMismatch(f"{path} was written by another version of edubot", "Build the index again")
        try:
            return cls(**fields)
        except TypeError as error:
            raise IndexMismatch(f"{path} was written by another version of edubot", "Build the index again") from error
