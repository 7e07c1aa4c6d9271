"""Extraction, nearby: finds what lies near a stretch of text without looking at everything else."""

from __future__ import annotations

from collections import defaultdict
from typing import Generic, TypeVar

from factsheet.model import Span

T = TypeVar("T")
CELL = 2000  # characters; most quotations and nearly all reports are shorter, so that few lie in two cells


class Nearby(Generic[T]):
    """Things by where they lie, in cells of a fixed length."""

    def __init__(self) -> None:
        self._cells: defaultdict[int, list[T]] = defaultdict(list)

    def add(self, span: Span, thing: T) -> None:
        """Keep a thing that lies over a stretch."""
        for cell in range(span.start // CELL, span.end // CELL + 1):
            self._cells[cell].append(thing)

    def around(self, span: Span) -> list[T]:
        """Return the things in the cells that a stretch touches; one that lies over several may come twice."""
        return [
            thing for cell in range(span.start // CELL, span.end // CELL + 1) for thing in self._cells.get(cell, ())
        ]
