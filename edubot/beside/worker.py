"""The other process: opens the index, and does what it is asked until nobody is there to ask."""

import os
import pickle
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, BinaryIO

from edubot.beside.work import opened, work
from edubot.process import prepare


def main() -> None:
    """Work for the process that holds the other ends of standard input and output."""
    prepare()
    told = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what libraries print is no reply
    heard: SimpleQueue[Any] = SimpleQueue()
    asked = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    threading.Thread(target=_hear, args=(asked, heard.put), daemon=True).start()
    work(heard.get, told, opened)


def _hear(asked: BinaryIO, put: Callable[[object], None]) -> None:
    """Take in requests; when the other process is gone, however it ended, so is this one."""
    try:
        while True:
            put(pickle.load(asked))  # noqa: S301  of the process that began this one
    finally:
        os._exit(0)
