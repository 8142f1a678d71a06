"""`edubot build --watch`: builds again whenever a leaflet or its curation is saved."""

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from edubot.cli.output import tell
from edubot.errors import EdubotError

_SETTLED = 400
"""Milliseconds without a change after which what was saved is taken to be whole."""


def build_when_saved(place: Path, root: Path, build: Callable[[], object], stop: threading.Event | None = None) -> None:
    """Build now, and then after every change, until Ctrl+C; what cannot be built is told, and watching goes on.

    Args:
        place: a folder of leaflets, or one file.
        root: the index, whose own files are no leaflets should it lie among them.
        stop: ends the watch, as Ctrl+C does.
    """
    from watchfiles import watch

    index, only = root.resolve(), None if place.is_dir() else place.stem
    folder = place if place.is_dir() else place.parent

    def is_leaflet(_: object, path: str) -> bool:
        changed = Path(path)
        hidden = changed.name.startswith(".") or index in changed.resolve().parents
        return not hidden and (only is None or changed.stem == only)

    tell(f"Watching {place}. Ctrl+C ends it.")
    with contextlib.suppress(KeyboardInterrupt):
        built = False
        for saved in watch(
            folder,
            watch_filter=is_leaflet,
            step=_SETTLED,
            rust_timeout=_SETTLED,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=True,
        ):
            if saved or not built:  # it listens before it builds first, so that nothing saved meanwhile is missed
                built = True
                _told(build)


def _told(build: Callable[[], object]) -> None:
    try:
        build()
    except EdubotError as problem:
        tell(problem)
    except OSError as error:
        tell(str(error))
