"""Before any work: whether every machine runs this edubot, and sees the same leaflets and the same index as we do."""

import hashlib
import platform
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from edubot import __version__
from edubot.errors import BuildFailed

_WAIT = 120.0
"""Seconds for the slowest machine to start a process."""
_ONE_PATH = "Put it where all see the same one under the same path"


@dataclass(frozen=True)
class Greeting:
    """What a machine says of itself."""

    machine: str
    edubot: str
    leaflets: str
    """SHA-256 of what lies under the leaflets' path there."""
    word: str
    """What it read in the index folder; nothing where it sees no such file."""


def greet(leaflets: Path, room: Path) -> None:
    """Ask all machines of the cluster.

    Args:
        leaflets: a file or folder of which every one must see the same state, under the same path.
        room: a folder that all must share; a word is left in it for the time of the greeting.

    Raises:
        BuildFailed: one of them cannot help; nothing was done yet.
    """
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    task = ray.remote(num_cpus=0, max_retries=1)(hello)
    alive = [node["NodeID"] for node in ray.nodes() if node["Alive"]]
    with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=room, prefix=".greeting-") as held:
        word = secrets.token_hex(8)
        held.write(word)
        held.flush()
        asked = [
            task.options(scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False)).remote(
                leaflets, Path(held.name)
            )
            for node in alive
        ]
        for greeting in ray.get(asked, timeout=_WAIT):
            check(greeting, Greeting(platform.node(), __version__, _state(leaflets), word), leaflets, room)


def check(there: Greeting, here: Greeting, leaflets: Path, room: Path) -> None:
    """Hold a machine's greeting against our own.

    Raises:
        BuildFailed: it would read other leaflets, keep its work elsewhere, or do it in another way.
    """
    if there.edubot != here.edubot:
        raise BuildFailed(f"{there.machine} has edubot {there.edubot} and not {here.edubot}", "Install this one there")
    if there.leaflets != here.leaflets:
        raise BuildFailed(f"{there.machine} does not see {leaflets} as this machine does", _ONE_PATH)
    if there.word != here.word:
        raise BuildFailed(f"{there.machine} does not see {room} of this machine", _ONE_PATH)


def hello(leaflets: Path, word: Path) -> Greeting:
    """The greeting of the machine that runs it.

    Args:
        word: the file that was left in the index folder.
    """
    read = word.read_text(encoding="ascii") if word.is_file() else ""
    return Greeting(platform.node(), __version__, _state(leaflets), read)


def _state(place: Path) -> str:
    """SHA-256 of the names, sizes and times of change of the files in a place; nothing where it is not there."""
    if not place.exists():
        return ""
    files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        facts = path.stat()
        whole.update(f"{path.relative_to(place)}\0{facts.st_size}\0{int(facts.st_mtime)}\0".encode(errors="replace"))
    return whole.hexdigest()
