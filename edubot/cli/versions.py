"""`edubot index list`, `show`, `text`, `verify` and `rollback`: the versions that an index keeps."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict

from edubot.address import Place
from edubot.cli.output import print_exactly, print_json, tell
from edubot.errors import BadInput, CheckFailed, IndexUnusable
from edubot.index.history import Kept, go_back, inspect, version_called, versions
from edubot.index.store import Store
from edubot.index.vectors import VectorFacts
from edubot.index.versions import IndexFolder
from edubot.leaflets.reading import counted
from edubot.model import Source
from edubot.settings import default_index, named_index

SHORT = 12
"""Letters of a version's name that are shown; as many as nobody confuses."""


def folder_of(index: Place | None) -> IndexFolder:
    """The index folder that the person means."""
    return IndexFolder.at(named_index(index) or default_index())


def run_list(index: Place | None, as_json: bool) -> None:
    """Print the versions, the one that was built last first.

    Raises:
        IndexUnusable: nothing says which of them is in use; they are printed all the same.
    """
    folder = folder_of(index)
    found = versions(folder)
    if as_json:
        print_json([_as_json(kept) for kept in found])
    else:
        print(_table(found))
    folder.must_serve()


def _table(found: Sequence[Kept]) -> str:
    rows = [f"{'':8}{'version':<{SHORT}}  {'built':<16}  leaflets  passages"]
    for kept in found:
        begin = f"{'in use' if kept.in_use else '':<8}{kept.name[:SHORT]:<{SHORT}}  {kept.built:%Y-%m-%d %H:%M}"
        held = kept.manifest
        rows.append(f"{begin}  {held.leaflets:>8}  {held.passages:>8}" if held else f"{begin}  cannot be used")
    return "\n".join(rows)


def run_show(version: str | None, index: Place | None, as_json: bool) -> None:
    """Print what a version holds and what it was made with.

    Raises:
        IndexUnusable: its manifest or its store cannot be read.
    """
    folder = folder_of(index)
    name = version_called(folder, version) if version else folder.current
    (kept,) = (found for found in versions(folder) if found.name == name)
    manifest = folder.manifest(name)
    with closing(Store(folder.store(name))) as store:
        sources = [(source, len(store.passages_of(source.id))) for source in store.leaflets()]
    if as_json:
        leaflets = [
            {"id": source.id, "title": source.title, "file": source.file, "passages": n} for source, n in sources
        ]
        print_json({**_as_json(kept), "manifest": asdict(manifest), "held": leaflets})
        return
    print(f"Version    {name}{' (in use)' if kept.in_use else ''}")
    print(f"Built      {kept.built:%Y-%m-%d %H:%M}")
    print(f"Encoder    {manifest.encoder_name}, {manifest.dimension} dimensions, {manifest.encoder[:SHORT]}")
    print(f"Search     {VectorFacts.from_json(manifest.vectors)}; passages encoded in {manifest.precision}")
    print(f"Scorer     {manifest.scorer[:SHORT]}, {'calibrated' if manifest.calibration else 'not calibrated'}")
    print(f"Holds      {counted(manifest.leaflets, 'leaflet')}, {counted(manifest.passages, 'passage')}")
    out_of_use = folder.withdrawals.ids()
    for source, count in sources:
        mark = ", out of use" if source.id in out_of_use else ""
        print(f"  {source.id}: {source.title} ({source.file}, {counted(count, 'passage')}{mark})")


def run_text(leaflet: str, index: Place | None) -> None:
    """Print a leaflet's text to the character, as offsets count it; what patients do not see is in it.

    Raises:
        BadInput: there is no such leaflet in the version in use.
    """
    folder = folder_of(index)
    manifest = folder.manifest()
    with closing(Store(folder.store(manifest.version))) as store:
        source = leaflet_called(store.leaflets(), leaflet, folder)
        print_exactly(store.text(source.id) or "")


def run_verify(index: Place | None) -> None:
    """Hold every version that is kept against what was written.

    Raises:
        IndexUnusable: the one in use is not as it was written.
        CheckFailed: another one is not; the one in use is.
    """
    folder = folder_of(index)
    problems: dict[str, IndexUnusable] = {}
    current = folder.current
    folder.withdrawals.all()
    for name in folder.kept:
        try:
            inspect(folder, name)
        except IndexUnusable as problem:
            problems[name] = problem
        else:
            print(f"{name[:SHORT]} is whole{' and in use' if name == current else ''}.")
    if current in problems:
        raise problems.pop(current)
    for told in problems.values():
        tell(told)
    if problems:
        raise CheckFailed(f"{len(problems)} of {len(folder.kept)} versions cannot be used", "Do not go back to them")


def run_rollback(version: str | None, index: Place | None) -> None:
    """Put an earlier version in use."""
    folder = folder_of(index)
    kept = go_back(folder, version)
    assert kept.manifest, "a version that cannot be read is never put in use"
    held = f"{counted(kept.manifest.leaflets, 'leaflet')}, {counted(kept.manifest.passages, 'passage')}"
    print(f"In use: version {kept.name[:SHORT]} of {kept.built:%Y-%m-%d %H:%M}, {held}.")


def leaflet_called(sources: list[Source], name: str, folder: IndexFolder) -> Source:
    """The leaflet of this id or file name.

    Raises:
        BadInput: there is none, or the file name is that of several.
    """
    found = [source for source in sources if source.id == name] or [source for source in sources if source.file == name]
    if len(found) != 1:
        known = ", ".join(source.id for source in sources[:10])
        more = f" and {len(sources) - 10} more" if len(sources) > 10 else ""  # noqa: PLR2004  as above
        raise BadInput(f"There is no leaflet {name!r} in {folder}", f"Name one of {known}{more}")
    return found[0]


def _as_json(kept: Kept) -> dict[str, object]:
    held = kept.manifest
    return {
        "version": kept.name,
        "in_use": kept.in_use,
        "built": kept.built.isoformat(timespec="seconds"),
        "leaflets": held.leaflets if held else None,
        "passages": held.passages if held else None,
        "encoder": held.encoder_name if held else None,
        "problem": kept.problem or None,
    }
