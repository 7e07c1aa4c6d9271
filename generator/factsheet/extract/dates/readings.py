"""Extraction, dates: from the slots of a production to what the words say."""

from __future__ import annotations

from dataclasses import replace

from factsheet.extract.dates.grammar import Candidate
from factsheet.model import Anchor, DateReading

FIRST_QUARTER, FIRST_HALF = 33, 40  # EDTF level 2 sub-year groupings
WINTER = "24"  # reaches into the year that follows, which "winter 2019-20" names too
DAYS_OF_A_WEEK = 7  # "a week ago today" is a day
MANY_YEARS = {"decade": 10, "century": 100}  # "two decades ago" is about twenty years ago, not a decade by the calendar


def read_candidate(candidate: Candidate, *, day_first: bool) -> tuple[DateReading, DateReading | None] | None:
    """Read what a candidate says.

    Args:
        candidate: the match of a production.
        day_first: whether 5/6/2024 is the fifth of June.

    Returns:
        The reading and, for a range, that of its last day; None where the numbers make no date ("February 31").
    """
    slots = candidate.slots | candidate.production.reading
    if "named_day" in slots:
        year, month, day = slots["named_day"].split("-")
        slots |= {"year": year, "month": month, "day": day}
    if "number" in slots and slots.get("unit") in MANY_YEARS:
        slots |= {"scale": str(MANY_YEARS[slots["unit"]]), "unit": "year", "about": "~"}
    if "base" in slots and slots["unit"] == "week":
        slots |= {"scale": str(DAYS_OF_A_WEEK), "unit": "day"}
    if "spanned" in slots:  # "the 2010-12 accounts", which has the form of a month
        slots["year_end"] = slots.pop("month")
    if "first" in slots:
        slots |= numeric_parts(slots, day_first=day_first)
    start = DateReading(
        year=read_year(slots),
        month=read_month(slots),
        day=read_day(slots),
        weekday=int(slots["weekday"]) if "weekday" in slots else None,
        unit=slots.get("unit", ""),
        amount=read_amount(slots),
        anchor=read_anchor(slots),
        qualifier="approximate" if "about" in slots else slots.get("qualifier", ""),
    )
    end = read_end(start, slots)
    return (start, end) if is_possible(start) and (end is None or is_possible(end)) else None


def numeric_parts(slots: dict[str, str], *, day_first: bool) -> dict[str, str]:
    """Tell day from month in 5/6/2024; a number above twelve settles it."""
    first, second = slots["first"], slots["second"]
    if int(second) > 12 or (not day_first and int(first) <= 12):
        first, second = second, first
    return {"day": first, "month": second}


def two_digits(number: str) -> str:
    """Write "9" and "9th" as "09"."""
    return f"{int(number):02}" if number else ""


def read_year(slots: dict[str, str]) -> str:
    """Return "2023", "199X", "19XX", "XX68" for '68, "-0043" for 44 BC (EDTF counts a year 0), "-02XX"."""
    if "decade" in slots:
        decade = slots["decade"]
        return ("19" + decade if len(decade) == 1 else decade[:3]) + "X"
    if "short_year" in slots:
        return "XX" + slots["short_year"]
    era = slots.get("era", slots.get("era_letter", ""))
    if "century" in slots:
        century = int(slots["century"]) + int(slots.get("tens", 0)) - 1
        return f"{era}{century:02}XX"
    if "year" not in slots:
        return ""
    year = int(slots["year"])
    return f"-{year - 1:04}" if era == "-" and year > 1 else f"{year:04}"


def read_month(slots: dict[str, str]) -> str:
    """Return the month, or EDTF's number of the season, the quarter or the half."""
    if "quarter" in slots:
        return str(FIRST_QUARTER - 1 + int(slots["quarter"]))
    if "half" in slots:
        return str(FIRST_HALF - 1 + int(slots["half"]))
    return two_digits(slots.get("month", slots.get("season", slots.get("quarter_name", ""))))


def read_day(slots: dict[str, str]) -> str:
    """Return the day of the month: "9th" and "ninth" are "09", "twenty-first" is "21"."""
    return two_digits(str(int(slots["day"]) + int(slots.get("tens", "0")))) if "day" in slots else ""


def read_amount(slots: dict[str, str]) -> int | None:
    """Return how many units lie between the anchor and the date: "two days before" gives -2."""
    if "amount" in slots and "direction" not in slots:
        return int(slots["amount"])
    if "number" in slots or "amount" in slots:
        number = int(slots.get("number", slots.get("amount", "0"))) + int(slots.get("tens", 0))
        sign = slots.get("sign") or slots.get("later") or slots.get("earlier") or slots.get("direction", "1")
        base = int(slots.get("base", "0")) if slots.get("unit") == "day" else 0
        return number * int(sign) * int(slots.get("scale", "1")) + base
    shift = slots.get("shift") or slots.get("back") or slots.get("back_again") or slots.get("deictic")
    return int(shift) if shift is not None else None


def read_anchor(slots: dict[str, str]) -> Anchor:
    """Return what the date is reckoned from; "last September" from the day of publication."""
    if "anchor" in slots:
        return Anchor(slots["anchor"])
    if "back" in slots or "back_again" in slots:
        return Anchor.MENTION
    return Anchor.PUBLICATION if "shift" in slots else Anchor.NONE


def read_end(start: DateReading, slots: dict[str, str]) -> DateReading | None:
    """Return the last day of a range: "May 3-5" ends on the fifth of the same month."""
    if "day_end" in slots:
        return replace(start, day=two_digits(slots["day_end"]))
    if "month_end" in slots:
        return replace(start, month=two_digits(slots["month_end"]))
    if "century_end" in slots:
        century = read_year({"century": slots["century_end"]})
        return replace(start, year=century, qualifier=slots.get("qualifier_end", ""))
    if "qualifier_end" in slots:
        return replace(start, qualifier=slots["qualifier_end"])
    if "year_end" in slots:
        end = slots["year_end"]
        if start.month == WINTER:
            return None
        return replace(start, year=start.year[: 4 - len(end)] + end, month="")
    return None


def is_possible(reading: DateReading) -> bool:
    """Tell whether the numbers can stand in a calendar: there is no 31 June and no fifth quarter."""
    if reading.day and reading.month:
        longest = {"02": 29, "04": 30, "06": 30, "09": 30, "11": 30}.get(reading.month, 31)
        if int(reading.day) > longest or int(reading.month) > 12 or int(reading.day) < 1:
            return False
    if reading.month and not (1 <= int(reading.month) <= 12 or 21 <= int(reading.month) <= 24):
        return reading.month in {"33", "34", "35", "36", "40", "41"}
    return True
