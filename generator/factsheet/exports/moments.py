"""The exports' room: days and moments as machines write them, taken from the facts alone and never from the clock."""

from __future__ import annotations

import re
from collections.abc import Iterable

from factsheet.model import Review
from factsheet.resolve.dates import bounds

UNDATED = "1970-01-01"  # what readers of feeds and calendars take for "no day"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
EARLIEST = "0001-01-01"


def day(value: str) -> str:
    """Return the first day that a value allows, empty where it names no year: "2023-10" -> "2023-10-01"."""
    found = bounds(value) if value else None
    first = found[0].isoformat() if found else EARLIEST
    return "" if first == EARLIEST else first


def exact_day(value: str) -> str:
    """Return a value that is a full day of the calendar, and nothing for any other."""
    return value if DAY.fullmatch(value) and day(value) == value else ""


def latest(days: Iterable[str]) -> str:
    """Return the last of some days, UNDATED where there is none."""
    return max(filter(None, days), default=UNDATED)


def changed_on(published: str, review: Review) -> str:
    """Return the day on which a fact came to be as it is: its source's publication, or its review where that is later.

    Args:
        published: EDTF, empty where it is not known.
        review: what people found.
    """
    return latest((day(published), day(review.on)))
