"""Files of an index in an engine, on this machine: fetched once, and held against their SHA-256 at every use."""

import hashlib
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from filelock import FileLock

from edubot.address import EngineAddress
from edubot.errors import IndexDamaged, IndexUnusable
from edubot.index.engine.blocks import BlockLost, Blocks
from edubot.index.layout import VERSIONS
from edubot.index.weights import file_sha256


class Cache:
    """Brings files from the engine's blocks into a folder, whole or not at all."""

    def __init__(self, address: EngineAddress, root: Path, blocks: Blocks) -> None:
        self._address = address
        self._root = root
        self._blocks = blocks
        self._whole: dict[Path, tuple[str, int, int]] = {}
        """Files that were found whole, by SHA-256, size and time."""

    def have(self, path: Path, sha256: str) -> bool:
        """Have a file, whole; whether it had to be fetched.

        Args:
            sha256: or its beginning.

        Raises:
            IndexDamaged: the engine does not hold it as it was written.
            IndexUnusable: it cannot be written here.
        """
        if self._is_whole(path, sha256):
            return False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._root / ".fetching"):
                if self._is_whole(path, sha256):
                    return False
                self._fetch(path, sha256)
                return True
        except OSError as error:
            told = f"{path} could not be written ({error.strerror})"
            raise IndexUnusable(told, "Free some room or get the right to write there") from error

    def drop_versions(self, kept: Collection[str]) -> None:
        """Remove the folders of all versions but some; what is not yet finished stays."""
        for place in (self._root / VERSIONS).glob("*"):
            if place.name not in kept and not place.name.startswith("."):
                shutil.rmtree(place, ignore_errors=True)

    def must_be_in_engine(self, name: str, sha256: str) -> None:
        """Read a file's blocks and keep nothing of them.

        Raises:
            IndexDamaged: the engine does not hold it as it was written.
        """
        whole = hashlib.sha256()
        for block in self._read(name, sha256):
            whole.update(block)
        if not whole.hexdigest().startswith(sha256):
            raise self.changed(name)

    def changed(self, what: str) -> IndexDamaged:
        """What is said of a part of the index that is not as it was written."""
        return IndexDamaged(f"{what} of {self._address} was changed after the build", "Build the index again")

    def _fetch(self, path: Path, sha256: str) -> None:
        waiting = path.with_name(f"{path.name}.new")
        with waiting.open("wb") as file:
            for block in self._read(path.name, sha256):
                file.write(block)
        if not file_sha256(waiting).startswith(sha256):
            waiting.unlink()
            raise self.changed(path.name)
        waiting.replace(path)

    def _read(self, name: str, sha256: str) -> Iterator[bytes]:
        try:
            yield from self._blocks.read(sha256)
        except BlockLost as error:
            raise self.changed(name) from error

    def _is_whole(self, path: Path, sha256: str) -> bool:
        """Whether a file is as it was written; looked through once as long as nobody writes to it."""
        try:
            found = path.stat()
            seen = (sha256, found.st_size, found.st_mtime_ns)
            if self._whole.get(path) != seen and not file_sha256(path).startswith(sha256):
                return False
        except OSError:
            return False
        self._whole[path] = seen
        return True
