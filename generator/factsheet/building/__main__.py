"""MkDocs' command line with our build: python -m factsheet.building build|serve [MkDocs' options]."""

from __future__ import annotations

import gc
import os
import signal
import sys

from mkdocs.commands import build as mkdocs_build

from factsheet.building import Builder, unheard
from factsheet.building.forks import Progress

PATIENCE = 100_000  # objects made before Python looks for garbage; ten thousand pages are many, and none is garbage
MANY = 200  # pages from which a bar is drawn


def main() -> None:
    """Put our build in the place of MkDocs' own, and run its command line."""
    gc.set_threshold(PATIENCE)
    if sys.argv[1:2] == ["serve"]:  # who starts us in the background has us ignore Ctrl-C, and we must end with him
        signal.signal(signal.SIGINT, signal.default_int_handler)
    mkdocs_build.build = Builder(_bars() if sys.stderr.isatty() and not os.environ.get("CI") else unheard)
    from mkdocs.__main__ import cli  # after that, for its commands take the build as they find it

    cli(prog_name="mkdocs")


def _bars() -> Progress:
    """Return what draws a bar for each stage, with rate and time left, as long as it lasts."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    rate, left = TextColumn("{task.fields[rate]}"), TimeRemainingColumn()
    bars = Progress(*columns, rate, left, console=Console(stderr=True), transient=True)
    tasks: dict[str, TaskID] = {}

    def show(what: str, done: int, every: int) -> None:
        """Draw one stage's bar, and take it away when it is full."""
        if every < MANY:
            return
        if what not in tasks:
            bars.start()
            tasks[what] = bars.add_task(what, total=every, rate="")
        speed = bars.tasks[0].speed
        bars.update(tasks[what], completed=done, total=every, rate=f"{speed:,.0f} a second" if speed else "")
        if done >= every:
            bars.remove_task(tasks.pop(what))
            bars.stop()

    return show


if __name__ == "__main__":
    main()
