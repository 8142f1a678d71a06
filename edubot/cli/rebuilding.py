"""From a chat whose index cannot be used to one that can: the index built again, in a process of its own.

The screen must not wait for the encoder's libraries, which hold Python's lock while they load and take memory that is
not given back; and a build that is killed harms nothing.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from edubot.address import EngineAddress, Place
from edubot.answering import BuildStep, Rebuild
from edubot.errors import BadInput, BuildFailed, EdubotError
from edubot.index.versions import IndexFolder
from edubot.process import command_of
from edubot.settings import default_index

LESS_URGENT = 5
"""How much a build steps back behind who types, as `nice` counts it."""
WAITING = "Another build is running; waiting for it"


def rebuilding(index: Place | None) -> Rebuild | None:
    """What builds an index again; None where nobody can say which leaflets belong in it, or where strangers come.

    Args:
        index: where it is; the default one, whose leaflets are the bundled ones unless others were built, if None.
    """
    if os.environ.get("TEXTUAL_DRIVER"):  # a visitor of a served chat does not set this machine to work
        return None
    if isinstance(index, EngineAddress):  # it is others' too: who chats does not build it
        return None
    try:
        known = index is None or IndexFolder(index).library is not None
    except BadInput:
        known = False
    root = (index or default_index()).absolute()
    return (lambda listen: build_beside(root, listen)) if known else None


def build_beside(root: Path, listen: Callable[[BuildStep], None]) -> tuple[str, ...]:
    """Build an index again in another process, which ends with this one; a sentence on each file that was left out.

    Raises:
        BuildFailed: it could not be built; the last index stays in use.
    """
    command = command_of("edubot.cli.rebuilding", str(root))
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    last: dict[str, Any] = {}
    with subprocess.Popen(  # noqa: S603  our own command, and a path as one argument
        command, stdin=pipe, stdout=pipe, stderr=nowhere, encoding="utf-8", start_new_session=True
    ) as child:
        try:
            assert child.stdout is not None, "it was asked for"
            for line in child.stdout:
                last = json.loads(line)
                if "stage" in last:
                    listen(BuildStep(**last))
            child.wait()
        finally:
            child.kill()
    if "problem" in last:
        problem, mend = last["problem"]
        raise BuildFailed(problem, mend)
    if "left_out" not in last:
        problem = f"The build was ended before it was done (status {child.returncode})"
        raise BuildFailed(problem, "Close other programs and try again; the last index stays in use")
    return tuple(last["left_out"])


def main() -> None:
    """The other process: builds the index in the folder named, and tells a JSON object a line how far it is."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    told = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what libraries print is no word of ours
    if hasattr(os, "nice"):
        os.nice(LESS_URGENT)

    def tell(**line: object) -> None:
        print(json.dumps(line), file=told, flush=True)

    try:
        tell(left_out=_build(Path(sys.argv[1]), tell))
    except EdubotError as problem:
        tell(problem=[problem.problem, problem.mend])
    except Exception as error:  # the last net: the chat must be able to say what went wrong
        tell(problem=[f"edubot failed inside ({type(error).__name__}: {error})", "Run edubot build to see more"])


def _build(root: Path, tell: Callable[..., None]) -> tuple[str, ...]:
    from edubot.cli.build import Wanted, left_out
    from edubot.index.build import build_index
    from edubot.index.progress import Progress
    from edubot.index.sentence_encoder import SentenceEncoder

    def hear(progress: Progress) -> None:
        tell(stage=progress.stage.value, done=progress.done, total=progress.total)

    library = Wanted(index=root).library()
    wait = lambda: tell(stage=WAITING)  # noqa: E731  as `build_index` calls it
    build_index(library, root, SentenceEncoder(), listen=hear, place=library.place, wait=wait)
    return left_out(library)


def _end_with_the_parent() -> None:
    """Nobody waits for the index of a chat that is gone: its end closes this pipe, however it ends.

    Read without `sys.stdin`, whose lock this thread would hold when the process ends, which aborts it.
    """
    while os.read(0, 1):
        pass
    os._exit(1)
