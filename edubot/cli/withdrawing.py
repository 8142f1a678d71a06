"""`edubot index withdraw` and `restore`: leaflets out of use at once, running chats included."""

import json
from contextlib import closing
from datetime import datetime

from edubot.address import Place
from edubot.cli.versions import folder_of, leaflet_called
from edubot.errors import BadInput, IndexUnusable
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawal
from edubot.model import Source


def run_withdraw(leaflet: str, why: str, index: Place | None) -> None:
    """Take a leaflet out of use, whichever version serves from now on."""
    folder = folder_of(index)
    source = leaflet_called(_known(folder), leaflet, folder)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    folder.withdrawals.add(Withdrawal(source.id, now, " ".join(why.split())))
    print(f"Out of use from now on, also in chats that are open: {source.title} ({source.id}).")
    print(f"It stays so through every build, until you run: edubot index restore {source.id}")


def run_restore(leaflet: str, index: Place | None) -> None:
    """Put a leaflet in use again."""
    folder = folder_of(index)
    assert folder.current
    folder.withdrawals.remove(leaflet)
    print(f"In use again: {leaflet}.")


def run_withdrawn(index: Place | None, as_json: bool) -> None:
    """Print the leaflets that are out of use, since when and why."""
    folder = folder_of(index)
    assert folder.current
    found = folder.withdrawals.all()
    if as_json:
        print(json.dumps([{"leaflet": one.leaflet, "on": one.on, "why": one.why} for one in found], ensure_ascii=False))
        return
    for one in found:
        print(f"{one.leaflet}, since {one.on}{f': {one.why}' if one.why else ''}")
    if not found:
        print("No leaflet is out of use.")


def _known(folder: IndexFolder) -> list[Source]:
    """The leaflets of the version in use, then those of others that are kept: they come back with a step back."""
    found: dict[str, Source] = {}
    for name in dict.fromkeys((folder.current, *folder.kept)):
        try:
            folder.manifest(name)
            with closing(Store(folder.store(name))) as store:
                found = {source.id: source for source in store.leaflets()} | found
        except IndexUnusable:
            if name == folder.current:
                raise
    if not found:
        raise BadInput(f"{folder} holds no leaflet", "Build an index first")
    return list(found.values())
