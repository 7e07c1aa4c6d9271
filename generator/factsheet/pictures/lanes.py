"""Lanes: stretches that must not lie upon each other, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
LANES = 8
GAP = 3.0  # units between two stretches of a lane


def stack(items: Sequence[tuple[tuple[float, float], T]], limit: int) -> list[list[T]]:
    """Put stretches into as few lanes as it takes, the widest first.

    Args:
        items: from where to where each reaches, in units, and what it is.
        limit: how many to take at most; those that find no room in LANES lanes are left out too.

    Returns:
        The lanes from the top, each from left to right.
    """
    lanes: list[list[tuple[tuple[float, float], T]]] = []
    widest = sorted(enumerate(items), key=lambda pair: (pair[1][0][0] - pair[1][0][1], pair[0]))[:limit]
    for _, item in widest:
        free = next((lane for lane in lanes if all(_apart(item[0], other) for other, _ in lane)), None)
        if free is not None:
            free.append(item)
        elif len(lanes) < LANES:
            lanes.append([item])
    return [[what for _, what in sorted(lane, key=lambda item: item[0])] for lane in lanes]


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether two stretches keep their distance."""
    return one[1] + GAP <= other[0] or other[1] + GAP <= one[0]
