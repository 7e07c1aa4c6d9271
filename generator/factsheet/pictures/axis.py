"""A time axis: where each day stands, with far outliers drawn nearer, and what is written below it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from babel import Locale

from factsheet.pictures.days import Stretch, calendar_day, day_number
from factsheet.pictures.records import wide
from factsheet.resolve.dates import words

SHORTEST = 10  # days that an axis covers at least
PADDING = 0.03  # of the axis's days, left free at either end
CLUSTER = 0.8  # of the dates; where they lie in a small part of the axis, the axis is broken around them
SMALL = 1 / 6
SIDE = 0.16  # of the width, for each part of an axis beyond such a cluster
NEAR = 0.15  # of a cluster's days; dates not farther from it belong to it
BREAK = 10.0  # units between two parts
GAP = 10.0  # units between two labels
DAYS = (1, 2, 7, 14)
MONTHS = (1, 2, 3, 6)
YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MONTH_NAMES = Locale.parse("en").months["format"]["abbreviated"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of days that is drawn to one scale."""

    first: float
    last: float
    left: float
    right: float

    def x(self, day: float) -> float:
        """Return where a day stands, in units; beyond the part, at its nearer end."""
        share = (day - self.first) / (self.last - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below an axis."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Parts from left to right, each beginning where the last one ends."""

    parts: tuple[Part, ...]

    def x(self, day: float) -> float:
        """Return where a day stands, in units; never left of an earlier day."""
        return next((part.x(day) for part in self.parts if day <= part.last), self.parts[-1].right)

    @property
    def breaks(self) -> tuple[float, ...]:
        """Where one scale ends and another begins, in units."""
        return tuple((one.right + other.left) / 2 for one, other in pairwise(self.parts))

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The labels, none of which reaches into another."""
        return tuple(tick for part in self.parts for tick in _ticks(part))


def make_axis(stretches: Sequence[Stretch], left: float, right: float) -> Axis:
    """Lay an axis over some dates.

    Args:
        stretches: at least one.
        left: where it begins, in units.
        right: where it ends.
    """
    whole = min(one.first for one in stretches), max(one.last for one in stretches) + 1
    focus = _padded(*_widened(_cluster(stretches), stretches))
    if focus[1] - focus[0] > SMALL * (whole[1] - whole[0]):
        return Axis((Part(*_padded(*whole), left, right),))
    before, after = whole[0] < focus[0], focus[1] < whole[1]
    side = SIDE * (right - left)
    inner = (left + side * before, right - side * after)
    return Axis(
        (
            *([Part(whole[0], focus[0], left, inner[0] - BREAK)] if before else []),
            Part(*focus, *inner),
            *([Part(focus[1], whole[1], inner[1] + BREAK, right)] if after else []),
        )
    )


def _padded(first: float, last: float) -> tuple[float, float]:
    """Widen a stretch of days a little, and a very short one to SHORTEST days."""
    spare = max((last - first) * PADDING, (SHORTEST - (last - first)) / 2, 0.5)
    return first - spare, last + spare


def _cluster(stretches: Sequence[Stretch]) -> tuple[int, int]:
    """Find the fewest days between which most dates lie, the latest of several."""
    ranked = sorted(stretches, key=lambda one: (one.first, one.last))
    size = max(1, round(CLUSTER * len(ranked)))
    windows = (ranked[index : index + size] for index in range(len(ranked) - size + 1))
    spans = ((group[0].first, max(one.last for one in group) + 1) for group in windows)
    return min(spans, key=lambda span: (span[1] - span[0], -span[0]))


def _widened(cluster: tuple[int, int], stretches: Sequence[Stretch]) -> tuple[int, int]:
    """Widen a cluster by the dates near it, again and again."""
    near = NEAR * (cluster[1] - cluster[0])
    taken = [one for one in stretches if one.first >= cluster[0] - near and one.last < cluster[1] + near]
    wider = min(cluster[0], *(one.first for one in taken)), max(cluster[1], *(one.last + 1 for one in taken))
    return cluster if wider == cluster else _widened(wider, stretches)


def _ticks(part: Part) -> tuple[Tick, ...]:
    """Label a part as finely as fits; where nothing does, with the year of its beginning."""
    for found in _candidates(part):
        ticks = tuple(tick for tick in found if _fits(tick, part))
        if len(ticks) > 1 and all(_clear(*pair) for pair in pairwise(ticks)):
            return ticks
    text = year_words(calendar_day(math.ceil(part.first))[0])
    return (Tick(min(part.left + wide(text) / 2, part.right), text),)


def _candidates(part: Part) -> Iterator[list[Tick]]:
    """Yield the ticks of each step, finest first; steps of which there would be hundreds are left out."""
    days = part.last - part.first
    if days < 400:
        # More labels than there are gaps between them cannot keep apart.
        for step in (step for step in DAYS if days / step * GAP < part.right - part.left + GAP):
            yield [_tick(part, number) for number in range(int(part.first) + 1, int(part.last) + 1, step)]
    years = range(calendar_day(int(part.first))[0], calendar_day(int(part.last))[0] + 1)
    if len(years) < 20:
        for step in MONTHS:
            yield [_tick(part, day_number(year, month), "month") for year in years for month in range(1, 13, step)]
    for step in YEARS:
        if len(years) // step < 40:
            yield [_tick(part, day_number(year), "year") for year in years if round_year(year) % step == 0]


def round_year(year: int) -> int:
    """Return the year as people count it, negative before Christ: the astronomical year -2999 is 3000 BC."""
    return year if year > 0 else year - 1


def _tick(part: Part, number: int, unit: str = "day") -> Tick:
    """Make the tick of a day, a month or a year at its beginning."""
    year, month, day = calendar_day(number)
    named = f"{MONTH_NAMES[month]} {year_words(year)}"
    text = {"day": f"{day} {named}", "month": named, "year": year_words(year)}[unit]
    inside = part.first <= number <= part.last
    return Tick(part.x(number) if inside else part.left, text)


def year_words(year: int) -> str:
    """Say a year: "2023", "3000 BC"."""
    return words(f"{year:04}") if year > 0 else words(f"-{-year:04}")


def _fits(tick: Tick, part: Part) -> bool:
    """Tell whether a label stays below its part."""
    half = wide(tick.text) / 2
    return part.left <= tick.x - half and tick.x + half <= part.right


def _clear(one: Tick, other: Tick) -> bool:
    """Tell whether two labels keep apart."""
    return other.x - one.x >= (wide(one.text) + wide(other.text)) / 2 + GAP
