"""What lies in a folder of leaflets, and what of it is refused for its name or its place alone."""

import re
from collections.abc import Iterator
from pathlib import Path

from edubot.errors import LeafletUnreadable

_UNFIT = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
"""Characters that command a terminal, turn a line round, or are no characters at all."""
_OWN = (".", "~$")
"""How the names of files begin that belong to the system or to Word while it is open."""


def entries(folder: Path, inner: bool = False) -> list[Path]:
    """All that lies directly in the folder and is no folder, by name; hidden files are left out.

    Args:
        inner: also the folders in it.

    Raises:
        LeafletUnreadable: the folder itself cannot be read.
    """
    try:
        return sorted(path for path in _inside(folder, inner) if not path.name.startswith(_OWN))
    except OSError as error:
        raise LeafletUnreadable(
            f"{folder} cannot be read ({error.strerror})", "Check the name and the rights"
        ) from error


def _inside(folder: Path, inner: bool) -> Iterator[Path]:
    for path in folder.iterdir():
        try:
            is_folder = path.is_dir()
        except OSError:  # a link to where this user may not look
            is_folder = False
        if inner or not is_folder:
            yield path


def refuse_unfit(path: Path, folder: Path) -> None:
    """Refuse what no reader should open, whatever it holds.

    Raises:
        LeafletUnreadable: a name that cannot be shown, a link that leads out of the folder or nowhere, or no file.
    """
    if _UNFIT.search(path.name):
        raise LeafletUnreadable(
            f"A file in {folder} has control characters in its name ({path.name!a})", "Give it another name"
        )
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise LeafletUnreadable(f"{path} is a link that leads out of the folder", "Put the file itself there")
    if not path.exists():
        raise LeafletUnreadable(f"{path} is a link that leads nowhere", "Put the file itself there")
    if path.is_dir():
        raise LeafletUnreadable(f"{path} is a folder and no file", "Give it another name, or take it out of the folder")
    if not path.is_file():
        raise LeafletUnreadable(f"{path} is no file but a pipe or a device", "Take it out of the folder")
