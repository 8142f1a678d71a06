"""An index in an engine, as an index folder: what is not a vector is kept as files of this machine's cache.

    NAME                    alias: the collection of the version in use
    NAME_TIME_CHANCE        vectors of a version
    NAME_blocks             manifests, stores and encoders, by what they hold
    NAME_records            versions and whose vectors lie where; leaflets out of use; place of the leaflets

A version is written beside what is there, and only then does the alias move, in one step of the engine. Every file is
held against its SHA-256 on its way here and whenever it is opened, and fetched again where the cache was damaged.
"""

import contextlib
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from edubot.address import EngineAddress, Place
from edubot.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnusable
from edubot.index.engine.alias import collection_in_use
from edubot.index.engine.blocks import Blocks
from edubot.index.engine.cache import Cache
from edubot.index.engine.client import engine_of
from edubot.index.engine.records import Records
from edubot.index.engine.withdrawals import EngineWithdrawals
from edubot.index.engine.written import ABANDONED, WrittenVersions
from edubot.index.layout import KEPT, MANIFEST_FILE, STORE_FILE, VERSIONS
from edubot.index.manifest import Manifest
from edubot.index.versions import IndexFolder
from edubot.settings import engine_cache

if TYPE_CHECKING:
    from edubot.index.engine.vectors import EngineVectors
    from edubot.index.vectors import VectorFacts

_BESIDE = "beside/"


class EngineFolder(IndexFolder):
    """Paths and the alias of one index in an engine."""

    def __init__(self, address: EngineAddress) -> None:
        super().__init__(engine_cache(address))
        self._address = address
        self._records = Records(address)
        self._blocks = Blocks(address, self._records)
        self._cache = Cache(address, self.root, self._blocks)
        self._versions = WrittenVersions(address, self._records)
        self._drafted = ""
        """Collection of the draft at hand."""
        self._whole: set[str] = set()
        """SHA-256 of the files that were found whole in the engine."""

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
        if name := self._versions.name_of(collection):
            return name
        raise IndexDamaged(f"{self} names no version that is there", "Build the index again")

    @property
    def kept(self) -> list[str]:
        """Names of all versions in the engine, the one that was built last first."""
        found = self._versions.all()
        return sorted(found, key=lambda name: (-found[name].built, name))

    def built(self, version: str) -> float:
        """When a version was built, in seconds as the system counts them; 0 where that cannot be known."""
        written = self._versions.all().get(version)
        return written.built if written else 0.0

    def manifest(self, version: str | None = None) -> Manifest:
        """Manifest of a version; of the one in use where none is named."""
        name = version or self.current
        if self._cache.have(self.version(name) / MANIFEST_FILE, name):
            self._cache.drop_versions({*self.kept, name})
        return super().manifest(name)

    def store(self, version: str) -> Path:
        """The file of a version's leaflets, fetched where it is not here."""
        path = super().store(version)
        self._cache.have(path, self.manifest(version).files[STORE_FILE])
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

        written = self._versions.all().get(manifest.version)
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
            self._cache.must_be_in_engine(name, sha256)
            self._whole.add(sha256)
        if self.vectors(manifest).sha256() != manifest.vectors.get("in_engine"):
            raise self._cache.changed("A vector")

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
            self._versions.sweep()
            yield

    @contextlib.contextmanager
    def draft(self, room: str = VERSIONS) -> Iterator[Path]:
        """A folder to write a version or an encoder into; what became of neither is gone afterwards."""
        try:
            with super().draft(room) as folder:
                yield folder
        finally:
            if room == VERSIONS and self._drafted:
                with contextlib.suppress(IndexUnusable):  # a later build sweeps it away
                    self._versions.drop_vectors(self._drafted)
                self._drafted = ""

    def put_in_use(self, draft: Path, manifest: Manifest, keep: int = KEPT) -> None:
        """Bring a finished draft's files to the engine, move the alias, and drop the oldest versions."""
        (draft / MANIFEST_FILE).write_bytes(manifest.as_bytes())
        self._bring(draft, {MANIFEST_FILE: manifest.version, **manifest.files})
        self._bring(self.encoder(manifest.encoder), manifest.encoder_files)
        before = self._previous()
        collection, self._drafted = self._drafted, ""  # from here on a record may name it, whatever becomes of us
        self._versions.put(manifest.version, collection)
        self._point_to(collection)
        self._versions.drop(manifest.version, but=collection)
        place = self.version(manifest.version)
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
        self._drop_all_but([name for name in dict.fromkeys((manifest.version, before, *self.kept)) if name][:keep])

    def point_to(self, version: str) -> None:
        """Put a version in use: whoever asks from now on finds its vectors behind the alias."""
        self._point_to(self._versions.all()[version].collection)

    def _point_to(self, collection: str) -> None:
        point = "create_alias" if collection_in_use(self._address) is None else "alter_alias"
        engine_of(self._address).call(point, collection, self._address.name)

    def _bring(self, folder: Path, files: Mapping[str, str]) -> None:
        """Put files into the engine, unless they were found whole there."""
        for name, sha256 in files.items():
            if sha256 not in self._whole:
                self._blocks.write(folder / name, sha256)

    def _verify(self, place: Path, files: Mapping[str, str]) -> None:
        """Have the files in a folder of the cache, each held against its SHA-256."""
        for name, sha256 in files.items():
            self._cache.have(place / name, sha256)

    def _read(self, name: str) -> bytes:
        text = self._records.get(f"{_BESIDE}{name}")
        if text is None:
            raise FileNotFoundError(name)
        try:
            return b64decode(text, validate=True)
        except ValueError as error:
            raise OSError(f"{name} is not as edubot wrote it") from error

    def _write(self, name: str, content: bytes) -> None:
        self._records.put(f"{_BESIDE}{name}", b64encode(content).decode("ascii"))

    def _drop_all_but(self, kept: Collection[str]) -> None:
        """Remove other versions, and the files that only they used."""
        for name in self._versions.all():
            if name not in kept:
                self._versions.drop(name)
        with contextlib.suppress(IndexDamaged, IndexMismatch):  # of a manifest that nobody can read all files stay
            manifests = [self.manifest(name) for name in kept]
            files = {file for one in manifests for file in (*one.files.values(), *one.encoder_files.values())}
            self._blocks.drop_all_but({*kept, *files}, ABANDONED)
        self._cache.drop_versions(kept)
