"""Where work is done: on this machine's cores, or on the machines that a dask or Ray cluster joins.

Everything goes through joblib, whose backends these engines bring themselves. Work travels as values: the workers
share no disk with us, and a worker that dies takes nothing with it, for what it was doing is given to another.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from factsheet.errors import EngineError, FactsheetError

if TYPE_CHECKING:  # importing joblib takes as long as reading a short document that is known
    from joblib import Parallel

Item = TypeVar("Item")
Result = TypeVar("Result")
Name = Literal["local", "dask", "ray"]

TRIES = 2  # times that batches are shared out anew after workers were lost, before each item is tried by itself
PATIENCE = 20  # seconds in which a cluster must answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Where work shall be done."""

    name: Name = "local"
    address: str | None = None  # of dask's scheduler or Ray's head; without one, a cluster of this machine alone
    jobs: int | None = None  # processes of this machine; None for as many as pay

    @property
    def workers(self) -> int:
        """Return how many may work at once, as far as this machine knows."""
        return self.jobs or os.cpu_count() or 1

    @property
    def alone(self) -> bool:
        """Tell whether all work is done in this very process."""
        return self.name == "local" and self.workers == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[Item, Result]):
    """What is to be done with batches of items, wherever that is."""

    work: Callable[[Sequence[Item]], list[Result]]  # importable by the workers; a result for each item, and no error
    give_up: Callable[[Item, Exception], Result]  # the result of an item over which workers are lost each time


class Crew:
    """Workers, who are called when they are first needed, and anew when some of them are lost.

    Args:
        engine: where they work.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._stack = ExitStack()
        self._parallel: Parallel | None = None

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
        from joblib import delayed

        if not batches:
            return
        results = self._workers()([delayed(_numbered)(job.work, number, batch) for number, batch in batches.items()])
        try:
            for result in results:  # noqa: UP028 - which would close them before the warning is caught
                yield result
        except FactsheetError:
            raise
        except ImportError as error:
            raise EngineError(f"the workers lack a package ({error}); install factsheet on each of them") from error
        except Exception as error:
            self._dismiss()
            raise _LostError(error) from error
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # joblib's, that not all was taken: whoever stops knows that
                results.close()

    def _workers(self) -> Parallel:
        """Return the workers, and call them if they are not there."""
        if self._parallel is None:
            self._parallel = self._stack.enter_context(OPENINGS[self.engine.name](self.engine))
        return self._parallel

    def _dismiss(self) -> None:
        """Let the workers go; that some of them are gone already is why this may fail."""
        stack, self._stack, self._parallel = self._stack, ExitStack(), None
        with suppress(Exception):
            stack.close()


class _LostError(Exception):
    """Workers were lost."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _numbered(
    work: Callable[[Sequence[Item]], list[Result]], number: int, batch: Sequence[Item]
) -> tuple[int, list[Result]]:
    """Do a batch and say which it was; runs in a worker."""
    return number, work(batch)


@contextmanager
def _open_local(engine: Engine) -> Iterator[Parallel]:
    """Start processes on this machine: new ones (not forks, which would save a sixth of their memory and may hang)."""
    from joblib import Parallel

    with Parallel(n_jobs=engine.jobs or -1, backend="loky", initializer=_leave_interrupts, **STREAMING) as parallel:
        yield parallel


def _leave_interrupts() -> None:
    """Let Ctrl-C interrupt the process that waits for this one, and not this one, too."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


# Each batch is a task, and results come as soon as they are there, in any order. Few are handed over ahead of time (two
# a worker), for loky does not end cleanly while more of them wait.
WHOLE: dict[str, Any] = {"batch_size": 1, "pre_dispatch": "2 * n_jobs"}
STREAMING: dict[str, Any] = {**WHOLE, "return_as": "generator_unordered"}
OPENINGS = {"local": _open_local}
