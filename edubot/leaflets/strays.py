"""Curations in a folder that no leaflet would be read with: what they keep back would be shown."""

from collections.abc import Iterator
from pathlib import Path

from edubot.errors import BadInput, LeafletUnreadable
from edubot.leaflets.entries import entries, refuse_unfit
from edubot.leaflets.kinds import READERS

BESIDE = ".toml"
"""How the name of a curation ends that stands beside its leaflet."""
_OR_OUT = "or take it out of the folder"


def is_curation(path: Path) -> bool:
    """Whether a file is meant as a curation, in whatever case its ending is written."""
    return path.suffix.lower() == BESIDE


def strays(folder: Path, only: str | None = None) -> Iterator[BadInput]:
    """A sentence for each curation in a folder that is lost to its leaflet.

    Args:
        only: the name, without its ending, of the one leaflet that is read.

    Raises:
        LeafletUnreadable: the folder itself cannot be read.
    """
    found = entries(folder, inner=True)
    stems = {path.stem for path in found if path.suffix.lower() in READERS}
    if only:
        stems.add(only)
    for path in found:
        if is_curation(path) and only in (None, path.stem):
            try:
                _refuse(path, folder, stems)
            except BadInput as fault:
                yield fault


def _refuse(beside: Path, folder: Path, stems: set[str]) -> None:
    refuse_unfit(beside, folder)
    if beside.suffix != BESIDE:
        raise LeafletUnreadable(f"{beside} is not read, for its ending", f"Write the ending as {BESIDE}, {_OR_OUT}")
    if beside.stem not in stems:
        raise LeafletUnreadable(f"{beside} stands beside no leaflet", f"Give it the leaflet's name again, {_OR_OUT}")
