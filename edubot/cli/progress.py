"""How far a build is: a bar with an estimate and a rate in a terminal, nothing in a pipe; and its pace afterwards."""

import contextlib
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from edubot.index.progress import Listener, Progress, Stage

if TYPE_CHECKING:
    from rich.progress import Task

_T = TypeVar("_T")


def watched(things: Iterable[_T], noun: str, total: int | None) -> Iterator[_T]:
    """The things, counted on stderr while they are worked through, where somebody looks and the output goes elsewhere.

    Args:
        total: how many there are, where that is known.
    """
    if sys.stderr is None or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), redirect_stdout=False) as bar:
        task = bar.add_task(noun, total=total)
        for thing in things:
            yield thing
            bar.advance(task)


class Pace:
    """How long the passages of a build took to encode."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._began: float | None = None

    def hear(self, progress: Progress) -> None:
        """Take note of a step."""
        if progress.stage is Stage.ENCODING:
            now = time.monotonic()
            self._began = now if self._began is None else self._began
            self.seconds = now - self._began


@contextlib.contextmanager
def shown_progress() -> Iterator[Listener]:
    """A listener that draws what it hears on stderr, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.progress import ProgressColumn as Column
    from rich.text import Text

    class Rate(Column):
        """Passages or leaflets a second."""

        def render(self, task: "Task") -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=10),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        tasks = {stage: bar.add_task(stage.value, total=None, visible=False, start=False) for stage in Stage}

        def show(progress: Progress) -> None:
            task = tasks[progress.stage]
            bar.start_task(task)
            bar.update(task, completed=progress.done, total=progress.total or None, visible=True)

        yield show
