"""What a run has measured so far, a line each, so that a run that was stopped goes on where it was."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Journal:
    """Records of one run, by a key each; a torn last line is measured again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = dict(_read(path))

    def once(self, key: str, measure: Callable[[], Record]) -> Record:
        """What was measured under a key; measured now where it was not yet."""
        if key not in self._held:
            found = measure()
            with self._path.open("a", encoding="utf-8") as file:
                print(json.dumps([key, found], ensure_ascii=False), file=file, flush=True)
                os.fsync(file.fileno())
            self._held[key] = found
        return self._held[key]

    def __getitem__(self, key: str) -> Record:
        return self._held[key]

    def __contains__(self, key: str) -> bool:
        return key in self._held


def _read(path: Path) -> Iterator[tuple[str, Record]]:
    if not path.is_file():
        return
    whole = path.read_text(encoding="utf-8")
    kept = whole[: whole.rfind("\n") + 1]
    if kept != whole:
        path.write_text(kept, encoding="utf-8")
    for line in kept.splitlines():
        key, found = json.loads(line)
        yield key, found
