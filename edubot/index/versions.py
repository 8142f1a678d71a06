"""The index folder: versions beside one another, one pointer, and a change that is whole or none.

    INDEX/
      current              name of the version in use
      versions/NAME/       manifest.json, store.sqlite, and the files of `vectors`
      encoders/NAME/       the exported encoder, shared by versions
      encoded/             what a build on several machines has encoded so far; gone when it is in use
      library              place of the leaflets that it was built from
      withdrawn.json       leaflets out of use; see `withdrawals`

A version is written under another name, made durable, renamed, and only then does the pointer move: by a rename,
which is atomic. Whatever ends the process earlier leaves the pointer where it was.
"""

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from edubot.address import EngineAddress, Place
from edubot.errors import BadInput, BuildFailed, IndexDamaged, IndexMismatch, IndexMissing
from edubot.index.durable import make_durable, replace_durably
from edubot.index.manifest import Manifest
from edubot.index.weights import file_sha256
from edubot.index.withdrawals import Withdrawals

if TYPE_CHECKING:
    from edubot.index.vector_search import VectorSearch
    from edubot.index.vectors import VectorFacts

MANIFEST_FILE = "manifest.json"
STORE_FILE = "store.sqlite"
EXPORT_FORM = 2
"""Of what `onnx_export` writes; in the folder's name, so that no new form is written over one in use."""
VERSIONS = "versions"
ENCODERS = "encoders"
ENCODED = "encoded"
"""What a build on several machines has encoded and not yet put in use; see `edubot.cluster.blocks`."""
LIBRARY_FILE = "library"
_ANY_NAME = "surrogateescape"
"""How Python carries bytes in a folder's name that are no UTF-8."""
_VERSION = re.compile(r"[0-9a-f]{32}")
_ENCODER = re.compile(r"[0-9a-f]{32}(-[0-9]+)?")
_BLOCKS = re.compile(r"[0-9a-f]{32}")
_DRAFT = re.compile(r"\.draft-[0-9]+")
"""Names that edubot gives: whatever else lies in its folders is somebody's own, and stays."""
KEPT = 5
"""Versions that stay in the folder, the one in use among them."""


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
        return self.root / "current"

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

    @property
    def kept(self) -> list[str]:
        """Names of all versions in the folder, the one that was built last first."""
        places = [place for place in self.root.glob("versions/*") if _VERSION.fullmatch(place.name) and place.is_dir()]
        return [place.name for place in sorted(places, key=lambda place: (-self.built(place.name), place.name))]

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
            written = self._read(LIBRARY_FILE).decode("utf-8", _ANY_NAME)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadInput(f"{file} cannot be read", "Name the folder of the leaflets") from error
        if not written.endswith("\n") or not written.strip():
            raise BadInput(f"{file} names no folder", "Name the folder of the leaflets")
        place = Path(written[:-1])
        if any("\udc80" <= letter <= "\udcff" for letter in written) and not place.exists():
            raise BadInput(f"{file} cannot be read", "Name the folder of the leaflets")
        return place

    def doubt(self, library: Path | None) -> None:
        """Before leaflets from another place go in use: name none, until `remember` names theirs.

        Whoever is killed in between leaves an index that must be told where its leaflets are, and that nobody builds
        again from those of before. Where nothing is in use yet, they are named at once.
        """
        with contextlib.suppress(BadInput):
            if library and self._previous() and self.library != library.resolve():
                self._write(LIBRARY_FILE, b"\n")
                return
        if not self._previous():
            self.remember(library)

    def remember(self, library: Path | None) -> None:
        """Write down where the leaflets are, if they have a place."""
        if library:
            self._write(LIBRARY_FILE, f"{library.resolve()}\n".encode("utf-8", _ANY_NAME))

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
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with _held(FileLock(self.root / ".lock"), wait):
                for room in (VERSIONS, ENCODERS):
                    for left_over in (self.root / room).glob(".draft-*"):
                        if _DRAFT.fullmatch(left_over.name):
                            shutil.rmtree(left_over)
                yield
        except Timeout as error:
            raise BuildFailed(
                f"Another build of {self} is running", "Wait until it has ended, or build with --wait"
            ) from error
        except (OSError, sqlite3.OperationalError) as error:
            raise BuildFailed(
                f"The index in {self} could not be written ({getattr(error, 'strerror', None) or error})",
                "Free some room or name a folder you may write to; the last index stays in use",
            ) from error

    @contextlib.contextmanager
    def draft(self, room: str = VERSIONS) -> Iterator[Path]:
        """A folder to write a version or an encoder into; gone afterwards unless it was renamed."""
        folder = self.root / room / f".draft-{os.getpid()}"
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
        room = self.root / ENCODED
        with contextlib.suppress(OSError):
            _clear(room, _BLOCKS, ())
            for sheet in room.glob("*.sheet"):
                sheet.unlink()
            room.rmdir()

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
        _clear(self.root / VERSIONS, _VERSION, kept)
        with contextlib.suppress(IndexDamaged, IndexMismatch):  # an old manifest that nobody can read keeps its encoder
            used = {self.encoder(self.manifest(name).encoder).name for name in kept}
            _clear(self.root / ENCODERS, _ENCODER, used)


@contextlib.contextmanager
def _held(lock: FileLock, wait: Callable[[], object] | None) -> Iterator[None]:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if wait is None:
            raise
        wait()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _clear(folder: Path, ours: re.Pattern[str], kept: Collection[str]) -> None:
    for place in folder.iterdir():
        if ours.fullmatch(place.name) and place.name not in kept:
            shutil.rmtree(place, ignore_errors=True)
