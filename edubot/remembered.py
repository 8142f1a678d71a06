"""What is remembered of messages, so that several rooms may ask for the same, and how all of it is forgotten."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, Protocol, TypeVar
from weakref import WeakSet

P = ParamSpec("P")
T = TypeVar("T")


class Memory(Protocol):
    """Holds something of messages."""

    def cache_clear(self) -> None:
        """Hold nothing any more."""
        ...


_MEMORIES: "WeakSet[Memory]" = WeakSet()


def keep(memory: Memory) -> None:
    """Let `forget` empty a memory as long as it is there."""
    _MEMORIES.add(memory)


def remembered(latest: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember what a function made of the latest few messages or words that it was given."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        memory = lru_cache(maxsize=latest)(function)
        keep(memory)
        return memory  # type: ignore[return-value]  # lru_cache's type says nothing of arguments

    return decorate


def forget() -> None:
    """Hold nothing of any message any more; what is being answered meanwhile is only worked out again."""
    for memory in list(_MEMORIES):
        memory.cache_clear()
