"""Extraction, dates: two dates joined into a range: "from Monday to Wednesday", "May 3 - June 5, 2023"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from factsheet.extract.dates.guards import Place
from factsheet.extract.dates.lexer import Lexemes
from factsheet.model import Anchor, DateReading

JOINABLE_GAP = 1  # lexemes between the two dates, an article not counted


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate that stands, with what it says."""

    place: Place
    first: int  # lexeme
    last: int  # exclusive
    rule: str
    reading: DateReading
    end: DateReading | None = None


def join_ranges(stated: list[Found], lexemes: Lexemes) -> Iterator[Found]:
    """Join each pair of dates with a connective between them, and a date with an open end behind it."""
    found = lend_in_lists(stated, lexemes)
    index = 0
    while index < len(found):
        here = found[index]
        following = found[index + 1] if index + 1 < len(found) else None
        if following and are_joined(here, following, lexemes):
            yield join(here, following)
            index += 2
            continue
        yield open_range(here, lexemes)
        index += 1


def lend_in_lists(found: list[Found], lexemes: Lexemes) -> list[Found]:
    """Let the last of a list lend its year to those before: "on May 3 and June 5, 2021", "in May and June 1981"."""
    kept = list(found)
    for index in range(len(kept) - 2, -1, -1):
        if are_listed(kept[index], kept[index + 1], lexemes):
            kept[index] = replace(kept[index], reading=lend(kept[index].reading, kept[index + 1].reading)[0])
    return kept


def are_listed(here: Found, following: Found, lexemes: Lexemes) -> bool:
    """Tell whether two months or two days stand in a list, and only the second has a year."""
    between = {lexemes.word(at).lower() for at in range(here.last, following.first)}
    one, other = here.reading, following.reading
    alike = one.anchor is other.anchor is Anchor.NONE and bool(one.day) == bool(other.day)
    lacking = bool(one.month and other.month) and not one.year and other.year.isdigit()
    return (
        bool(between)
        and all(here.place.is_cue(word, "list") for word in between)
        and alike
        and lacking
        and not (here.end or following.end)
    )


def are_joined(start: Found, end: Found, lexemes: Lexemes) -> bool:
    """Tell whether two dates are the ends of one range: a dash or "to" between them, or "between ... and"."""
    gap = end.first - start.last - (start.place.is_cue(lexemes.word(end.first - 1).lower(), "article"))
    if gap != JOINABLE_GAP or start.end or end.end or not is_plain(start) or not is_plain(end):
        return False
    word = lexemes.word(start.last).lower()
    between = start.place.is_cue(word, "range and") and _is_between(start, lexemes)
    if not between and not start.place.is_cue(word, "connective"):
        return False
    lent = lend(start.reading, end.reading)
    if shape(lent[0]) != shape(lent[1]) and not (lent[0].year and lent[1].year):
        return False
    return not (lent[0].year and lent[1].year) or earliest(lent[0]) < earliest(lent[1])


def _is_between(start: Found, lexemes: Lexemes) -> bool:
    """Tell whether "between" stands before the first of two dates, an article in front of it or not."""
    before = lexemes.word(start.first - 1).lower()
    if start.place.is_cue(before, "range article"):
        before = lexemes.word(start.first - 2).lower()
    return start.place.is_cue(before, "between")


def shape(reading: DateReading) -> tuple[bool, ...]:
    """Return which parts a reading fills: the two ends of a range that states no years are of one kind."""
    return bool(reading.year), bool(reading.month), bool(reading.day), bool(reading.weekday), bool(reading.unit)


def is_plain(found: Found) -> bool:
    """Tell whether a date may end a range: one that hangs on another date may not."""
    return found.reading.anchor in {Anchor.NONE, Anchor.PUBLICATION}


def earliest(reading: DateReading) -> tuple[int, str, str]:
    """Return a key that orders stated dates."""
    return int(reading.year.replace("X", "0")), reading.month, reading.day


def join(start: Found, end: Found) -> Found:
    """Make one range of two dates."""
    first, last = lend(start.reading, end.reading)
    return replace(start, last=end.last, rule="range", reading=first, end=last)


def lend(start: DateReading, end: DateReading) -> tuple[DateReading, DateReading]:
    """Let the end that names its year lend it to the other: "May 3 - June 5, 2023"; January lies after December."""
    if not start.month or not end.month:
        return start, end
    over = int(start.month > end.month)
    if end.year.isdigit() and not start.year:
        start = replace(start, year=f"{int(end.year) - over:04}")
    elif start.year.isdigit() and not end.year:
        end = replace(end, year=f"{int(start.year) + over:04}")
    return start, end


def open_range(found: Found, lexemes: Lexemes) -> Found:
    """Add an open end: "2013 - present"."""
    words = (lexemes.word(found.last).lower(), lexemes.word(found.last + 1).lower())
    opened = found.place.is_cue(words[0], "connective") and found.place.is_cue(words[1], "open end")
    if found.end or not opened or not found.reading.year:
        return found
    return replace(found, last=found.last + 2, rule="open range", end=DateReading())
