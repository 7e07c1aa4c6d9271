"""Resolution, dates: arithmetic on EDTF values as strings; what the precision does not allow comes back empty."""

from __future__ import annotations

import calendar
import datetime as dt
import re

DAY = re.compile(r"(?:XXXX|\d{4})-\d\d-\d\d")
MONTH = re.compile(r"(?:XXXX|\d{4})-(?:0[1-9]|1[0-2])")
YEAR = re.compile(r"\d{4}")
COMMON_YEAR, LEAP_YEAR = 2001, 2004  # stand for a year that is not stated
SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10, 40: 1, 41: 7}  # where each begins
PORTIONS = {  # which part of a whole "early", "mid" and "late" name, in hundredths: halves, and a third in the middle
    "early": (0, 50),
    "mid": (33, 67),
    "late": (50, 100),
}


def first_part(value: str) -> str:
    """Return the first date of an interval, without marks of doubt: "2023-09-18~/2023-09-24" -> "2023-09-18"."""
    return re.sub(r"[~?%]", "", value.split("/")[0])


def as_date(value: str) -> dt.date | None:
    """Return the day that a value states to the day, or begins with in an interval."""
    start = first_part(value)
    if not DAY.fullmatch(start) or start.startswith("XXXX"):
        return None
    try:
        return dt.date.fromisoformat(start)
    except ValueError:
        return None


def add_days(value: str, days: int) -> str:
    """Move a date by days; without a year it moves only where leap years make no difference."""
    start = first_part(value)
    if not DAY.fullmatch(start):
        return ""
    if not start.startswith("XXXX"):
        moved = safe_add(as_date(start), days)
        return moved.isoformat() if moved else ""
    both = {moved_within(start, year, days) for year in (COMMON_YEAR, LEAP_YEAR)}
    return both.pop() if len(both) == 1 else ""


def moved_within(value: str, year: int, days: int) -> str:
    """Move XXXX-09-17 as if it stood in a given year."""
    moved = safe_add(as_date(f"{year:04}{value[4:]}"), days)
    return f"XXXX{moved.isoformat()[4:]}" if moved else ""


def day_of_month(value: str, day: str) -> str:
    """Return a day of the month in which a date lies: "the 5th" beside 2020-05-03; empty where there is none."""
    start = first_part(value)
    if not (DAY.fullmatch(start) or MONTH.fullmatch(start)):
        return ""
    found = f"{start[:7]}-{day}"
    return found if as_date(found.replace("XXXX", str(LEAP_YEAR))) else ""


def safe_add(day: dt.date | None, days: int) -> dt.date | None:
    """Add days; None beyond what the calendar of the library holds."""
    try:
        return day + dt.timedelta(days) if day else None
    except OverflowError:
        return None


def shift(value: str, unit: str, amount: int) -> str:
    """Move a date by units and return it at the precision of the unit.

    Args:
        value: the reference, EDTF.
        unit: day, weekend, week, month, quarter, year, decade or century.
        amount: how many units, negative for earlier.

    Returns:
        EDTF: a day, a week and a weekend as intervals of days, 2023-10, 2023-33, 2023, 202X, 20XX; empty where the
        reference does not say enough.
    """
    if unit == "day":  # the next day of a week or of early April is no day that anybody told
        return "" if "/" in value else add_days(value, amount)
    if unit in {"week", "weekend"}:
        return shift_week(value, amount, weekend=unit == "weekend")
    return shift_months(value, unit, amount)


def shift_week(value: str, amount: int, *, weekend: bool) -> str:
    """Return the week from Monday to Sunday (ISO 8601), or its Saturday and Sunday, so many weeks on."""
    day = safe_add(as_date(value), 7 * amount)
    monday = safe_add(day, -day.weekday()) if day else None
    first, last = safe_add(monday, 5 if weekend else 0), safe_add(monday, 6)
    return f"{first.isoformat()}/{last.isoformat()}" if first and last else ""


def shift_months(value: str, unit: str, amount: int) -> str:
    """Return the month, quarter, year, decade or century so many units on."""
    start = first_part(value)
    year = year_of(start)
    if unit == "month":
        return add_months(start, amount)
    if not year.isdigit():
        return ""
    number = int(year)
    if unit == "quarter":
        month = month_of(start)
        total = number * 4 + (month - 1) // 3 + amount if month else None
        return f"{total // 4:04}-{33 + total % 4}" if total and in_years(total // 4) else ""
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    moved = number + size * amount
    if not in_years(moved):
        return ""
    return {"year": f"{moved:04}", "decade": f"{moved // 10:03}X", "century": f"{moved // 100:02}XX"}[unit]


def add_months(start: str, amount: int) -> str:
    """Move a month: 2023-12 and one gives 2024-01."""
    month, year = month_of(start), year_of(start)
    if not month:
        return ""
    years, index = divmod(month - 1 + amount, 12)
    if year == "XXXX":
        return f"XXXX-{index + 1:02}"
    return f"{int(year) + years:04}-{index + 1:02}" if in_years(int(year) + years) else ""


def in_years(year: int) -> bool:
    """Tell whether a year can be written with four digits."""
    return 1 <= year <= 9999


def year_of(value: str) -> str:
    """Return the year of a date, "XXXX" where it is not stated."""
    return first_part(value)[:4] if re.match(r"\d{4}|XXXX", value) else ""


def month_of(value: str) -> int:
    """Return the month in which a date lies or begins, 0 where it does not say."""
    match = re.match(r"(?:\d{4}|XXXX)-(\d\d)", value)
    number = int(match[1]) if match else 0
    return SEASON_MONTHS.get(number, number)


def portion(value: str, part: str) -> str:
    """Return the early, middle or late part of a month, year, decade or century as an interval with soft ends.

    "early May 2024" is 2024-05-01~/2024-05-15~: the first half, both ends approximate, because nobody says more. EDTF
    has no approximate day of a year that is not stated: there the whole stays.
    """
    units = [] if value.startswith("XXXX") else pieces(value)
    if not units:
        return value
    low, high = PORTIONS[part]
    first = min(len(units) * low // 100, len(units) - 1)
    last = max(-(-len(units) * high // 100) - 1, first)
    last = min(last, len(units) - 1) if part != "early" else max(len(units) // 2 - 1, 0)
    return f"{units[first]}~/{units[last]}~"


def pieces(value: str) -> list[str]:
    """Return the days of a month, the months of a year, the years of a decade or century."""
    if MONTH.fullmatch(value):
        year, month = value.split("-")
        days = calendar.monthrange(int(year) if year.isdigit() else COMMON_YEAR, int(month))[1]
        return [f"{value}-{day:02}" for day in range(1, days + 1)]
    if YEAR.fullmatch(value):
        return [f"{value}-{month:02}" for month in range(1, 13)]
    if re.fullmatch(r"\d{3}X", value):
        return [f"{value[:3]}{digit}" for digit in range(10)]
    if re.fullmatch(r"\d{2}XX", value):
        return [f"{value[:2]}{number:02}" for number in range(100)]
    return []


def approximate(value: str) -> str:
    """Mark a date as approximate; seasons and dates without a year cannot be marked (edtf 5 refuses them)."""
    if value.startswith("XXXX"):
        return value[: len("XXXX-09")]
    parts = value.split("/")
    marked = [p if not p or p == ".." or p.endswith("~") or is_season(p) else f"{p}~" for p in parts]
    return "/".join(marked)


def is_season(value: str) -> bool:
    """Tell whether a value is a season, quarter or half."""
    return bool(re.fullmatch(r"\d{4}-(?:2[1-4]|3[3-6]|4[01])", value))
