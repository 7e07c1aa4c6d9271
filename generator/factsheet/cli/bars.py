"""The bars themselves, by rich; loaded only where a terminal shows them."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class RateColumn(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        """Write the rate, as soon as there is one."""
        return Text(f"{task.speed:,.1f}/s" if task.speed else "", style="progress.data.speed")


class Bars:
    """The bar of the stage that was told of last, with what is done, how fast, and how long it will still take.

    Args:
        progress: what draws it.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Bring the bar up to date; that of a new stage takes the place of the one before."""
        if stage != self._stage:
            for task in self._progress.task_ids:
                self._progress.remove_task(task)
            self._progress.add_task(stage, total=total)
            self._stage = stage
        self._progress.update(self._progress.task_ids[0], completed=done, total=total)


def make_progress() -> Progress:
    """Make what draws bars on standard error, and wipes them out at the end."""
    words = TextColumn("{task.description}")
    counts = (BarColumn(), MofNCompleteColumn(), RateColumn())
    times = (TimeElapsedColumn(), TextColumn("left:"), TimeRemainingColumn(compact=True))
    return Progress(SpinnerColumn(), words, *counts, *times, console=Console(stderr=True), transient=True)
