"""Ray Data as edubot uses it: one row a piece of work, told by its place in a work sheet."""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any

from edubot.cluster.work_sheet import Place

Row = dict[str, Any]
_TASKS = 4096
"""Into how many tasks work is parted at the most."""
_RETRIES = 2
"""How often a batch is tried again whose process ended."""
_READ_AGAIN = 1
"""How often a group of leaflets is: where one of them ends its reader, the others are read by themselves afterwards."""
_RESTARTS = 1000
"""How often a process that holds an encoder is started again."""


def run_tasks(
    task: Callable[..., Row], places: Sequence[Place], given: Mapping[str, Any]
) -> Generator[Row, None, None]:
    """What a function makes of each place, in their order; nothing of those whose process ended again and again."""
    dataset = _dataset(places, in_order=True, may_be_lost=-1)
    yield from dataset.map(task, fn_kwargs=dict(given), num_cpus=1, max_retries=_READ_AGAIN).iter_rows()


def run_actors(actor: type, places: Sequence[Place], given: Mapping[str, Any]) -> Generator[Row, None, None]:
    """What objects of a class, each in a process of its own, make of each place, as soon as it is done."""
    import ray
    from ray.data import ActorPoolStrategy

    most = max(1, int(ray.cluster_resources().get("CPU", 1)))
    pool = ActorPoolStrategy(min_size=1, max_size=min(most, len(places)))
    remote = {"num_cpus": 1, "max_restarts": _RESTARTS, "max_task_retries": _RETRIES}
    dataset = _dataset(places, in_order=False, may_be_lost=0)
    yield from dataset.map(actor, fn_constructor_kwargs=dict(given), compute=pool, **remote).iter_rows()


def _dataset(places: Sequence[Place], in_order: bool, may_be_lost: int) -> Any:  # noqa: ANN401  Ray's are untyped
    import ray

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.execution_options.preserve_order = in_order
    context.max_errored_blocks = may_be_lost
    return ray.data.from_items(list(places), override_num_blocks=min(len(places), _TASKS))
