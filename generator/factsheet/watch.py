"""Watching a folder and calling back when it has changed and come to rest."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

REST = 0.3  # seconds without a change after which an editor or a copy is taken to be done
# Reading a file is an event too; answering it would have `generate` call itself for ever.
CHANGES = (EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED)


class _Handler(FileSystemEventHandler):
    """Notes that something below the folder has changed."""

    def __init__(self, changed: threading.Event) -> None:
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change."""
        if event.event_type in CHANGES:
            self._changed.set()


@contextmanager
def watching(folder: Path, on_change: Callable[[], bool], rest: float = REST) -> Iterator[None]:
    """Call back, in a thread of its own and never twice at once, after changes below a folder.

    Args:
        folder: the folder, which must exist.
        on_change: what to do; several changes in a row make one call. It tells whether that is done; if not, it is
            called again after a rest.
        rest: how long nothing must have changed before it is called, in seconds.

    Yields:
        Once, while the folder is watched.
    """
    changed, stopped = threading.Event(), threading.Event()
    observer = Observer()
    observer.schedule(_Handler(changed), str(folder), recursive=True)
    worker = threading.Thread(target=_work, args=(changed, stopped, on_change, rest), daemon=True)
    observer.start()
    worker.start()
    try:
        yield
    finally:
        stopped.set()
        changed.set()
        observer.stop()
        observer.join()
        worker.join()


def _work(changed: threading.Event, stopped: threading.Event, on_change: Callable[[], bool], rest: float) -> None:
    """Wait for a change, then for rest, then call back; until stopped."""
    while changed.wait() and not stopped.is_set():
        changed.clear()
        if not changed.wait(rest) and not on_change():
            changed.set()
