"""Says now and then which tests have been running for long: a run that hangs, or is ended from outside, told where."""

import sys
import threading
import time

import pytest

LONG = 240.0
"""Seconds after which a test is named, and again after as many."""


class StillRunning:
    """Knows which tests run at the moment, in whichever process."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._over = threading.Event()

    def pytest_sessionstart(self) -> None:
        """Begin to watch."""
        threading.Thread(target=self._watch, name="still running", daemon=True).start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self._since[nodeid] = time.monotonic()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """A test ended."""
        self._since.pop(nodeid, None)

    def pytest_sessionfinish(self) -> None:
        """Watch no more."""
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(LONG):
            now = time.monotonic()
            for nodeid, since in sorted(self._since.items()):
                if now - since > LONG:
                    sys.stderr.write(f"\nstill running after {now - since:.0f} s: {nodeid}\n")


def pytest_configure(config: pytest.Config) -> None:
    """Watch from the process that hears of all tests."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(StillRunning())
