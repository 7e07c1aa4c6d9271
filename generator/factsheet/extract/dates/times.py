"""Extraction, dates: times of day, which stay words beside their day: "3 p.m. on Tuesday", "the morning of May 3"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from factsheet.extract.dates.grammar import Grammar
from factsheet.extract.dates.lexer import Lexemes
from factsheet.extract.dates.ranges import Found
from factsheet.model import Anchor

REACH = 8  # lexemes that the longest time takes: "at", "11", "a", ".", "m", ".", "on" and one to spare


def take_times(dates: Iterable[Found], lexemes: Lexemes, grammar: Grammar) -> Iterator[Found]:
    """Let each date that names a day take the time of day beside it among its words; its value stays the day."""
    last = 0
    for date in dates:
        taken = take_time(date, last, lexemes, grammar) if names_a_day(date) else date
        last = taken.last
        yield taken


def names_a_day(date: Found) -> bool:
    """Tell whether a date is precise to the day and no range."""
    reading = date.reading
    precise = bool(reading.day or reading.weekday) or reading.unit == "day"
    return precise and date.end is None and reading.anchor is not Anchor.EVENT


def take_time(date: Found, floor: int, lexemes: Lexemes, grammar: Grammar) -> Found:
    """Widen a date over the time before it, not below `floor`, or behind it."""
    before = grammar.time_before.search(lexemes.codes, max(floor, date.first - REACH), date.first)
    behind = grammar.time_behind.match(lexemes.codes, date.last)
    first = before.start() if before else date.first
    return replace(date, first=first, last=behind.end() if behind and not before else date.last)
