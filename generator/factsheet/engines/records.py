"""What is asked of an engine: where, and what."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Name = Literal["local", "dask", "ray"]


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
