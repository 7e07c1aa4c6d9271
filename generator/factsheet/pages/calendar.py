"""How dates lie to each other, by the days that each allows: before and after, within and around; pure."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from factsheet.model import Date
from factsheet.resolve.dates import bounds

NO_YEAR = "XXXX"
LEAP_YEAR = "2004"  # stands for a year that is not stated: it has all the days
# An open end, a choice of several days, or a digit left out before the end ("19XX-05"): no stretch of days.
SCATTERED = re.compile(r"\.\.|^/|/$|[\[{,]|X-")


@dataclass(frozen=True, slots=True, order=True)
class Extent:
    """The days that a date allows, both inclusive."""

    yearless: bool  # of any year: neither before nor within a date of a year
    first: dt.date
    last: dt.date

    def contains(self, other: Extent) -> bool:
        """Tell whether another extent lies within this one and is smaller."""
        inside = self.first <= other.first and other.last <= self.last
        return inside and self.yearless == other.yearless and self != other

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def extent(value: str) -> Extent | None:
    """Return the days that a value allows.

    Args:
        value: EDTF.

    Returns:
        Its first and last day, in a leap year where it states no year; None where they are no single stretch with a
        beginning and an end, so that nothing is said to lie within "since 2013".
    """
    yearless = NO_YEAR in value
    stated = value.replace(NO_YEAR, "")
    if SCATTERED.search(stated if yearless else value) or (yearless and re.search(r"\d{4}", stated)):
        return None
    limits = bounds(value.replace(NO_YEAR, LEAP_YEAR))
    return Extent(yearless, *limits) if limits else None


class Calendar:
    """All dates, each found by its place among the others.

    Args:
        dates: in any order.
    """

    def __init__(self, dates: Iterable[Date]) -> None:
        self.order = sorted(dates, key=_earliest)
        self.extents = {date.id: found for date in self.order if (found := extent(date.value))}
        placed = [(self.extents[date.id], date) for date in self.order if date.id in self.extents]
        self._by_first = sorted(placed, key=_beginning)
        self._by_last = sorted(placed, key=_ending)
        self._within, self._contents = defaultdict[str, list[Date]](list), defaultdict[str, list[Date]](list)
        for outer, inner in _nested(self._by_first):
            self._within[inner.id].append(outer)
            self._contents[outer.id].append(inner)

    def before(self, date: Date) -> Date | None:
        """Return the date that ends last before this one begins, the shortest of several; None where there is none."""
        own = self.extents.get(date.id)
        if own is None:
            return None
        index = bisect_left(self._by_last, (own.yearless, own.first), key=lambda pair: _ending(pair)[:2])
        found = self._by_last[index - 1] if index else None
        return found[1] if found and found[0].yearless == own.yearless else None

    def after(self, date: Date) -> Date | None:
        """Return the date that begins first after this one ends, the shortest of several; None where there is none."""
        own = self.extents.get(date.id)
        if own is None:
            return None
        index = bisect_right(self._by_first, (own.yearless, own.last), key=lambda pair: _beginning(pair)[:2])
        found = next(iter(self._by_first[index : index + 1]), None)
        return found[1] if found and found[0].yearless == own.yearless else None

    def within(self, date: Date) -> Sequence[Date]:
        """Return the dates in which this one lies, shortest first: a day's month, year and decade."""
        return sorted(self._within.get(date.id, ()), key=lambda outer: self.extents[outer.id].days)

    def contents(self, date: Date) -> Sequence[Date]:
        """Return the dates that lie within this one, earliest first, a month before its days."""
        return self._contents.get(date.id, ())


def _nested(placed: Iterable[tuple[Extent, Date]]) -> Iterator[tuple[Date, Date]]:
    """Yield each outer date with each date inside; asks of each date only those around its first day.

    Args:
        placed: the dates with their extents, by their first days.
    """
    around: list[tuple[Extent, Date]] = []
    for own, date in sorted(placed, key=lambda pair: (pair[0].yearless, pair[0].first, -pair[0].days)):
        around = [pair for pair in around if pair[0].yearless == own.yearless and pair[0].last >= own.first]
        yield from ((outer, date) for limits, outer in around if limits.contains(own))
        if own.days > 1:
            around.append((own, date))


def _beginning(pair: tuple[Extent, Date]) -> tuple[bool, dt.date, dt.date, str]:
    """Sort by the first day, the shortest first."""
    return pair[0].yearless, pair[0].first, pair[0].last, pair[1].id


def _ending(pair: tuple[Extent, Date]) -> tuple[bool, dt.date, dt.date, str]:
    """Sort by the last day, the shortest last."""
    return pair[0].yearless, pair[0].last, pair[0].first, pair[1].id


def _earliest(date: Date) -> tuple[str, int, str]:
    """Sort dates by their first possible day, the longest first; those without a year last."""
    limits = None if date.value.startswith("X") else bounds(date.value)
    if not limits:
        return "~", 0, date.value
    return limits[0].isoformat(), (limits[0] - limits[1]).days, date.value
