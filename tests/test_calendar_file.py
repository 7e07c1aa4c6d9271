"""iCalendar: what RFC 5545 asks, and what a calendar shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.cal import Component

from facts_fixture import DATES, facts
from factsheet.exports import Place, render_exports
from factsheet.exports.icalendar import days_of, fold_line
from factsheet.exports.plain import TURNS
from factsheet.model import Facts
from random_facts import random_facts

PUBLISHED = Place(name="Talks, & facts", url="https://facts.example")


def calendar(facts: Facts, place: Place = PUBLISHED) -> str:
    return next(file.text for file in render_exports(facts, place) if file.path == "data/dates.ics")


def events(text: str) -> list[Component]:
    return Calendar.from_ical(text).walk("VEVENT")


def of(value: str) -> list[Component]:
    return events(calendar(replace(facts(), dates=(replace(DATES[0], value=value),))))


@given(made=random_facts())
@settings(deadline=None)
def test_every_calendar_is_valid_whatever_the_words(made: Facts) -> None:
    text = calendar(made)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert not TURNS.search(text)
    parsed = Calendar.from_ical(text)
    assert not parsed.errors
    for event in parsed.walk("VEVENT"):
        assert not event.errors
        assert event.start < event.end
        assert {"UID", "DTSTAMP", "SUMMARY", "DESCRIPTION"} <= set(event)
    assert len(parsed.walk("VEVENT")) == sum(days_of(date.value) is not None for date in made.dates)


def test_an_event_says_what_happened_and_who_says_so() -> None:
    first, *_ = events(calendar(facts()))
    assert (first.start, first.end) == (dt.date(2023, 9, 17), dt.date(2023, 9, 18))
    assert first["SUMMARY"].startswith("A senior diplomat with knowledge")
    lines = str(first["DESCRIPTION"]).split("\n")
    assert lines[0] == "17 September 2023:"
    assert lines[1].endswith("” (Secret Istanbul talks before the attack on Artsakh)")
    assert first["UID"] == first["URL"] == "https://facts.example/dates/2023-09-17/"
    assert first["DTSTAMP"].dt == dt.datetime(2023, 10, 4, tzinfo=dt.UTC)


def test_without_an_address_of_the_site_an_event_has_none_and_keeps_its_name() -> None:
    one, two = (events(calendar(made, Place()))[0] for made in (facts(), replace(facts(), quotes=())))
    assert "URL" not in one
    assert one["UID"] == two["UID"]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2023-09-17", (dt.date(2023, 9, 17), dt.date(2023, 9, 18))),
        ("2023-09-17/2023-10-02", (dt.date(2023, 9, 17), dt.date(2023, 10, 3))),
        ("0987-03-01", (dt.date(987, 3, 1), dt.date(987, 3, 2))),
    ],
)
def test_days_and_spans_of_days_stand_in_the_calendar(value: str, days: tuple[dt.date, dt.date]) -> None:
    (event,) = of(value)
    assert (event.start, event.end) == days
    assert "STATUS" not in event


@pytest.mark.parametrize("value", ["2023-09-17~", "2023-09-17?", "2023-09-17%"])
def test_a_day_that_is_given_roughly_is_tentative_and_says_so(value: str) -> None:
    (event,) = of(value)
    assert event["STATUS"] == "TENTATIVE"
    assert "about" in event["DESCRIPTION"] or "perhaps" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    "value",
    [
        *("2023", "2023-09", "XXXX-09-17", "../2023-09-17", "2023-09-17/..", "199X", "-0043", "2023-21", "2023-02-30"),
        *("2023-09-17~/2023-09-20~", "2023-09-20/2023-09-17", "9999-12-31"),
    ],
)
def test_what_a_calendar_shows_badly_is_left_out(value: str) -> None:
    assert not of(value)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1).map(lambda text: text * 80))
def test_a_folded_line_unfolds_to_itself(text: str) -> None:
    folded = fold_line(text)
    assert folded.replace("\r\n ", "").removesuffix("\r\n") == text
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
