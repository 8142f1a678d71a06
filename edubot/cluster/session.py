"""A connection to Ray that says nothing itself, sends nothing to anybody, and leaves nothing behind."""

import contextlib
import logging
import os
import re
import secrets
import shutil
import socket
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from edubot.errors import BadInput, BuildFailed
from edubot.process import processors

LOCAL = "local"
AUTO = "auto"
_HOST_AND_PORT = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})")
_MEND = "Start Ray there, or build with --ray local or without --ray; the last index stays in use"
_WAIT = 5.0
"""Seconds until a port that does not answer is given up."""
_HANDING_OVER = 10.0
"""Seconds that threads of Ray's may take to end after a build stopped in the middle; they look every tenth of one."""
_IDLE = "Prefetcher"
"""A thread of Ray's that waits for work after a build was stopped, and does none."""
_STORE = 256 << 20
"""Bytes that tasks on this machine may hand over at a time; what is more waits on the disk."""
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # what Ray repeats from its processes: nothing
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_TRAIN_ENABLE_V2_MIGRATION_WARNINGS": "0",
}
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""Ray's own switch for using the loopback address alone."""
_TOKEN = secrets.token_hex(32)
"""What a process must know to use the Ray that is started here: else anybody on this machine could run code in it."""
_GUARDED = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": _TOKEN}
"""Named by us, or Ray would leave a token in the person's home."""
_SOON = {
    "RAY_NUM_REDIS_GET_RETRIES": "1",
    "RAY_py_gcs_connect_timeout_s": "5",
    "RAY_gcs_rpc_server_connect_timeout_s": "3",
}
"""A port where something else answers is given up after seconds and not after a quarter of an hour."""
_OURS = re.compile(r"edubot-ray-(?P<process>[0-9]+)-.*")
_SHORT = 30
"""Characters of a folder in which Ray's sockets still have room for their names."""


@contextlib.contextmanager
def connected(address: str) -> Iterator[None]:
    """Be connected to Ray.

    Args:
        address: `local` starts it for as long as this lasts; `auto` finds the one on this machine; else HOST:PORT.

    Raises:
        BadInput: that is no address, or Ray is not installed.
        BuildFailed: nobody answers there.
    """
    host_and_port = _HOST_AND_PORT.fullmatch(address)
    if address not in (LOCAL, AUTO) and not host_and_port:
        raise BadInput(f"{address} is no address of Ray", "Write --ray local, --ray auto or --ray HOST:PORT")
    if host_and_port:
        _must_listen(address, host_and_port["host"].strip("[]"), int(host_and_port["port"]))
    with contextlib.ExitStack() as stack:
        options: dict[str, Any] = {"address": address}
        os.environ |= _QUIET | (_LOOPBACK | _GUARDED if address == LOCAL else _SOON)
        if address == LOCAL:
            folder = stack.enter_context(_folder())
            options |= {"num_cpus": processors(), "object_store_memory": _STORE, "_temp_dir": str(folder)}
            options |= {"include_dashboard": False, "_node_ip_address": "127.0.0.1"}
        ray = _imported()
        stack.enter_context(_hushed())
        try:
            ray.init(**options, log_to_driver=False, configure_logging=False, namespace="edubot")
        except (OSError, RuntimeError, ValueError) as error:
            raise _not_connected(address, error) from error
        stack.callback(ray.shutdown)
        stack.callback(_let_go, threading.enumerate())
        yield


def _let_go(before: Collection[threading.Thread]) -> None:
    """Wait for the threads that hand rows over: one that reaches for Ray after its end would end this process."""
    until = time.monotonic() + _HANDING_OVER
    for thread in set(threading.enumerate()).difference(before):
        if thread.name != _IDLE:
            thread.join(max(0.0, until - time.monotonic()))


def _not_connected(address: str, error: BaseException) -> BuildFailed:
    where = "on this machine" if address in (LOCAL, AUTO) else f"at {address}"
    cause: BaseException | None = error
    while cause:
        if "AuthenticationError" in f"{type(cause).__name__} {cause}":
            mend = "Set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN_PATH as whoever runs it says"
            return BuildFailed(f"The Ray {where} asks for a token that it was not given", mend)
        cause = cause.__cause__ or cause.__context__
    return BuildFailed(f"No Ray answers {where} ({' '.join(str(error).split())[:80]})", _MEND)


def _imported() -> Any:  # noqa: ANN401  a module
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise BadInput(
            "Ray is not installed, so --ray cannot be used", "Run pip install 'edubot[cluster]', or build without it"
        ) from error
    return ray


def _must_listen(address: str, host: str, port: int) -> None:
    try:
        socket.create_connection((host, port), timeout=_WAIT).close()
    except (OSError, OverflowError, UnicodeError) as error:
        raise BuildFailed(f"Nobody answers at {address}", _MEND) from error


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Keep from the screen what Ray's libraries write on it: logs, and what their native code sends to stderr.

    Whatever is written through `sys.stderr` goes on where it went.
    """
    sys.stderr.flush()
    screen, kept = os.dup(2), sys.stderr
    nowhere = os.open(os.devnull, os.O_WRONLY)
    disabled = logging.root.manager.disable
    own = os.fdopen(screen, "w", encoding=kept.encoding or "utf-8", errors=kept.errors or "replace", buffering=1)
    with contextlib.suppress(OSError, ValueError):
        if kept.fileno() == 2:  # noqa: PLR2004  stderr
            sys.stderr = own
    os.dup2(nowhere, 2)
    os.close(nowhere)
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
        own.flush()
        os.dup2(screen, 2)
        if sys.stderr is own:
            sys.stderr = kept
        own.close()


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """A folder for Ray's own files; gone afterwards, and with it those of builds that were killed."""
    base = Path(tempfile.gettempdir())
    base = base if len(str(base)) <= _SHORT or os.name == "nt" else Path("/tmp")  # noqa: S108  of its own name
    for left in base.glob("edubot-ray-*"):
        named = _OURS.fullmatch(left.name)
        if named and not _runs(int(named["process"])):
            shutil.rmtree(left, ignore_errors=True)  # somebody else's stays, for want of rights
    folder = Path(tempfile.mkdtemp(prefix=f"edubot-ray-{os.getpid()}-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
