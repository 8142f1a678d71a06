"""An index in an engine, as an index folder: what is not a vector is kept as files of this machine's cache.

    NAME                    alias: the collection of the version in use
    NAME_TIME_CHANCE        vectors of a version
    NAME_blocks             manifests, stores and encoders, by what they hold
    NAME_records            versions and whose vectors lie where; leaflets out of use; place of the leaflets

A version is written beside what is there, and only then does the alias move, in one step of the engine. Every file is
held against its SHA-256 on its way here and whenever it is opened, and fetched again where the cache was damaged.
"""

import contextlib
import hashlib
import json
import re
import shutil
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from edubot.address import EngineAddress, Place
from edubot.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnusable
from edubot.index.engine.alias import collection_in_use
from edubot.index.engine.blocks import BlockLost, Blocks
from edubot.index.engine.client import WORKING_SECONDS, NotThere, engine_of
from edubot.index.engine.records import Records
from edubot.index.engine.withdrawals import EngineWithdrawals
from edubot.index.manifest import Manifest
from edubot.index.versions import KEPT, MANIFEST_FILE, STORE_FILE, VERSIONS, IndexFolder
from edubot.index.weights import file_sha256
from edubot.settings import engine_cache

if TYPE_CHECKING:
    from edubot.index.engine.vectors import EngineVectors
    from edubot.index.vectors import VectorFacts

_VERSION_KEY = "version/"
_FILE_KEY = "beside/"
ABANDONED = 24 * 3600
"""Seconds after which vectors that no version names are those of a build that was killed."""


@dataclass(frozen=True)
class Written:
    """What the engine's records say of a version."""

    collection: str
    built: float


