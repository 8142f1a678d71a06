"""The versions of an index that are kept: which there are, whether each is whole, and the way back to one."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from edubot.errors import BadInput, IndexDamaged, IndexUnusable
from edubot.index.manifest import Manifest
from edubot.index.search_index import must_fit
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.settings import ScorerSettings


@dataclass(frozen=True)
class Kept:
    """A version in the folder."""

    name: str
    built: datetime
    """In the zone of this machine."""
    in_use: bool
    manifest: Manifest | None
    """None where it cannot be read; then there is a `problem`."""
    problem: str = ""


def versions(folder: IndexFolder) -> list[Kept]:
    """All versions in a folder, the one that was built last first; none is in use where the pointer is damaged.

    Raises:
        IndexMissing: there is no index.
    """
    try:
        current = folder.current
    except IndexDamaged:
        current = ""
    return [_kept(folder, name, current) for name in folder.kept]


def version_called(folder: IndexFolder, beginning: str) -> str:
    """The version of which this is the name or its beginning.

    Raises:
        BadInput: there is none, or more than one.
    """
    found = [name for name in folder.kept if beginning and name.startswith(beginning)]
    if len(found) != 1:
        several = "more than one version" if found else "no version"
        raise BadInput(
            f"{beginning!r} is {several} in {folder}", "Take a name that edubot index list shows, or its beginning"
        )
    return found[0]


def inspect(folder: IndexFolder, version: str) -> Manifest:
    """Hold all of a version against what was written: each file, each leaflet's text, each part of it.

    Raises:
        IndexUnusable: something is not as it was written.
    """
    manifest = folder.manifest(version)
    folder.inspect(manifest)
    with closing(Store(folder.store(version))) as store:
        store.inspect()
        held = (len(store.leaflets()), sum(len(store.passages_of(source.id)) for source in store.leaflets()))
    if (*held, len(folder.vectors(manifest))) != (manifest.leaflets, manifest.passages, held[1]):
        told = f"The files in {folder.version(version)} do not belong together"
        raise IndexDamaged(told, "Build the index again")
    return manifest


def go_back(folder: IndexFolder, wanted: str | None) -> Kept:
    """Put another version in use: the one named, else the last one built before the one in use.

    Raises:
        BadInput: there is no such version.
        IndexUnusable: it is damaged, or for another scorer; the one in use stays.
    """
    name = version_called(folder, wanted) if wanted else _before(folder)
    with folder.lock():
        must_fit(inspect(folder, name), ScorerSettings(), f"Version {name[:12]}")
        folder.point_to(name)
        return _kept(folder, name, name)


def _before(folder: IndexFolder) -> str:
    found = versions(folder)
    later = [position for position, kept in enumerate(found) if kept.in_use]
    earlier = found[later[0] + 1 :] if later else found
    if not earlier:
        raise BadInput(f"{folder} keeps no version from before", "Build the leaflets as they were, or name one")
    return earlier[0].name


def _kept(folder: IndexFolder, name: str, current: str) -> Kept:
    manifest, problem = None, ""
    try:
        manifest = folder.manifest(name)
    except IndexUnusable as unusable:
        problem = str(unusable)
    built = datetime.fromtimestamp(folder.built(name)).astimezone()
    return Kept(name, built, name == current, manifest, problem)
