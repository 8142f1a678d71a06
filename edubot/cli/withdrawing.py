"""`edubot index withdraw` and `restore`: leaflets out of use at once, running chats included."""

from contextlib import closing
from datetime import datetime

from edubot.address import Place
from edubot.cli.output import print_json, tell
from edubot.cli.versions import folder_of, leaflet_called
from edubot.errors import BadInput, IndexDamaged, IndexUnusable
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawal
from edubot.model import Source


def run_withdraw(leaflet: str, why: str, index: Place | None) -> None:
    """Take a leaflet out of use, whichever version serves from now on."""
    folder = folder_of(index)
    known, damaged = _known(folder)
    source = None if damaged and not _is_among(known, leaflet) else leaflet_called(known, leaflet, folder)
    meant = source.id if source else leaflet
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    folder.withdrawals.add(Withdrawal(meant, now, " ".join(why.split())))
    if source:
        print(f"Out of use from now on, also in chats that are open: {source.title} ({meant}).")
    else:
        tell(f"{damaged} Until then nobody can see whether {leaflet} is a leaflet's id.")
        print(f"If {leaflet} is a leaflet's id, it is out of use from now on, also in chats that are open.")
    print(f"It stays so through every build, until you run: edubot index restore {meant}")


def run_restore(leaflet: str, index: Place | None) -> None:
    """Put a leaflet in use again."""
    folder = folder_of(index)
    folder.must_serve()
    folder.withdrawals.remove(leaflet)
    print(f"In use again: {leaflet}.")


def run_withdrawn(index: Place | None, as_json: bool) -> None:
    """Print the leaflets that are out of use, since when and why."""
    folder = folder_of(index)
    folder.must_serve()
    found = folder.withdrawals.all()
    if as_json:
        print_json([{"leaflet": one.leaflet, "on": one.on, "why": one.why} for one in found])
        return
    for one in found:
        print(f"{one.leaflet}, since {one.on}{f': {one.why}' if one.why else ''}")
    if not found:
        print("No leaflet is out of use.")


def _known(folder: IndexFolder) -> tuple[list[Source], IndexDamaged | None]:
    """The leaflets of the version in use, then those of others that are kept: they come back with a step back.

    Second comes what is wrong with the version in use: open chats show its leaflets all the same, from memory.
    """
    found: dict[str, Source] = {}
    current, damaged = _current(folder)
    for name in dict.fromkeys((*current, *folder.kept)):
        try:
            folder.manifest(name)
            with closing(Store(folder.store(name))) as store:
                found = {source.id: source for source in store.leaflets()} | found
        except IndexDamaged as problem:
            damaged = problem if name in current else damaged
        except IndexUnusable:
            if name in current:
                raise
    if not found and not damaged:
        raise BadInput(f"{folder} holds no leaflet", "Build an index first")
    return list(found.values()), damaged


def _current(folder: IndexFolder) -> tuple[list[str], IndexDamaged | None]:
    try:
        return [folder.current], None
    except IndexDamaged as problem:
        return [], problem


def _is_among(known: list[Source], leaflet: str) -> bool:
    return any(leaflet in (source.id, source.file) for source in known)
