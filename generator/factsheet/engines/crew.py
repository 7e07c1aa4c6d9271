"""Sharing batches out among workers, and what happens when some of these are lost."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Self, TypeVar

from factsheet.engines.openings import OPENINGS, Workers
from factsheet.engines.records import Engine, Job
from factsheet.errors import EngineError, FactsheetError

Item = TypeVar("Item")
Result = TypeVar("Result")

TRIES = 2  # times that batches are shared out before each item that is left is tried by itself


class Crew:
    """Workers, who are called when they are first needed, and anew when some of them are lost.

    Args:
        engine: where they work.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._stack = ExitStack()
        self._called: Workers | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss()

    def share(self, job: Job[Item, Result], batches: Sequence[Sequence[Item]]) -> Iterator[tuple[int, list[Result]]]:
        """Share batches out, and gather what comes of them.

        Args:
            job: what is to be done.
            batches: the batches; each is done once, by one worker, or anew where that worker was lost.

        Yields:
            As soon as it is done, in whatever order: the place of a batch among the batches, and a result for each of
            its items.

        Raises:
            EngineError: when there are no workers, or they cannot do the work.
            FactsheetError: what the work itself raises.
        """
        left = dict(enumerate(batches))
        for _ in range(TRIES):
            yield from self._attempt(job, left)
        for number in tuple(left):
            yield number, [self._alone(job, item) for item in left.pop(number)]

    def _attempt(self, job: Job[Item, Result], left: dict[int, Sequence[Item]]) -> Iterator[tuple[int, list[Result]]]:
        """Share out what is left and take away from it what is done; where workers are lost, the rest stays."""
        with suppress(_LostError):
            for number, results in self._run(job, left):
                del left[number]
                yield number, results

    def _alone(self, job: Job[Item, Result], item: Item) -> Result:
        """Have one item done with nothing beside it, so that it is known over which the workers are lost."""
        try:
            ((_, results),) = self._run(job, {0: (item,)})
        except _LostError as lost:
            return job.give_up(item, lost.reason)
        return results[0]

    def _run(self, job: Job[Item, Result], batches: Mapping[int, Sequence[Item]]) -> Iterator[tuple[int, list[Result]]]:
        """Have batches done; an error that is not the work's own is the loss of workers."""
        if not batches:
            return
        calls = [partial(_numbered, job.work, number, batch) for number, batch in batches.items()]
        try:
            with _closing(self._workers()(calls)) as results:
                for number, done in results:  # noqa: UP028 - what is no pair was lost on its way
                    yield number, done
        except FactsheetError:
            raise
        except Exception as error:
            self._dismiss()
            if "ModuleNotFoundError" in repr(error):  # Ray wraps it
                raise EngineError(f"the workers lack a package: {_line(error)}; install factsheet on each") from error
            raise _LostError(error) from error

    def _workers(self) -> Workers:
        """Return the workers, and call them if they are not there."""
        if self._called is None:
            self._called = self._stack.enter_context(OPENINGS[self.engine.name](self.engine))
        return self._called

    def _dismiss(self) -> None:
        """Let the workers go; that some of them are gone already is why this may fail."""
        stack, self._stack, self._called = self._stack, ExitStack(), None
        with suppress(Exception):
            stack.close()


@contextmanager
def _closing(results: Generator[Result]) -> Iterator[Generator[Result]]:
    """Close results at the end, without joblib's warning that not all were taken: whoever stops knows that."""
    try:
        yield results
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            results.close()


class _LostError(Exception):
    """Workers were lost."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _line(error: Exception) -> str:
    """Return the last line of an error, which says most where a stack of a worker is part of it."""
    return (str(error).strip().splitlines() or [type(error).__name__])[-1]


def _numbered(
    work: Callable[[Sequence[Item]], list[Result]], number: int, batch: Sequence[Item]
) -> tuple[int, list[Result]]:
    """Do a batch and say which it was; runs in a worker."""
    return number, work(batch)
