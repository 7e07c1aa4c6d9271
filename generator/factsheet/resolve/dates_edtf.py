"""Resolution, dates: what can be told of an EDTF value: its file name, its first and last day, its words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date

from factsheet.edtf_values import parse
from factsheet.resolve.dates_calendar import PORTIONS, first_part, portion
from factsheet.slugs import bounded

SIGNS = {
    "/": "--",
    "~": "_approximate",
    "?": "_uncertain",
    "%": "_doubtful",
    "[": "_one-of_",
    "]": "",
    "{": "_all-of_",
    "}": "",
    ",": "_and_",
    ":": "_",
    "..": "open",
    "*": "_star",
    "(": "_p_",
    ")": "_q_",
}
SEASONS = {
    "21": "spring",
    "22": "summer",
    "23": "autumn",
    "24": "winter",
    "33": "first quarter of",
    "34": "second quarter of",
    "35": "third quarter of",
    "36": "fourth quarter of",
    "40": "first half of",
    "41": "second half of",
}
WINTER = re.compile(r"(?:^|/)-?\d{4}-24[~?%]?$")
CACHED = 65_536  # reckoned once, for days return on many pages
# A year, month or day, of which the calendar alone tells what the library would: doubt moves no bound.
PLAIN = re.compile(r"(?!0000)(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?[~?%]?", re.ASCII)


@lru_cache(CACHED)
def bounds(value: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that a value allows.

    Args:
        value: EDTF.

    Returns:
        Two days, both inclusive, an open end as the calendar's first or last day; None when the value is not EDTF, ends
        before it begins or lies beyond the years 1 to 9999. Winter reaches into the following year, as the word does.
    """
    ends = [_plain_bounds(end) for end in value.split("/", 1)]
    days = (ends[0][0], ends[-1][1]) if ends[0] and ends[-1] else _parsed_bounds(value)
    return days if days and days[0] <= days[1] else None


def _parsed_bounds(value: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that a value allows, in whichever order; None where that cannot be said."""
    parsed = parse(value)
    if parsed is None:
        return None
    try:
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
    except (ValueError, AttributeError, TypeError, OverflowError):
        return None
    first, last = as_day(lower, dt.date.min), as_day(upper, dt.date.max)
    if first and last and WINTER.search(value) and last.month == 12 and last.year < dt.MAXYEAR:
        last = dt.date(last.year + 1, 2, calendar.monthrange(last.year + 1, 2)[1])
    return (first, last) if first and last else None


def _plain_bounds(value: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a year, month or day; None for anything else."""
    found = PLAIN.fullmatch(value)
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    return first, dt.date(year, last_month, day or calendar.monthrange(year, last_month)[1])


def as_day(moment: Any, limit: dt.date) -> dt.date | None:
    """Turn a bound of the library into a day; infinity and the year 0 of a year not stated into the limit."""
    if isinstance(moment, (int, float)):
        return limit
    year, month, day = moment.tm_year, moment.tm_mon, moment.tm_mday
    if not 1 <= year <= dt.MAXYEAR:
        return limit if year == 0 else None
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def date_slug(value: str) -> str:
    """Return a file name for a value: safe in a path, and different for different values.

    "2023-09-17" stays; "2023-09-18/2023-09-24" becomes "2023-09-18--2023-09-24", "1850~" "1850_approximate".
    """
    slug = value
    for sign, word in SIGNS.items():
        slug = slug.replace(sign, word)
    return bounded(slug)


@lru_cache(maxsize=4096)
def words(value: str, locale: str = "en") -> str:
    """Say a value for people: "17 September 2023", "17 September, year not stated", "early May 2024".

    Args:
        value: EDTF.
        locale: of the names of months, as Babel writes it.

    Returns:
        The words; the value itself where it has no simpler words.
    """
    if value.count("/") != 1:
        return single_words(value, locale)
    named = portion_words(value, locale)
    if named:
        return named
    start, end = value.split("/")
    if start in {"", ".."}:
        return f"until {single_words(end, locale)}"
    if end in {"", ".."}:
        return f"since {single_words(start, locale)}"
    return f"between {single_words(start, locale)} and {single_words(end, locale)}"


def portion_words(value: str, locale: str) -> str:
    """Find the words for the part of a month, year, decade or century that an approximate interval names."""
    start = first_part(value)
    wholes = [start[:-3], start[:-1] + "X", start[:-2] + "XX"]
    for whole in wholes:
        for part in PORTIONS:
            if portion(whole, part) == value:
                return f"{part} {single_words(whole, locale)}"
    return ""


def single_words(value: str, locale: str) -> str:
    """Say one date, with what is uncertain about it."""
    bare = re.sub(r"[~?%]", "", value)
    plain = plain_words(bare, locale)
    marks = value[len(bare) :] if value.startswith(bare) else ""
    before = {"~": "about ", "%": "perhaps about ", "?": "perhaps "}.get(marks, "")
    return before + plain


def plain_words(value: str, locale: str) -> str:
    """Say a date that carries no mark of doubt."""
    if re.fullmatch(r"\d{3}X", value):
        return f"{value[:3]}0s"
    if re.fullmatch(r"\d{2}XX", value):
        return f"{ordinal(int(value[:2]) + 1)} century"
    if re.fullmatch(r"-\d{2}XX", value):
        return f"{ordinal(int(value[1:3]) + 1)} century BC"
    if re.fullmatch(r"-\d{4}", value):
        return f"{int(value[1:]) + 1} BC"
    if re.fullmatch(r"\d{4}", value):
        return str(int(value))
    match = re.fullmatch(r"(\d{4}|XXXX)-(\d\d)(?:-(\d\d))?", value)
    if match is None:
        return value
    year, month, day = match.groups("")
    return calendar_words(year, month, day, locale)


def calendar_words(year: str, month: str, day: str, locale: str) -> str:
    """Say a month, a season or a day: "September 2023", "17 September, year not stated"."""
    if month in SEASONS:
        return f"{SEASONS[month]} {int(year)}" if year.isdigit() else f"{SEASONS[month]}, year not stated"
    name = Locale.parse(locale).months["format"]["wide"][int(month)] if 1 <= int(month) <= 12 else month
    if day and year.isdigit() and locale != "en" and bounds(f"{year}-{month}-{day}"):
        return format_date(dt.date(int(year), int(month), int(day)), "long", locale)
    text = f"{int(day)} {name}" if day else name
    return f"{text} {int(year)}" if year.isdigit() else f"{text}, year not stated"


def ordinal(number: int) -> str:
    """Write 21 as "21st"."""
    suffix = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
