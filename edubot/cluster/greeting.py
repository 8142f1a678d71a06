"""Before any work: whether every machine runs this edubot, and sees the leaflets and the index where we do."""

import platform
from collections.abc import Sequence
from pathlib import Path

from edubot import __version__
from edubot.errors import BuildFailed

_WAIT = 120.0
"""Seconds for the slowest machine to start a process."""


def greet(seen: Sequence[Path]) -> None:
    """Ask all machines of the cluster.

    Args:
        seen: what every one of them must see under the same path.

    Raises:
        BuildFailed: one of them cannot help; nothing was done yet.
    """
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    task = ray.remote(num_cpus=0, max_retries=1)(hello)
    alive = [node["NodeID"] for node in ray.nodes() if node["Alive"]]
    asked = [
        task.options(scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False)).remote(list(seen))
        for node in alive
    ]
    for machine, version, missing in ray.get(asked, timeout=_WAIT):
        if version != __version__:
            raise BuildFailed(f"{machine} has edubot {version} and not {__version__}", "Install this one there")
        if missing:
            raise BuildFailed(f"{machine} does not see {missing[0]}", "Put it where all see it under the same path")


def hello(seen: Sequence[Path]) -> tuple[str, str, list[str]]:
    """A machine's name, its edubot, and what it does not see."""
    return platform.node(), __version__, [str(path) for path in seen if not path.exists()]
