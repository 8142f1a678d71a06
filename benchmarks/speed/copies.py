"""Leaflets made many, so that a build takes longer than its start-up: the same texts under other titles."""

import shutil
from pathlib import Path

from benchmarks.libraries.contract import Piece, leaflets


def write_copies(place: Path, folder: Path, copies: int) -> int:
    """Write every leaflet so many times, the number of its copy in its first line; returns the words written."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    words = 0
    for leaflet in leaflets(place):
        for number in range(1, copies + 1):
            text = _numbered(leaflet, number)
            (folder / f"{Path(leaflet.file).stem}-{number}.md").write_text(text, encoding="utf-8")
            words += len(text.split())
    return words


def count_words(place: Path) -> int:
    """Words of the leaflets in a folder."""
    return sum(len(leaflet.text.split()) for leaflet in leaflets(place))


def _numbered(leaflet: Piece, number: int) -> str:
    first, _, rest = leaflet.text.lstrip("\ufeff").partition("\n")
    return f"{first.rstrip()} {number}\n{rest}"
