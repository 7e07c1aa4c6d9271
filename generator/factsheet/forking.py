"""Work shared among processes that begin with all that this one knows: facts are too many to be sent to others."""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import signal
import struct
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain, zip_longest
from typing import Any, BinaryIO, TypeVar, cast

from factsheet.errors import WorkerError

CHUNK = 64  # items that are taken at once, at most, where they fit into CHUNKS
SHARES = 8  # times that each process takes some, at least, so that all end at about the same time
CHUNKS = 8192  # at most: their numbers must fit into a pipe, 64 KiB on Linux
LEAST = 512  # items from which a second process is worth its start, some 50 ms
NUMBER = struct.Struct("=I")

T = TypeVar("T")
R = TypeVar("R")


def processors() -> int:
    """Return how many processes can share work: one where a process cannot be doubled safely."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def unheard(_done: int, _all: int) -> None:
    """Tell nobody."""


def share(
    work: Callable[[Sequence[T]], R],
    items: Sequence[T],
    jobs: int,
    least: int = LEAST,
    on_progress: Callable[[int, int], None] = unheard,
) -> list[R]:
    """Work through items in several processes, of which this one is the first.

    What the work changes on the disk stands; what it changes in memory is seen by this process only for the items
    that it did itself, so that all else that matters must be in what is returned.

    Args:
        work: done to some neighbouring items at a time; what it returns must be fit for `pickle`.
        items: all of them.
        jobs: the number of processes.
        least: items from which a second process is worth its start.
        on_progress: told now and then how many items of how many are done.

    Returns:
        What the work returned, in the order of the items.

    Raises:
        WorkerError: when a process ended before its work was done.
        Exception: the first that the work raised.
    """
    size = max(min(CHUNK, len(items) // (SHARES * max(jobs, 1))), -(-len(items) // CHUNKS), 1)
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    if jobs < 2 or len(items) < least:
        return [_told(work(chunk), on_progress, (number + 1) * size, items) for number, chunk in enumerate(chunks)]
    with _queue(len(chunks)) as numbers, unmoved(), mmap.mmap(-1, len(chunks)) as ticks:

        def job(number: int) -> R:
            """Work through a chunk, and mark it as done where all processes see it."""
            result = work(chunks[number])
            ticks[number] = 1
            return result

        children = [_begin(lambda: _work(job, numbers)) for _ in range(1, jobs)]
        try:
            own = _work(lambda number: _told(job(number), on_progress, ticks[:].count(1) * size, items), numbers)
            shares = [own, *(_receive(child) for _, child in children)]
        except BaseException:
            for process, _ in children:
                os.kill(process, signal.SIGTERM)
            raise
        finally:
            for process, child in children:
                child.close()
                os.waitpid(process, 0)
    done = {number: result for share_ in shares for number, result in share_.items()}
    return [done[number] for number in range(len(chunks))]


@contextmanager
def meanwhile(work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Let another process work while this one goes on.

    Args:
        work: changes nothing in memory that matters here; what it returns must be fit for `pickle`.

    Yields:
        What waits for the work to be done, and returns what it returned or raises what it raised. Where this process
        cannot be doubled, for threads of it may hold what the other would wait for, or the other was ended from
        outside, it works itself.
    """
    if processors() < 2 or threading.active_count() > 1:
        yield cache(work)
        return
    process, child = _begin(work)

    def result() -> R:
        """Wait for the other process, or work in its place."""
        try:
            return cast("R", _receive(child))
        except WorkerError:
            return work()

    try:
        yield cache(result)
    except BaseException:
        os.kill(process, signal.SIGTERM)
        raise
    finally:
        child.close()
        os.waitpid(process, 0)


@contextmanager
def _queue(count: int) -> Iterator[int]:
    """Make a pipe from which each process takes the number of the chunk that it does next.

    The numbers come from both ends in turn, so that two processes seldom write into one folder: there they would wait
    for each other.
    """
    reading, writing = os.pipe()
    ends = chain.from_iterable(zip_longest(range((count + 1) // 2), range(count - 1, (count - 1) // 2, -1)))
    os.write(writing, b"".join(NUMBER.pack(number) for number in ends if number is not None))
    os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the garbage collector rest while records are made: they form no circles, and to look for some takes it long.

    A quarter of the time in which ten thousand pages are resolved; memory is the same.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@contextmanager
def unmoved() -> Iterator[None]:
    """Keep the garbage collector from touching what is there: it looks for garbage in what is made from now on alone.

    Processes that begin meanwhile go on sharing that memory.
    """
    outermost = not gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        if outermost:
            gc.unfreeze()


def _told(result: R, on_progress: Callable[[int, int], None], done: int, items: Sequence[object]) -> R:
    """Tell how many items are done, and return a result as it is."""
    on_progress(min(done, len(items)), len(items))
    return result


def _work(job: Callable[[int], R], numbers: int) -> dict[int, R]:
    """Work through chunks until none is left."""
    done: dict[int, R] = {}
    while taken := os.read(numbers, NUMBER.size):
        (number,) = NUMBER.unpack(taken)
        done[number] = job(number)
    return done


def _begin(job: Callable[[], object]) -> tuple[int, BinaryIO]:
    """Double this process, and let the new one work; return it with the pipe by which it tells what came of it."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Threads of ours and of numpy sleep or draw a progress bar; the new process calls neither.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the first one ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(_attempt(job), pipe)
    finally:
        os._exit(0)  # without what this process was to do at its end


def _attempt(job: Callable[[], object]) -> object:
    """Work, and return what came of it or what went wrong."""
    try:
        return job()
    except Exception as error:
        return error


def _receive(pipe: BinaryIO) -> Any:
    """Return what a process tells."""
    try:
        told = pickle.load(pipe)  # noqa: S301  written by a process of ours
    except (EOFError, pickle.UnpicklingError) as error:
        message = "a process that shared the work was ended from outside; run again, nothing is lost"
        raise WorkerError(message) from error
    if isinstance(told, Exception):
        raise told
    return told
