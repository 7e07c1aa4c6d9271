"""Pages built by several processes at once, each a copy of this one, which costs no time and no second start."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from factsheet.building.records import Built
from factsheet.building.scene import Listed, Scene

WORTH = 60  # pages from which a second process pays
BATCH = 40  # pages that a process takes at once
MOST = 8  # processes; each holds what it changes of this one's memory
Progress = Callable[[str, int, int], None]
_shared: list[tuple[Scene, tuple[Listed, ...]]] = []  # what the copies find in their memory


def build_pages(
    scene: Scene, places: Sequence[int], listed: tuple[Listed, ...], on_progress: Progress
) -> dict[int, Built]:
    """Build pages, in several processes where that pays and where a process can be copied.

    Args:
        scene: what the pages share.
        places: of the pages among the documents.
        listed: the pages of the navigation, built.
        on_progress: told what is done, and how many pages of how many.

    Returns:
        What is known of each, by its place.

    Raises:
        Exception: what MkDocs raises where it cannot build a page.
    """
    batches = [places[start : start + BATCH] for start in range(0, len(places), BATCH)]
    built: dict[int, Built] = {}
    _shared.append((scene, listed))
    try:
        for some in _forked(batches) if len(places) >= WORTH and _can_fork() else map(_build, batches):
            built.update(some)
            on_progress("Building pages", len(built), len(places))
    finally:
        _shared.pop()
    for place in places:
        if place not in built:  # it failed, or its process was killed
            scene.fail(place)
            built[place] = scene.build(place, listed)
    return built


def _can_fork() -> bool:
    """Tell whether this process may be copied: not on Windows, nor while a second thread is at work."""
    return hasattr(os, "fork") and threading.active_count() == 1 and _processors() > 1


def _processors() -> int:
    """Return how many processors we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _forked(batches: Sequence[Sequence[int]]) -> Iterator[dict[int, Built]]:
    """Build batches in copies of this process, and yield each as it is done."""
    workers = min(MOST, _processors(), len(batches))
    gc.collect()
    gc.freeze()  # what the copies share stays untouched, and shared
    try:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork"), initializer=_begin) as pool:
            try:
                for done in as_completed([pool.submit(_build, batch) for batch in batches]):
                    yield done.result()
            except BrokenProcessPool:
                return  # the system killed one, for want of memory: this process builds the rest by itself
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
    finally:
        gc.unfreeze()


def _begin() -> None:
    """Prepare a copy: Ctrl-C is the first process's to answer, and garbage is looked for less often."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 100)


def _build(places: Sequence[int]) -> dict[int, Built]:
    """Build a batch of pages; those that fail are missing."""
    scene, listed = _shared[-1]
    built = {}
    for place in places:
        try:
            built[place] = scene.build(place, listed)
        except Exception:  # told when the page is built once more
            break
    return built
