"""The index folder as it lies on disk: the names that edubot gives, and what it may therefore remove.

    INDEX/
      current              name of the version in use
      versions/NAME/       manifest.json, store.sqlite, and the files of `vectors`
      encoders/NAME/       the exported encoder, shared by versions
      encoded/             what a build on several machines has encoded so far; gone when it is in use
      library              place of the leaflets that it was built from
      withdrawn.json       leaflets out of use; see `withdrawals`

Whatever else lies there is somebody's own, and stays.
"""

import contextlib
import re
import shutil
from collections.abc import Collection
from pathlib import Path

POINTER_FILE = "current"
MANIFEST_FILE = "manifest.json"
STORE_FILE = "store.sqlite"
LIBRARY_FILE = "library"
VERSIONS = "versions"
ENCODERS = "encoders"
ENCODED = "encoded"
"""What a build on several machines has encoded and not yet put in use; see `edubot.cluster.blocks`."""
DRAFT = ".draft-"
"""How the folder of what is not yet finished begins; the number of its process follows."""
EXPORT_FORM = 2
"""Of what `onnx_export` writes; in the folder's name, so that no new form is written over one in use."""
KEPT = 5
"""Versions that stay in the folder, the one in use among them."""
_VERSION = re.compile(r"[0-9a-f]{32}")
_ENCODER = re.compile(r"[0-9a-f]{32}(-[0-9]+)?")
_BLOCKS = re.compile(r"[0-9a-f]{32}")
_DRAFT = re.compile(r"\.draft-[0-9]+")


def version_names(root: Path) -> list[str]:
    """Names of the versions that are there, in no order."""
    return [place.name for place in (root / VERSIONS).glob("*") if _VERSION.fullmatch(place.name) and place.is_dir()]


def drop_versions(root: Path, kept: Collection[str]) -> None:
    """Remove all versions but some."""
    _clear(root / VERSIONS, _VERSION, kept)


def drop_encoders(root: Path, kept: Collection[str]) -> None:
    """Remove all exported encoders but some."""
    _clear(root / ENCODERS, _ENCODER, kept)


def drop_encoded(root: Path) -> None:
    """Remove what a build left for the case that it had to go on."""
    room = root / ENCODED
    with contextlib.suppress(OSError):
        _clear(room, _BLOCKS, ())
        for sheet in room.glob("*.sheet"):
            sheet.unlink()
        room.rmdir()


def drop_drafts(root: Path) -> None:
    """Remove what a build that was killed had not finished."""
    for room in (VERSIONS, ENCODERS):
        for left_over in (root / room).glob(f"{DRAFT}*"):
            if _DRAFT.fullmatch(left_over.name):
                shutil.rmtree(left_over)


def _clear(folder: Path, ours: re.Pattern[str], kept: Collection[str]) -> None:
    for place in folder.iterdir():
        if ours.fullmatch(place.name) and place.name not in kept:
            shutil.rmtree(place, ignore_errors=True)
