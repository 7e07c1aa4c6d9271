"""How far a run has come, told stage by stage to whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TypeVar

Item = TypeVar("Item")
Progress = Callable[[str, int, int | None], None]  # the stage, how many are done, and of how many, where it is known


def no_progress(stage: str, done: int, total: int | None) -> None:
    """Show nothing."""


def ticking(stage: str, total: int | None, on_progress: Progress) -> Callable[[], None]:
    """Return what is called after each thing that is done.

    Args:
        stage: what is done, as people read it: "Reading".
        total: how many there are; None where that is not known.
        on_progress: told at the beginning, and at each call.
    """
    numbers = count(1)
    on_progress(stage, 0, total)
    return lambda: on_progress(stage, next(numbers), total)


def counted(items: Iterable[Item], stage: str, total: int | None, on_progress: Progress) -> Iterator[Item]:
    """Pass items on in the same order, and tell of each when whoever takes them is done with it."""
    tick = ticking(stage, total, on_progress)
    for item in items:
        yield item
        tick()
