"""Processes of this machine that do what they are told, each at the end of a pipe of its own.

Where all of them write into one pipe, as in `concurrent.futures` and loky, whoever reads waits for ever for the rest of
a result whose writer was killed. Here the pipe ends with its process.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Self, TypeVar

Result = TypeVar("Result")
PATIENCE = 5  # seconds in which a process whose pipe has ended is gone
SPAWN = get_context("spawn")  # new processes: what this one holds and the threads that it runs are no concern of theirs


class Processes:
    """Processes that are started when they are first needed, and wait for more when they have done all.

    Args:
        count: how many at most.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._idle: list[_Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._idle:
            self._idle.pop().end()

    def __call__(self, calls: Iterable[Callable[[], Result]]) -> Generator[Result]:
        """Have calls made, as many at once as there are processes.

        Args:
            calls: fit for `pickle`, as what they return must be.

        Yields:
            What each returns, as soon as it has, in whatever order.

        Raises:
            EOFError: when a process ended amid its call.
            Exception: the first that a call raised.
        """
        waiting, busy = iter(calls), dict[Connection, _Process]()
        try:
            self._hand_out(waiting, busy, self._count)
            while busy:
                for pipe in wait(list(busy)):
                    process = busy[pipe]  # type: ignore[index]  # what is waited for
                    result = process.result()
                    self._idle.append(busy.pop(process.pipe))
                    self._hand_out(waiting, busy, 1)
                    yield result
        finally:  # who is amid a call would tell of it when it is asked for another
            for process in busy.values():
                process.end()

    def _hand_out(self, calls: Iterator[Callable[[], object]], busy: dict[Connection, _Process], most: int) -> None:
        """Have some more calls begun."""
        for _, call in zip(range(most), calls, strict=False):
            process = self._idle.pop() if self._idle else _Process()
            busy[process.pipe] = process
            process.begin(call)


class _Process:
    """One process, seen from the one that started it."""

    def __init__(self) -> None:
        self.pipe, far_end = SPAWN.Pipe()
        self._process: BaseProcess = SPAWN.Process(target=_obey, args=(far_end,), daemon=True)
        with _interrupts_held():
            self._process.start()
        far_end.close()

    def begin(self, call: Callable[[], object]) -> None:
        """Tell it to make a call; that it is gone is noticed when its result is asked for."""
        with suppress(OSError):
            self.pipe.send(call)

    def result(self) -> Any:
        """Return what the call returned, or raise what it raised, or EOFError where it never will."""
        try:
            returned, raised = self.pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join(PATIENCE)
            raise EOFError(f"its process ended, status {self._process.exitcode}") from error
        if raised is not None:
            raise raised
        return returned

    def end(self) -> None:
        """End it, whatever it is at."""
        self.pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep Ctrl-C from processes that are started meanwhile: it is for the one that waits for them."""
    held = getattr(signal, "pthread_sigmask", None)  # Windows has none
    if held:
        held(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        if held:
            held(signal.SIG_UNBLOCK, (signal.SIGINT,))


def _obey(pipe: Connection) -> None:
    """Make the calls that come, and tell what came of each, until nobody is there to ask; runs in a new process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_attempt(pipe.recv()))


def _attempt(call: Callable[[], object]) -> tuple[object, Exception | None]:
    """Make a call, and return what it returned or what it raised."""
    try:
        return call(), None
    except Exception as error:
        return None, error
