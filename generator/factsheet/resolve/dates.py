"""Resolution, dates: what each mention comes to, given the day of publication and the document's other dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from factsheet.model import Anchor, Basis, DateEvent, DateMention, DateReading, ResolvedDate, Tense
from factsheet.resolve.dates_calendar import (
    SEASON_MONTHS,
    add_days,
    approximate,
    as_date,
    day_of_month,
    first_part,
    in_years,
    month_of,
    portion,
    safe_add,
    shift,
    year_of,
)
from factsheet.resolve.dates_edtf import bounds, date_slug, words

__all__ = ["bounds", "date_slug", "resolve_dates", "words"]

# A text tells history, not news, when it states this many years for each time that it speaks of its own day: then a
# month-day takes the year told before it. Of 140 news articles and 20 encyclopaedic lives, at 3 four articles lent old
# years to days of this year; at 8 none did, and no life lost a year.
STATED_PER_DEICTIC = 8
APPOSED = len(", in ")  # characters between a distance and the date that explains it
DAYS_AHEAD = 1  # at the reporter's desk the day may have begun when it has not where the text is dated
YEARS_BEFORE = 80  # where the hundred years begin in which a year of two digits lies
AHEAD = frozenset({Tense.FUTURE, Tense.LATER})
ROUNDS = 2  # the second lets a date hang on one that was resolved through an event
UNRESOLVED = ResolvedDate()


@dataclass(frozen=True, slots=True)
class Context:
    """What a mention may be reckoned from."""

    mentions: Sequence[DateMention]
    published: str
    historical: bool
    resolved: tuple[ResolvedDate, ...]  # of the round before, then of this one as far as it has come


def resolve_dates(mentions: Sequence[DateMention], published: str) -> tuple[ResolvedDate, ...]:
    """Resolve the date mentions of one document.

    Nothing that neither text nor publication date says is filled in: without a publication date "September 17" is
    XXXX-09-17 and "late Tuesday" stays unresolved.

    Args:
        mentions: of one document, in the order of the text.
        published: the day of publication, EDTF; empty when unknown.

    Returns:
        One result a mention, in the same order.
    """
    resolved: tuple[ResolvedDate, ...] = (UNRESOLVED,) * len(mentions)
    historical = is_historical(mentions)
    for _ in range(ROUNDS):
        known = list(resolved)
        for index in range(len(mentions)):
            context = Context(mentions, published, historical, tuple(known))
            known[index] = resolve_one(index, context)
        resolved = tuple(known)
    return resolved


def is_historical(mentions: Sequence[DateMention]) -> bool:
    """Tell whether a text states years far more often than it speaks of its own day."""
    stated = sum(mention.reading.year.isdigit() for mention in mentions)
    deictic = sum(mention.reading.anchor is Anchor.PUBLICATION for mention in mentions)
    return stated > 1 and stated >= STATED_PER_DEICTIC * deictic


def resolve_one(index: int, context: Context) -> ResolvedDate:
    """Resolve one mention, range or not."""
    mention = context.mentions[index]
    if mention.value:
        return ResolvedDate(value=mention.value, basis=Basis.EDITOR)
    start = resolve_reading(index, mention.reading, context)
    if mention.end is None or not start.value:
        return start
    if mention.end == DateReading():
        return replace(start, value=f"{start.value}/..")
    end = resolve_reading(index, mention.end, context)
    value = range_value(start.value, end.value)
    return replace(start, value=value) if value else start


def range_value(start: str, end: str) -> str:
    """Join the two ends of a range; an end that lies before its start is a week or a year too early."""
    first, last = widen(start, "0"), widen(end, "9")
    days = as_date(first), as_date(last)
    if days[0] and days[1] and days[1] < days[0]:
        last = add_days(last, 7) if (days[0] - days[1]).days < 7 else f"{days[0].year + 1:04}{last[4:]}"
    same_kind = first[:4].isdigit() == last[:4].isdigit()
    return f"{first}/{last}" if last and same_kind and (first <= last or first.startswith("XXXX")) else ""


def widen(value: str, digit: str) -> str:
    """Return the first or last date of a value, a decade or a century as its first or last year: 192X is 1920."""
    part = value.split("/")[-1 if digit == "9" else 0]
    return part if part.startswith("XXXX") else part.replace("X", digit)


def resolve_reading(index: int, reading: DateReading, context: Context) -> ResolvedDate:
    """Resolve one end of a mention by what its words leave open, then apply early, mid, late and about."""
    stated = stated_beside(index, reading, context)
    if stated:
        return ResolvedDate(value=stated, basis=Basis.EVENT, reference=stated)
    if reading.year.startswith("XX"):
        reading = replace(reading, year=full_year(reading.year, context.published))
        if not reading.year:
            return UNRESOLVED
        result = ResolvedDate(value=stated_value(reading), basis=Basis.PUBLICATION, reference=context.published)
    elif reading.year:
        result = ResolvedDate(value=stated_value(reading), basis=Basis.EXPLICIT)
    elif reading.anchor is Anchor.NONE:
        result = resolve_yearless(index, reading, context)
    else:
        result = resolve_relative(index, reading, context)
    return replace(result, value=qualify(result.value, reading.qualifier)) if result.value else UNRESOLVED


def full_year(short: str, published: str) -> str:
    """Return the year that "'68" is: the one from 80 years before publication to 20 after (Java's SimpleDateFormat)."""
    year = year_of(published)
    if not year.isdigit():
        return ""
    first = int(year) - YEARS_BEFORE
    return f"{first + (int(short[2:]) - first) % 100:04}" if in_years(first) else ""


def stated_value(reading: DateReading) -> str:
    """Write what is stated as EDTF: 2023-09-17; empty where the calendar has no such day."""
    value = "-".join(part for part in (reading.year, reading.month, reading.day) if part)
    impossible = reading.day and reading.year.isdigit() and as_date(value) is None
    return "" if impossible or (reading.month and not reading.year.isdigit()) else value


def qualify(value: str, qualifier: str) -> str:
    """Apply a qualifier: "early" cuts a month, a year, a decade; "about" marks."""
    if qualifier == "approximate":
        return approximate(value)
    return portion(value, qualifier) if qualifier else value


# ---------------------------------------------------------------- month and day without a year


def resolve_yearless(index: int, reading: DateReading, context: Context) -> ResolvedDate:
    """Give a month, a month-day or a season its year: told before in a history, nearest by tense in news."""
    ahead = context.mentions[index].tense is Tense.FUTURE
    told = told_year(index, context) if (context.historical and not ahead) or explains(index, context) else ""
    if told:
        value = compose(told, reading)
        return ResolvedDate(value=value, basis=Basis.EVENT, reference=told)
    day = as_date(context.published)
    if day is None:
        known = year_of(context.published)
        if known.isdigit():
            return ResolvedDate(value=compose(known, reading), basis=Basis.PUBLICATION, reference=context.published)
        return ResolvedDate(value=open_year(reading), basis=Basis.EXPLICIT)
    value = nearest_year(reading, day, context.mentions[index].tense)
    return ResolvedDate(value=value, basis=Basis.PUBLICATION, reference=context.published)


def open_year(reading: DateReading) -> str:
    """Write a date without a year: XXXX-09-17; a season without a year cannot be written."""
    return "" if int(reading.month or 0) > 12 else compose("XXXX", reading)


def compose(year: str, reading: DateReading) -> str:
    """Write a year with the month and day of a reading."""
    value = "-".join(part for part in (year, reading.month, reading.day) if part)
    return "" if reading.day and year.isdigit() and as_date(value) is None else value


def explains(index: int, context: Context) -> bool:
    """Tell whether a date stands in apposition to a distance: "two months later, on August 4"."""
    if not index:
        return False
    before, here = context.mentions[index - 1], context.mentions[index]
    return before.reading.anchor is Anchor.MENTION and 0 < here.span.start - before.span.end <= APPOSED


def told_year(index: int, context: Context) -> str:
    """Return the year of the nearest date before, as text."""
    years = (year_of(context.resolved[at].value) for at in range(index - 1, -1, -1))
    return next((year for year in years if year.isdigit()), "")


def nearest_year(reading: DateReading, published: dt.date, tense: Tense) -> str:
    """Choose the year that tense and the day of publication allow: past at or before it, future at or after it."""
    near = range(published.year - 4, published.year + 5)
    years = [year for year in near if in_years(year) and in_years(year + 1)]  # a winter ends in the year that follows
    values = [v for year in years if (v := compose(f"{year:04}", reading))]
    if reading.weekday and reading.day:
        fitting = [v for v in values if (day := as_date(v)) and day.isoweekday() == reading.weekday]
        values = fitting or values
    spans = [(v, extent(v)) for v in values]
    past = [v for v, (first, _) in spans if (first - published).days <= DAYS_AHEAD]
    future = [v for v, (_, last) in spans if last >= published]
    if tense is Tense.PAST and past:
        return past[-1]
    if tense in AHEAD and future:
        return future[0]
    return min(spans, key=lambda s: distance(s[1], published))[0] if spans else ""


def extent(value: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a day, month, season or quarter of a stated year."""
    day = as_date(value)
    if day:
        return day, day
    year, number = int(value[:4]), int(value[5:7])
    length = 1 if number <= 12 else 6 if number >= 40 else 3
    total = year * 12 + SEASON_MONTHS.get(number, number) - 1
    after = total + length
    return dt.date(year, total % 12 + 1, 1), dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(1)


def distance(span: tuple[dt.date, dt.date], day: dt.date) -> int:
    """Return how many days lie between a stretch and a day."""
    return max((span[0] - day).days, (day - span[1]).days, 0)


# ---------------------------------------------------------------- dates that hang on others


def resolve_relative(index: int, reading: DateReading, context: Context) -> ResolvedDate:
    """Reckon a date from the day of publication, the date named before, or an event dated elsewhere."""
    reference, basis = find_reference(index, reading, context)
    if not reference:
        return UNRESOLVED
    if reading.day and not reading.month and basis is Basis.PUBLICATION:
        reference = month_beside(reading.day, reference, context.mentions[index].tense)
    value = reckon(reading, reference, context.mentions[index])
    return ResolvedDate(value=value, basis=basis, reference=reference) if value else UNRESOLVED


def stated_beside(index: int, reading: DateReading, context: Context) -> str:
    """Return the date that explains a distance in apposition: "three years later, in 1993"; empty without one."""
    if reading.anchor is not Anchor.MENTION or index + 1 == len(context.mentions):
        return ""
    here, other = context.mentions[index], context.mentions[index + 1]
    if other.end or not other.reading.year.isdigit() or not 0 < other.span.start - here.span.end <= APPOSED:
        return ""
    value = context.resolved[index + 1].value or stated_value(other.reading)
    return value if reading.unit != "day" or as_date(value) else ""


def month_beside(day: str, published: str, tense: Tense) -> str:
    """Return the month in which "the 9th" lies: up to the day of publication, after it where the verb says so."""
    today = as_date(published)
    if today is None:
        return ""
    ahead = tense in AHEAD and int(day) < today.day
    behind = tense not in AHEAD and int(day) > today.day
    return shift(published, "month", ahead - behind)


def find_reference(index: int, reading: DateReading, context: Context) -> tuple[str, Basis]:
    """Return the date that a reading is reckoned from and on what basis."""
    mention = context.mentions[index]
    if reading.anchor is Anchor.PUBLICATION:
        return context.published, Basis.PUBLICATION
    if reading.anchor is Anchor.EVENT and mention.event:
        return event_date(index, mention.event, context), Basis.EVENT
    before = previous_date(index, reading, context)
    if before or ((reading.amount or 0) >= 0 and not reading.day):
        return before, Basis.EVENT
    return context.published, Basis.PUBLICATION


def previous_date(index: int, reading: DateReading, context: Context) -> str:
    """Return the nearest date before that is precise enough to reckon from."""
    for at in range(index - 1, -1, -1):
        value = context.resolved[at].value
        if value and reckon(reading, value, context.mentions[index]):
            return value
    return ""


def event_date(index: int, event: DateEvent, context: Context) -> str:
    """Return the date of an event: one inside its words, else that of the clause most like it; empty when in doubt."""
    here = context.mentions[index].span
    scores: dict[str, int] = {}
    for at, (mention, found) in enumerate(zip(context.mentions, context.resolved, strict=True)):
        if at == index or not found.value:
            continue
        if here.covers(mention.span):
            return found.value
        score = likeness(event, mention.dated)
        if score and found.basis is not Basis.UNRESOLVED:
            scores[first_part(found.value)] = max(score, scores.get(first_part(found.value), 0))
    best = [value for value, score in scores.items() if score == max(scores.values())]
    return best[0] if len(best) == 1 else ""


def likeness(event: DateEvent, other: DateEvent | None) -> int:
    """Count what two clauses share; without a common event word, or with names that all differ, nothing."""
    if other is None or not set(event.heads) & set(other.heads):
        return 0
    names = set(event.names) & set(other.names)
    if event.names and other.names and not names:
        return 0
    return 2 * len(set(event.heads) & set(other.heads)) + len(names)


def reckon(reading: DateReading, reference: str, mention: DateMention) -> str:
    """Reckon a reading from a reference date."""
    if reading.weekday:
        return reckon_weekday(reading, reference, mention)
    amount = reading.amount or 0
    if reading.unit == "year" and reading.month:
        year = shift(reference, "year", amount)
        return compose(year, reading) if year else ""
    if reading.month:
        return reckon_month(reading, reference)
    if reading.unit == "weekend" and not amount:
        return this_weekend(reference, mention)
    if reading.day:
        return day_of_month(reference, reading.day)
    return shift(reference, reading.unit, amount) if reading.unit else ""


def reckon_weekday(reading: DateReading, reference: str, mention: DateMention) -> str:
    """Find a day of the week: the last one up to the day of publication, the next one where the verb looks ahead."""
    day = as_date(reference)
    if day is None or reading.weekday is None:
        return ""
    offset = (reading.weekday - day.isoweekday()) % 7  # to the next such day, 0 for the same day
    if reading.unit == "week":
        days = reading.weekday - day.isoweekday() + 7 * (reading.amount or 0)
    elif reading.amount:
        days = (offset or 7) if reading.amount > 0 else offset - 7
    elif reading.amount == 0:
        days = reading.weekday - day.isoweekday()
    else:
        ahead = mention.tense in AHEAD
        days = offset if ahead or not offset else offset - 7
    moved = safe_add(day, days)
    return moved.isoformat() if moved else ""


def reckon_month(reading: DateReading, reference: str) -> str:
    """Find "last September", "next spring", "the following autumn": the nearest before or after the reference."""
    year, month = year_of(reference), month_of(first_part(reference))
    if not year.isdigit():
        return ""
    amount, wanted = reading.amount or 0, SEASON_MONTHS.get(int(reading.month), int(reading.month))
    if amount and not month:
        return ""
    over = amount if amount and (wanted - month) * amount <= 0 else 0
    return compose(f"{int(year) + over:04}", reading) if 1 <= int(year) + over <= 9999 else ""


def this_weekend(reference: str, mention: DateMention) -> str:
    """Return the weekend that is meant: this week's, or the last one that had begun when the verb looks back.

    "Over the weekend" looks back unless the verb says otherwise.
    """
    behind = mention.tense is Tense.PAST or (mention.tense is Tense.NONE and mention.rule == "weekend")
    day = as_date(reference)
    begun = day is not None and day.isoweekday() >= 6
    return shift(reference, "weekend", -1 if behind and not begun else 0)
