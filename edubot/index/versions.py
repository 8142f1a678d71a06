"""The index folder: versions beside one another, one pointer, and a change that is whole or none; see `layout`.

A version is written under another name, made durable, renamed, and only then does the pointer move: by a rename,
which is atomic. Whatever ends the process earlier leaves the pointer where it was.
"""

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from edubot.address import EngineAddress, Place
from edubot.errors import BadInput, IndexDamaged, IndexMismatch, IndexMissing
from edubot.index.build_lock import one_build
from edubot.index.durable import make_durable, replace_durably
from edubot.index.layout import (
    DRAFT,
    ENCODERS,
    EXPORT_FORM,
    KEPT,
    LIBRARY_FILE,
    MANIFEST_FILE,
    POINTER_FILE,
    STORE_FILE,
    VERSIONS,
    drop_encoded,
    drop_encoders,
    drop_versions,
    version_names,
)
from edubot.index.library_note import IN_DOUBT, library_noted, note_of, unreadable
from edubot.index.manifest import Manifest
from edubot.index.weights import file_sha256
from edubot.index.withdrawals import Withdrawals

if TYPE_CHECKING:
    from edubot.index.vector_search import VectorSearch
    from edubot.index.vectors import VectorFacts


class IndexFolder:
    """Paths and the pointer of one index folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def at(cls, place: Place) -> "IndexFolder":
        """The index at a place; of one in an engine, a folder that holds as much of it as was looked at."""
        if isinstance(place, EngineAddress):
            from edubot.index.engine.folder import EngineFolder

            return EngineFolder(place)
        return IndexFolder(place)

    @property
    def place(self) -> Place:
        """Where the index is, as `at` takes it."""
        return self.root

    def __str__(self) -> str:
        return str(self.place)

    @property
    def withdrawals(self) -> Withdrawals:
        """Which leaflets are out of use."""
        return Withdrawals(self.root)

    @property
    def _pointer(self) -> Path:
        return self.root / POINTER_FILE

    def version(self, name: str) -> Path:
        """Folder of a version."""
        return self.root / VERSIONS / name

    def store(self, version: str) -> Path:
        """The file of a version's leaflets."""
        return self.version(version) / STORE_FILE

    def vectors(self, manifest: Manifest) -> "VectorSearch":
        """What searches a version.

        Raises:
            IndexDamaged: a file cannot be read, or they do not belong together.
        """
        from edubot.index.vectors import VectorFacts, open_vectors

        return open_vectors(self.version(manifest.version), VectorFacts.from_json(manifest.vectors))

    def arrange(self, draft: Path) -> "VectorFacts":
        """Make the rows that were written into a draft ready to be searched."""
        from edubot.index.vectors import index_rows

        return index_rows(draft)

    def fetch(self, manifest: Manifest) -> None:
        """Have all files of a version on this machine."""

    def encoder(self, fingerprint: str) -> Path:
        """Folder of an exported encoder."""
        return self.root / ENCODERS / f"{fingerprint[:32]}-{EXPORT_FORM}"

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
            raise IndexMissing(f"There is no index in {self}", "Run edubot build") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"{self._pointer} cannot be read", "Build the index again") from error
        name = written.removesuffix("\n")
        if written != f"{name}\n" or not name.isalnum() or not self.version(name).is_dir():
            raise IndexDamaged(f"{self._pointer} names no version that is there", "Build the index again")
        return name

    def must_serve(self) -> None:
        """See that a version is in use.

        Raises:
            IndexMissing, IndexDamaged: as `current`.
        """
        _ = self.current

    @property
    def kept(self) -> list[str]:
        """Names of all versions in the folder, the one that was built last first."""
        return sorted(version_names(self.root), key=lambda name: (-self.built(name), name))

    def built(self, version: str) -> float:
        """When a version was built, in seconds as the system counts them; 0 where that cannot be known."""
        try:
            return (self.version(version) / MANIFEST_FILE).stat().st_mtime
        except OSError:
            return 0.0

    def manifest(self, version: str | None = None) -> Manifest:
        """Manifest of a version; of the one in use where none is named."""
        name = version or self.current
        return Manifest.read(self.version(name) / MANIFEST_FILE, name)

    @property
    def library(self) -> Path | None:
        """The leaflets that the index was last built from, so that building it again never means other ones.

        Raises:
            BadInput: the file that says so cannot be read.
        """
        file = f"{self}/{LIBRARY_FILE}"
        try:
            written = self._read(LIBRARY_FILE)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(file) from error
        return library_noted(written, file)

    def doubt(self, library: Path | None) -> None:
        """Before leaflets from another place go in use: name none, until `remember` names theirs.

        Whoever is killed in between leaves an index that must be told where its leaflets are, and that nobody builds
        again from those of before. Where nothing is in use yet, they are named at once.
        """
        with contextlib.suppress(BadInput):
            if library and self._previous() and self.library != library.resolve():
                self._write(LIBRARY_FILE, IN_DOUBT)
                return
        if not self._previous():
            self.remember(library)

    def remember(self, library: Path | None) -> None:
        """Write down where the leaflets are, if they have a place."""
        if library:
            self._write(LIBRARY_FILE, note_of(library))

    def _read(self, name: str) -> bytes:
        """What a small file beside the versions holds."""
        return (self.root / name).read_bytes()

    def _write(self, name: str, content: bytes) -> None:
        """Give a small file beside the versions its content, whole or not at all."""
        replace_durably(self.root / name, content)

    def verify(self, manifest: Manifest) -> None:
        """Hold every file of a version against its SHA-256.

        Raises:
            IndexDamaged: a file is missing or differs.
        """
        self._verify(self.version(manifest.version), manifest.files)
        self._verify(self.encoder(manifest.encoder), manifest.encoder_files)

    def inspect(self, manifest: Manifest) -> None:
        """Hold all that is kept of a version against what was written, however long it takes.

        Raises:
            IndexDamaged: something is missing or differs.
        """
        self.verify(manifest)

    def whole_export(self, encoder: str) -> Mapping[str, str] | None:
        """Files of an encoder's export, by the word of a version that is kept and finds them whole."""
        for name in self.kept:
            with contextlib.suppress(IndexDamaged, IndexMismatch):
                manifest = self.manifest(name)
                if manifest.encoder == encoder:
                    self._verify(self.encoder(encoder), manifest.encoder_files)
                    return manifest.encoder_files
        return None

    @contextlib.contextmanager
    def lock(self, wait: Callable[[], object] | None = None) -> Iterator[None]:
        """Hold the folder for one build; what a killed one left behind is swept away.

        Args:
            wait: called before waiting for another build; without it there is no waiting.

        Raises:
            BuildFailed: another build has it, or the folder cannot be written.
        """
        with one_build(self.root, str(self), wait):
            yield

    @contextlib.contextmanager
    def draft(self, room: str = VERSIONS) -> Iterator[Path]:
        """A folder to write a version or an encoder into; gone afterwards unless it was renamed."""
        folder = self.root / room / f"{DRAFT}{os.getpid()}"
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def put_in_use(self, draft: Path, manifest: Manifest, keep: int = KEPT) -> None:
        """Give a finished draft its name, move the pointer to it, and drop the oldest of more than `keep` versions."""
        (draft / MANIFEST_FILE).write_bytes(manifest.as_bytes())
        encoder = self.encoder(manifest.encoder)
        for path in (*draft.iterdir(), draft, *encoder.iterdir(), encoder, encoder.parent):
            make_durable(path)
        place = self.version(manifest.version)
        if place.exists():
            shutil.rmtree(place)
        draft.rename(place)
        make_durable(place.parent)
        before = self._previous()
        self.point_to(manifest.version)
        self._drop_all_but([name for name in dict.fromkeys((manifest.version, before, *self.kept)) if name][:keep])

    def forget_encoded(self) -> None:
        """Remove what a build left for the case that it had to go on."""
        drop_encoded(self.root)

    def point_to(self, version: str) -> None:
        """Put a version in use."""
        replace_durably(self._pointer, f"{version}\n".encode("ascii"))

    def _verify(self, place: Path, files: Mapping[str, str]) -> None:
        """Hold the files in a folder against their SHA-256."""
        for name, sha256 in files.items():
            path = place / name
            try:
                found = file_sha256(path)
            except OSError as error:
                raise IndexDamaged(f"{path} cannot be read ({error.strerror})", "Build the index again") from error
            if found != sha256:
                raise IndexDamaged(f"{path} was changed after the build", "Build the index again")

    def _previous(self) -> str:
        try:
            return self.current
        except (IndexMissing, IndexDamaged):
            return ""

    def _drop_all_but(self, kept: Collection[str]) -> None:
        """Remove other versions, and the encoders that only they used."""
        drop_versions(self.root, kept)
        with contextlib.suppress(IndexDamaged, IndexMismatch):  # an old manifest that nobody can read keeps its encoder
            drop_encoders(self.root, {self.encoder(self.manifest(name).encoder).name for name in kept})
