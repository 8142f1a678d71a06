"""The index folder: versions beside one another, one pointer, and a change that is whole or none.

    INDEX/
      current              name of the version in use
      versions/NAME/       manifest.json, vectors.faiss, store.sqlite
      encoders/NAME/       the exported encoder, shared by versions

A version is written under another name, made durable, renamed, and only then does the pointer move: by a rename,
which is atomic. Whatever ends the process earlier leaves the pointer where it was.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from filelock import FileLock, Timeout

from edubot.errors import BuildFailed, IndexDamaged, IndexMismatch, IndexMissing
from edubot.index.manifest import Manifest
from edubot.index.weights import file_sha256

MANIFEST_FILE = "manifest.json"
VECTORS_FILE = "vectors.faiss"
STORE_FILE = "store.sqlite"
EXPORT_FORM = 2
"""Of what `onnx_export` writes; in the folder's name, so that no new form is written over one in use."""


class IndexFolder:
    """Paths and the pointer of one index folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def _pointer(self) -> Path:
        return self.root / "current"

    def version(self, name: str) -> Path:
        """Folder of a version."""
        return self.root / "versions" / name

    def encoder(self, fingerprint: str) -> Path:
        """Folder of an exported encoder."""
        return self.root / "encoders" / f"{fingerprint[:32]}-{EXPORT_FORM}"

    @property
    def current(self) -> str:
        """Name of the version in use.

        Raises:
            IndexMissing: nothing was built here.
            IndexDamaged: the pointer names no version.
        """
        try:
            written = self._pointer.read_bytes().decode("ascii")
        except FileNotFoundError as error:
            raise IndexMissing(f"There is no index in {self.root}", "Run edubot build") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"{self._pointer} cannot be read", "Build the index again") from error
        name = written.removesuffix("\n")
        if written != f"{name}\n" or not name.isalnum() or not self.version(name).is_dir():
            raise IndexDamaged(f"{self._pointer} names no version that is there", "Build the index again")
        return name

    def manifest(self) -> Manifest:
        """Manifest of the version in use."""
        name = self.current
        return Manifest.read(self.version(name) / MANIFEST_FILE, name)

    def verify(self, manifest: Manifest) -> None:
        """Hold every file of a version against its SHA-256.

        Raises:
            IndexDamaged: a file is missing or differs.
        """
        _verify(self.version(manifest.version), manifest.files)
        _verify(self.encoder(manifest.encoder), manifest.encoder_files)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one build; what a killed one left behind is swept away.

        Raises:
            BuildFailed: another build has it, or the folder cannot be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / ".lock", timeout=0):
                for left_over in (self.root / "versions").glob(".draft-*"):
                    shutil.rmtree(left_over)
                yield
        except Timeout as error:
            raise BuildFailed(f"Another build of {self.root} is running", "Wait until it has ended") from error
        except (OSError, sqlite3.OperationalError) as error:
            raise BuildFailed(
                f"The index in {self.root} could not be written ({getattr(error, 'strerror', None) or error})",
                "Free some room or name a folder you may write to; the last index stays in use",
            ) from error

    @contextlib.contextmanager
    def draft(self) -> Iterator[Path]:
        """A folder to write a version into; gone afterwards unless it was put in use."""
        folder = self.version(f".draft-{os.getpid()}")
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def put_in_use(self, draft: Path, manifest: Manifest) -> None:
        """Give a finished draft its name, move the pointer to it, and keep only the version before it beside it."""
        (draft / MANIFEST_FILE).write_bytes(manifest.as_bytes())
        encoder = self.encoder(manifest.encoder)
        for path in (*draft.iterdir(), draft, *encoder.iterdir(), encoder, encoder.parent):
            _make_durable(path)
        place = self.version(manifest.version)
        if place.exists():
            shutil.rmtree(place)
        draft.rename(place)
        _make_durable(place.parent)
        before = self._previous()
        waiting = self.root / "current.new"
        waiting.write_text(manifest.version + "\n", encoding="ascii")
        _make_durable(waiting)
        waiting.replace(self._pointer)
        _make_durable(self.root)
        self._drop_all_but({manifest.version, before})

    def _previous(self) -> str:
        try:
            return self.current
        except (IndexMissing, IndexDamaged):
            return ""

    def _drop_all_but(self, kept: set[str]) -> None:
        """Remove other versions, and the encoders that only they used."""
        _clear(self.root / "versions", kept)
        with contextlib.suppress(IndexDamaged, IndexMismatch):  # an old manifest that nobody can read keeps its encoder
            manifests = [Manifest.read(self.version(name) / MANIFEST_FILE, name) for name in kept if name]
            _clear(self.root / "encoders", {self.encoder(manifest.encoder).name for manifest in manifests})


def _clear(folder: Path, kept: set[str]) -> None:
    for place in folder.iterdir():
        if place.name not in kept:
            shutil.rmtree(place, ignore_errors=True)


def _verify(place: Path, files: Mapping[str, str]) -> None:
    for name, sha256 in files.items():
        path = place / name
        try:
            found = file_sha256(path)
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read ({error.strerror})", "Build the index again") from error
        if found != sha256:
            raise IndexDamaged(f"{path} was changed after the build", "Build the index again")


def _make_durable(path: Path) -> None:
    """Have the system write what it holds of a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