class EngineFolder(IndexFolder):
    """Paths and the alias of one index in an engine."""

    def __init__(self, address: EngineAddress) -> None:
        super().__init__(engine_cache(address))
        self._address = address
        self._engine = engine_of(address)
        self._records = Records(address)
        self._blocks = Blocks(address, self._records)
        self._drafted = ""
        """Collection of the draft at hand."""
        self._whole: set[str] = set()
        """Names of the blocks' files that were found whole in the engine."""
        self._held: dict[Path, tuple[str, int, int]] = {}
        """Files of the cache that were found whole, by SHA-256, size and time."""

    @property
    def place(self) -> Place:
        """Its address."""
        return self._address

    @property
    def withdrawals(self) -> EngineWithdrawals:
        """Which leaflets are out of use."""
        return EngineWithdrawals(self._address, self.root)

    @property
    def current(self) -> str:
        """Name of the version in use.

        Raises:
            IndexMissing: nothing was built under this name.
            IndexDamaged: the alias names the vectors of no version.
        """
        collection = collection_in_use(self._address)
        if collection is None:
            raise IndexMissing(f"There is no index {self}", f"Run edubot build --index {self}")
        for name, written in self._versions().items():
            if written.collection == collection:
                return name
        raise IndexDamaged(f"{self} names no version that is there", "Build the index again")

    @property
    def kept(self) -> list[str]:
        """Names of all versions in the engine, the one that was built last first."""
        found = self._versions()
        return sorted(found, key=lambda name: (-found[name].built, name))

    def built(self, version: str) -> float:
        """When a version was built, in seconds as the system counts them; 0 where that cannot be known."""
        written = self._versions().get(version)
        return written.built if written else 0.0

    def manifest(self, version: str | None = None) -> Manifest:
        """Manifest of a version; of the one in use where none is named."""
        name = version or self.current
        self._have(self.version(name) / MANIFEST_FILE, name)
        return super().manifest(name)

    def store(self, version: str) -> Path:
        """The file of a version's leaflets, fetched where it is not here."""
        path = super().store(version)
        self._have(path, self.manifest(version).files[STORE_FILE])
        return path

    def fetch(self, manifest: Manifest) -> None:
        """Have all files of a version on this machine."""
        super().verify(manifest)

    def vectors(self, manifest: Manifest) -> "EngineVectors":
        """What searches a version.

        Raises:
            IndexDamaged: the engine holds none for it.
        """
        from edubot.index.engine.vectors import EngineVectors
        from edubot.index.vectors import VectorFacts

        written = self._versions().get(manifest.version)
        if written is None:
            raise IndexDamaged(f"{self} holds no version {manifest.version[:12]}", "Build the index again")
        shape = (manifest.passages, manifest.dimension)
        return EngineVectors(self._address, written.collection, shape, VectorFacts.from_json(manifest.vectors).lists)

    def verify(self, manifest: Manifest) -> None:
        """Hold every file of a version against its SHA-256, and count its vectors.

        Raises:
            IndexDamaged: a file cannot be had whole, or a vector is missing.
        """
        super().verify(manifest)
        found = self.vectors(manifest).counted()
        if found != manifest.passages:
            told = f"{self} holds {found} vectors for {manifest.passages} passages"
            raise IndexDamaged(told, "Build the index again")

    def inspect(self, manifest: Manifest) -> None:
        """Read all that the engine holds of a version, however long it takes.

        Raises:
            IndexDamaged: something is missing or differs.
        """
        self.verify(manifest)
        for name, sha256 in {MANIFEST_FILE: manifest.version, **manifest.files, **manifest.encoder_files}.items():
            whole = hashlib.sha256()
            for block in self._read_blocks(sha256, name):
                whole.update(block)
            if not whole.hexdigest().startswith(sha256):
                raise self._changed(name)
            self._whole.add(sha256)
        if self.vectors(manifest).sha256() != manifest.vectors.get("in_engine"):
            raise self._changed("the vectors")

    def arrange(self, draft: Path) -> "VectorFacts":
        """Bring the rows that were written into a draft to the engine, ready to be searched."""
        from edubot.index.engine.writing import new_collection, write_vectors
        from edubot.index.vector_rows import read_rows
        from edubot.index.vectors import ROWS_FILE

        rows = read_rows(draft / ROWS_FILE)
        self._drafted = new_collection(self._address)
        facts = write_vectors(self._address, self._drafted, rows)
        del rows  # some systems remove no file that is mapped
        (draft / ROWS_FILE).unlink()
        return facts

    @contextlib.contextmanager
    def lock(self, wait: Callable[[], object] | None = None) -> Iterator[None]:
        """Hold the index for one build of this machine; what a killed one left behind is swept away."""
        with super().lock(wait):
            self._records.create()
            self._blocks.create()
            self._sweep()
            yield

    @contextlib.contextmanager
    def draft(self, room: str = VERSIONS) -> Iterator[Path]:
        """A folder to write a version or an encoder into; what became of neither is gone afterwards."""
        try:
            with super().draft(room) as folder:
                yield folder
        finally:
            if room == VERSIONS and self._drafted:
                with contextlib.suppress(IndexUnusable):  # the next build sweeps it away
                    self._drop(self._drafted)
                self._drafted = ""

    def put_in_use(self, draft: Path, manifest: Manifest, keep: int = KEPT) -> None:
        """Bring a finished draft's files to the engine, move the alias, and drop the oldest versions."""
        (draft / MANIFEST_FILE).write_bytes(manifest.as_bytes())
        self._bring(draft / MANIFEST_FILE, manifest.version)
        for place, files in ((draft, manifest.files), (self.encoder(manifest.encoder), manifest.encoder_files)):
            for name, sha256 in files.items():
                self._bring(place / name, sha256)
        replaced = self._versions().get(manifest.version)
        before = self._previous()
        written = Written(self._drafted, time.time())
        self._records.put(f"{_VERSION_KEY}{manifest.version}", json.dumps(asdict(written)))
        self.point_to(manifest.version)
        self._drafted = ""
        if replaced:
            self._drop(replaced.collection)
        place = self.version(manifest.version)
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
        self._drop_all_but([name for name in dict.fromkeys((manifest.version, before, *self.kept)) if name][:keep])

    def point_to(self, version: str) -> None:
        """Put a version in use: whoever asks from now on finds its vectors behind the alias."""
        collection = self._versions()[version].collection
        point = "create_alias" if collection_in_use(self._address) is None else "alter_alias"
        self._engine.call(point, collection, self._address.name)

    def _versions(self) -> dict[str, Written]:
        """The versions that the engine holds, by their names."""
        try:
            found = self._records.under(_VERSION_KEY).items()
            return {key.removeprefix(_VERSION_KEY): Written(**json.loads(text)) for key, text in found}
        except (ValueError, TypeError) as error:
            raise IndexDamaged(
                f"The records of {self} are not as edubot wrote them", "Build the index again"
            ) from error

    def _bring(self, path: Path, name: str) -> None:
        """Put a file into the engine, unless it was found whole there."""
        if name not in self._whole:
            self._blocks.write(path, name)

    def _verify(self, place: Path, files: Mapping[str, str]) -> None:
        """Have the files in a folder of the cache, each held against its SHA-256."""
        for name, sha256 in files.items():
            self._have(place / name, sha256)

    def _have(self, path: Path, sha256: str) -> None:
        """Have a file in the cache, whole; it is fetched where it is not.

        Args:
            sha256: or its beginning.
        """
        if self._is_whole(path, sha256):
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / ".fetching"):
                if not self._is_whole(path, sha256):
                    self._fetch(path, sha256)
        except OSError as error:
            told = f"{path} could not be written ({error.strerror})"
            raise IndexUnusable(told, "Free some room or get the right to write there") from error

    def _fetch(self, path: Path, sha256: str) -> None:
        waiting = path.with_name(f"{path.name}.new")
        with waiting.open("wb") as file:
            for block in self._read_blocks(sha256, path.name):
                file.write(block)
        if not file_sha256(waiting).startswith(sha256):
            waiting.unlink()
            raise self._changed(path.name)
        waiting.replace(path)
        self._clear_cache({*self.kept, path.parent.name})

    def _is_whole(self, path: Path, sha256: str) -> bool:
        """Whether a file of the cache is as it was written; looked at once as long as nobody writes to it."""
        try:
            found = path.stat()
            stamp = (sha256, found.st_size, found.st_mtime_ns)
            if self._held.get(path) != stamp and not file_sha256(path).startswith(sha256):
                return False
        except OSError:
            return False
        self._held[path] = stamp
        return True

    def _read_blocks(self, sha256: str, name: str) -> Iterator[bytes]:
        try:
            yield from self._blocks.read(sha256)
        except BlockLost as error:
            raise self._changed(name) from error

    def _changed(self, what: str) -> IndexDamaged:
        return IndexDamaged(f"{what} of {self} was changed after the build", "Build the index again")

    def _read(self, name: str) -> bytes:
        text = self._records.get(f"{_FILE_KEY}{name}")
        if text is None:
            raise FileNotFoundError(name)
        try:
            return b64decode(text, validate=True)
        except ValueError as error:
            raise OSError(f"{name} is not as edubot wrote it") from error

    def _write(self, name: str, content: bytes) -> None:
        self._records.put(f"{_FILE_KEY}{name}", b64encode(content).decode("ascii"))

    def _drop_all_but(self, kept: Collection[str]) -> None:
        """Remove other versions, and the files that only they used."""
        for name, written in self._versions().items():
            if name not in kept:
                self._records.drop(f"{_VERSION_KEY}{name}")
                self._drop(written.collection)
        with contextlib.suppress(IndexDamaged, IndexMismatch):  # of a manifest that nobody can read all files stay
            manifests = [self.manifest(name) for name in kept]
            files = {file for one in manifests for file in (*one.files.values(), *one.encoder_files.values())}
            self._blocks.drop_all_but({*kept, *files}, ABANDONED)
        self._clear_cache(kept)

    def _clear_cache(self, kept: Collection[str]) -> None:
        for place in (self.root / VERSIONS).glob("*"):
            if place.name not in kept and not place.name.startswith("."):
                shutil.rmtree(place, ignore_errors=True)

    def _sweep(self) -> None:
        """Drop the vectors of builds that were killed long ago; one of today may be another machine's, at work."""
        ours = re.compile(rf"{re.escape(self._address.name)}_([0-9a-f]{{8}})_[0-9a-f]{{8}}")
        named = {written.collection for written in self._versions().values()}
        for collection in self._engine.call("list_collections"):
            found = ours.fullmatch(collection)
            if found and collection not in named and time.time() - int(found[1], 16) > ABANDONED:
                self._drop(collection)

    def _drop(self, collection: str) -> None:
        with contextlib.suppress(NotThere):
            self._engine.call("drop_collection", collection, timeout=WORKING_SECONDS)
