"""Bars on a terminal that show how far a run has come, and what Ctrl-C leaves of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from factsheet.extractors import READING
from factsheet.pages.prose import number
from factsheet.progress import Progress, no_progress


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, and in one sentence what it leaves."""


class _Reach:
    """Notes how many documents are read, and hands on what it is told."""

    def __init__(self, on_progress: Progress) -> None:
        self.read = 0
        self._on_progress = on_progress

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Note how far a stage has come."""
        if stage == READING:
            self.read = done
        self._on_progress(stage, done, total)


@contextmanager
def progressing(*, shown: bool = True, kept: bool = True) -> Iterator[Progress]:
    """Show a bar for each stage on a terminal; nothing in a pipe or in continuous integration.

    Args:
        shown: whether to show it at all.
        kept: whether the next run knows what was found in the documents that this one has read.

    Yields:
        What to tell how far each stage has come.

    Raises:
        Interrupted: at Ctrl-C.
    """
    with _bars(shown and sys.stderr.isatty() and not os.environ.get("CI")) as on_progress:
        reach = _Reach(on_progress)
        try:
            yield reach
        except KeyboardInterrupt as stop:
            raise Interrupted(_left(reach.read) if kept else "interrupted; run the same command again") from stop


def _left(read: int) -> str:
    """Say what Ctrl-C leaves where the cache keeps what was found."""
    message = "interrupted; nothing is lost: run the same command again"
    return f"{message}, {number(read, 'document')} {'is' if read == 1 else 'are'} already read" if read else message


@contextmanager
def _bars(shown: bool) -> Iterator[Progress]:
    """Show the bar of the stage that was told of last."""
    if not shown:
        yield no_progress
        return
    from factsheet.cli.bars import Bars, make_progress

    with make_progress() as progress:
        yield Bars(progress)
