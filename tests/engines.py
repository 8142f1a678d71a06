"""An engine for tests: started, armed, killed and started again."""

import subprocess
import sys
import uuid
from pathlib import Path

from edubot.address import EngineAddress
from tests.conftest import REPOSITORY
from tests.engine_server import DIES


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

    def kill(self) -> None:
        """End it without a word."""
        self._process.kill()
        self._process.communicate()

    def address(self) -> EngineAddress:
        """Of an index that nobody has built."""
        return EngineAddress("127.0.0.1", self.port, f"index_{uuid.uuid4().hex[:8]}")
