"""An engine for tests: started, armed, killed and started again."""

import contextlib
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

from edubot.address import EngineAddress
from edubot.errors import EngineUnavailable
from edubot.index.engine.client import engine_of
from tests.conftest import REPOSITORY
from tests.engine_server import DIES

PATIENCE = 300
"""Tenths of a second that reaching it may take; only a fault takes all of them."""


class TestEngine:
    """A process that speaks Milvus' protocol on the loopback."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = 0
        self.start()

    def start(self) -> None:
        """Start, at the port that it had before."""
        (self._folder / DIES).unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.engine_server", str(self._folder), str(self.port)]
        self._process = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdout is not None, "it was asked for"
        self.port = int(self._process.stdout.readline())

    def dies_of_the_next_search(self) -> None:
        """From now on whoever searches kills it."""
        (self._folder / DIES).touch()

    def restart(self) -> None:
        """Start again, and wait until those who were connected reach it."""
        self.kill()
        self.start()
        until_reached(self.address())

    def pause(self) -> None:
        """Let it be there and say nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it speak again."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word."""
        self._process.kill()
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate()

    def address(self) -> EngineAddress:
        """Of an index that nobody has built."""
        return EngineAddress("127.0.0.1", self.port, f"index_{uuid.uuid4().hex[:8]}")


def until_reached(address: EngineAddress) -> None:
    """Wait until an engine that is there again is reached."""
    for _ in range(PATIENCE):
        with contextlib.suppress(EngineUnavailable):
            engine_of(address).call("list_collections")
            return
        time.sleep(0.1)
    engine_of(address).call("list_collections")
