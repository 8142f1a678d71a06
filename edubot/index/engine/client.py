"""Speaking with Milvus: one connection an engine, short patience, and errors that end in a sentence."""

import logging
import os
import time
from functools import cached_property, lru_cache
from typing import Any

from edubot.address import EngineAddress
from edubot.errors import EngineUnavailable

SECONDS = 3.0
"""That a patient waits for a word of the engine."""
FETCHING_SECONDS = 10.0
"""That somebody waits for some blocks of a file, where it is fetched for the first time."""
WORKING_SECONDS = 120.0
"""That a build waits for one step, such as some rows taken in."""
ARRANGING_SECONDS = 24 * 3600.0
"""That it waits until the engine has put all vectors where they are searched."""
_HUSH = 1.0
"""Seconds after a silence in which it is not asked again: a question asks several times, and must not wait as often."""
_NOT_THERE = (100, 1600)
"""Milvus' codes for a collection and for an alias that it does not have."""
_NOT_LOADED = 101
"""Its code for a collection that is not in its memory."""
_LOST = 2
"""Pymilvus' code for a connection that failed."""
_CHANNEL = {
    "grpc.enable_http_proxy": 0,  # what is asked goes to the engine that was named, and nowhere else
    "grpc.use_local_subchannel_pool": 1,
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 1000,  # an engine that is back is used again at once
}


class NotThere(Exception):
    """The engine has no such collection or alias."""


class _Released(EngineUnavailable):
    """The engine has a collection, and not in its memory."""


class Engine:
    """An engine, reached when it is first asked."""

    def __init__(self, engine: str) -> None:
        """The engine at a host and a port."""
        self._name = engine
        self._asked_again_at = 0.0

    def call(self, what: str, *words: Any, timeout: float = SECONDS, **options: Any) -> Any:
        """What the engine says to a method of pymilvus' client.

        Args:
            timeout: seconds to wait for it.

        Raises:
            NotThere: what was asked about is not there.
            EngineUnavailable: it does not answer in time or at all, or refuses.
        """
        try:
            return self._called(what, *words, timeout=timeout, **options)
        except _Released as released:  # by an operator, or in the engine's restart
            try:
                self._called("load_collection", words[0], timeout=timeout)
            except EngineUnavailable:
                raise released from None
            return self._called(what, *words, timeout=timeout, **options)

    def _called(self, what: str, *words: Any, **options: Any) -> Any:
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException

        if time.monotonic() < self._asked_again_at:
            raise self._silent()
        try:
            return getattr(self._client, what)(*words, **options)
        except RpcError as error:
            self._asked_again_at = time.monotonic() + _HUSH
            raise self._silent() from error
        except MilvusException as error:
            if error.code in _NOT_THERE:
                raise NotThere from error
            if error.code == _NOT_LOADED:
                told = f"The engine at {self._name} has not loaded the leaflets yet"
                raise _Released(told, "Try again in a minute, and tell whoever runs it") from error
            if not isinstance(error.code, int) or error.code == _LOST:
                raise self._silent() from error
            why = " ".join(str(error.message).split()).partition(". ")[0].rstrip(".")
            told = f"The engine at {self._name} refused what was asked of it ({why})"
            raise EngineUnavailable(told, "Tell whoever runs it") from error

    @cached_property
    def _client(self) -> Any:
        return _milvus()(uri=f"http://{self._name}", timeout=SECONDS, grpc_options=_CHANNEL, dedicated=True)

    def _silent(self) -> EngineUnavailable:
        told = f"The engine at {self._name}, which holds the leaflets, does not answer"
        return EngineUnavailable(told, "Try again, and tell whoever runs it")


def engine_of(address: EngineAddress) -> Engine:
    """The engine of an index.

    Raises:
        EngineUnavailable: what speaks with engines is not installed.
    """
    _milvus()
    return _engine_at(address.engine)


@lru_cache(maxsize=4)
def _engine_at(engine: str) -> Engine:
    """One connection for all who ask it here."""
    return Engine(engine)


def _milvus() -> Any:
    """The class of pymilvus' client."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        told = "An index in an engine needs a library that is not installed"
        raise EngineUnavailable(told, "Run pip install 'edubot[cluster]'") from error
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)  # its errors come as ours, and a screen stays whole
    return MilvusClient
