"""The exports' room: days that the sources name as a calendar (RFC 5545) to which anybody can subscribe.

It holds what a calendar shows well: single days, and spans of which both the first and the last day are known. A day
that is given only roughly is tentative. Months, years and open spans are left out, for a calendar would draw them over
every day that they cover; they stand in dates.csv.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from textwrap import shorten

from factsheet.exports.moments import changed_on, exact_day, latest
from factsheet.exports.plain import line
from factsheet.exports.site import Edition
from factsheet.model import Date, DateReference, Export
from factsheet.resolve.dates import words

PATH = "data/dates.ics"
SUMMARY = 120  # characters of what happened
PASSAGES = 10  # of a date, that its description shows
OCTETS = 75  # of a line, RFC 5545 section 3.1
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
DOUBTS = ("~", "?", "%")


def dates_ics(edition: Edition) -> Export:
    """Render the exact days and spans as data/dates.ics, earliest first."""

    def pieces() -> Iterator[str]:
        """Yield a line after the other."""
        yield from map(fold_line, ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Factsheet//Factsheet//EN"))
        yield from (fold_line(f"{key}:{_text(edition.place.name)}") for key in ("NAME", "X-WR-CALNAME"))
        for days, date in sorted(_placed(edition.facts.dates), key=lambda one: (one[0], one[1].id)):
            yield from map(fold_line, _event(edition, date, *days))
        yield fold_line("END:VCALENDAR")

    return Export(path=PATH, pieces=pieces)


def days_of(value: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a value that a calendar shows well, and nothing of any other.

    Args:
        value: EDTF; a full day, also a doubtful one, or two full days with a slash between them.
    """
    first, _, last = value.partition("/")
    bare = first if last else first.rstrip("".join(DOUBTS))
    if not exact_day(bare) or (last and not exact_day(last)):
        return None
    days = dt.date.fromisoformat(bare), dt.date.fromisoformat(last or bare)
    return days if days[0] <= days[1] < dt.date.max else None


def fold_line(text: str) -> str:
    """Cut a line at OCTETS bytes of UTF-8, never inside a character, and end it."""
    if len(text.encode()) < OCTETS:
        return text + "\r\n"
    rows, size = [""], 0
    for char in text:
        width = len(char.encode())
        if size + width > OCTETS - 1:  # the blank that begins a row of continuation counts, too
            rows, size = [*rows, ""], 0
        rows[-1] += char
        size += width
    return "\r\n ".join(rows) + "\r\n"


def _placed(dates: Iterable[Date]) -> Iterator[tuple[tuple[dt.date, dt.date], Date]]:
    """Yield the dates that the calendar holds with their days."""
    return ((days, date) for date in dates if (days := days_of(date.value)))


def _event(edition: Edition, date: Date, first: dt.date, last: dt.date) -> Iterator[str]:
    """Yield the lines of an event, not yet folded."""
    page = f"dates/{date.id}.md"
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(edition.place.name_of(page))}"
    yield f"DTSTAMP:{_changed(edition, date).replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    yield f"DTEND;VALUE=DATE:{_day(last + dt.timedelta(days=1))}"
    yield f"SUMMARY:{_text(_summary(date))}"
    yield f"DESCRIPTION:{_text(chr(10).join(_description(edition, date)))}"
    if edition.place.root:
        yield f"URL:{edition.place.page(page, PATH)}"
    if date.value.endswith(DOUBTS):
        yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(date: Date) -> str:
    """Say what happened: the clause that the source dates, else the sentence that names the date."""
    told = next((one.clause for one in date.references if one.clause), None)
    passages = told or tuple(one.context for one in date.references[:1])
    return shorten(" … ".join(line(passage.text) for passage in passages), SUMMARY, placeholder="…")


def _description(edition: Edition, date: Date) -> Iterator[str]:
    """Yield the date in words, the sentences that name it with their sources, and how many more there are."""
    yield f"{line(words(date.value))}:"
    passages = {one.context: one for one in date.told_once}
    yield from (_told(edition, one) for one in list(passages.values())[:PASSAGES])
    if len(passages) > PASSAGES:
        yield f"and {len(passages) - PASSAGES} more"


def _told(edition: Edition, reference: DateReference) -> str:
    """Quote the sentence that names a date, with its source."""
    return f"“{line(reference.context.text)}” ({line(edition.sources[reference.context.source].title)})"


def _changed(edition: Edition, date: Date) -> str:
    """Return the day on which what is told of a date came to be as it is."""
    sources = {reference.words.source for reference in date.references}
    return latest(changed_on(edition.sources[one].document.metadata.date, date.review) for one in sources)


def _day(day: dt.date) -> str:
    """Write a day without hyphens; a year before 1000 keeps its four digits."""
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """Escape a text, section 3.3.11, line by line."""
    return "\n".join(map(line, text.split("\n"))).translate(ESCAPES)
