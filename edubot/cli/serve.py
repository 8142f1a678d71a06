"""`edubot serve`: the chat in a browser."""

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from edubot.address import Place
from edubot.beside.requests import Opening
from edubot.cli.chat import SHARED_ROOM, preferred
from edubot.cli.opening import default_index_is_missing
from edubot.cli.output import tell
from edubot.errors import BadInput
from edubot.index.versions import IndexFolder
from edubot.process import processors
from edubot.settings import country_setting, default_index, named_index


def run_serve(
    index: Place | None,
    country: str | None,
    host: str,
    port: int,
    visitors: int,
    idle: float,
    names: Sequence[str] = (),
) -> None:
    """Serve until interrupted; an index that cannot be used is told before anybody comes.

    Raises:
        IndexUnusable: missing or damaged.
        BadInput: the address cannot be listened at, or the country is not known, or a name is none.
    """
    from edubot.index.store import Store
    from edubot.web.headers import host_name, is_loopback
    from edubot.web.kiosk import Kiosk
    from edubot.web.limits import Limits

    for name in names:
        if not name or host_name(name) != name.lower().rstrip("."):
            told = f"{name or 'Nothing'} is not a name of a machine alone"
            raise BadInput(told, "Write --name without http:// and without a port, such as --name ward.example.org")
    _, guardrail, notice = preferred(country)
    if notice:
        tell(notice)
    index = named_index(index)
    if index is None and default_index_is_missing():
        from edubot.cli.build import build_with_progress

        build_with_progress()
    folder = IndexFolder.at(index or default_index())
    manifest = folder.manifest()
    folder.verify(manifest)
    out_of_use = folder.withdrawals.ids()
    drugs = {source.drug for source in Store(folder.store(manifest.version), out_of_use).leaflets()}

    def started() -> None:
        print(f"edubot is at http://{host}:{port}  (Ctrl+C ends it)", flush=True)
        if not is_loopback(host):
            tell("Whoever can reach this machine can use it, and what they type is not encrypted on the way.")

    place = folder.place.resolve() if isinstance(folder.place, Path) else folder.place
    with _rooms(Opening(place, guardrail.country), visitors) as room:
        command = _chat(place, country_setting(country), room)
        Kiosk(command, guardrail.over(drugs), host, port, Limits(visitors, idle * 60), names).run(started)


@contextmanager
def _rooms(opening: Opening, visitors: int) -> Iterator[Path | None]:
    """Where the leaflets are open for all, one process for each processor; None where none is to be had."""
    from edubot.beside.host import shared_rooms

    with ExitStack() as held:
        room = None
        with suppress(OSError):
            room = held.enter_context(shared_rooms(opening, min(visitors, processors())))
        yield room


def _chat(place: Place, country: str | None, room: Path | None) -> str:
    """The command of one visitor's chat; what it has to say of itself goes nowhere, for it may hold what was typed."""
    words = [sys.executable, "-m", "edubot", "chat", "--index", str(place)]
    words += ["--country", country] if country else []
    if os.name != "posix":
        raise BadInput("Serving needs a system like Linux or macOS", "Use the chat itself: edubot")
    told = ["env", f"{SHARED_ROOM}={room}"] if room else []
    return f"exec {shlex.join([*told, *words])} 2>/dev/null"
