"""The calendar: what lies within what, and what comes before and after, by the days that dates allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factsheet.model import Date
from factsheet.pages.calendar import Calendar, Extent, extent
from factsheet.resolve.dates import bounds, date_slug

DAYS = st.dates(dt.date(1998, 1, 1), dt.date(2003, 12, 31)).map(dt.date.isoformat)


def shapes(day: str) -> st.SearchStrategy[str]:
    """Draw the ways to name a day, and what it lies in."""
    wholes = [day, day[:7], day[:4], f"{day[:3]}X", f"{day[:2]}XX", f"XXXX{day[4:]}", f"XXXX{day[4:7]}", f"{day}~"]
    return st.sampled_from([*wholes, f"{day[:4]}-22", f"{day}/..", f"../{day}", "-0044", f"[{day},2001-01-01]"])


RANGES = st.tuples(DAYS, DAYS).map(lambda pair: "/".join(sorted(pair)))
VALUES = DAYS.flatmap(shapes) | RANGES
COLLECTIONS = st.lists(VALUES, unique=True, max_size=14)


def dates(values: Sequence[str]) -> list[Date]:
    return [Date(id=date_slug(value), value=value, references=()) for value in values]


def values(found: Sequence[Date]) -> list[str]:
    return [date.value for date in found]


# ---------------------------------------------------------------- examples


SITE = (
    *("2023", "2023-09", "2023-09-17", "2023-09-19", "2023-09-18/2023-09-24", "2023-10-03", "2022-05", "202X", "20XX"),
    *("XXXX-09-17", "XXXX-09", "2013/..", "-0044"),
)


@pytest.mark.parametrize(
    ("value", "within", "contents"),
    [
        ("2023-09-17", ["2023-09", "2023", "202X", "20XX"], []),
        ("2023-09-19", ["2023-09-18/2023-09-24", "2023-09", "2023", "202X", "20XX"], []),
        ("2023-09", ["2023", "202X", "20XX"], ["2023-09-17", "2023-09-18/2023-09-24", "2023-09-19"]),
        ("2022-05", ["202X", "20XX"], []),
        (
            "2023",
            ["202X", "20XX"],
            ["2023-09", "2023-09-17", "2023-09-18/2023-09-24", "2023-09-19", "2023-10-03"],
        ),
        ("XXXX-09-17", ["XXXX-09"], []),
        ("XXXX-09", [], ["XXXX-09-17"]),
        ("2013/..", [], []),
        ("-0044", [], []),
    ],
)
def test_a_date_knows_what_it_lies_in_and_what_lies_in_it(value: str, within: list[str], contents: list[str]) -> None:
    calendar = Calendar(dates(SITE))
    (date,) = dates([value])
    assert values(calendar.within(date)) == within
    assert values(calendar.contents(date)) == contents


@pytest.mark.parametrize(
    ("value", "before", "after"),
    [
        ("2023-09-19", "2023-09-17", "2023-10-03"),
        ("2023-09-17", "2022-05", "2023-09-18/2023-09-24"),
        ("2023-09", "2022-05", "2023-10-03"),
        ("2023", "2022-05", None),
        ("2022-05", None, "2023"),
        ("XXXX-09-17", None, None),
        ("2013/..", None, None),
    ],
)
def test_the_neighbours_of_a_date_share_no_day_with_it(value: str, before: str | None, after: str | None) -> None:
    site = [one for one in SITE if one not in ("202X", "20XX")]
    calendar, (date,) = Calendar(dates(site)), dates([value])
    found = calendar.before(date), calendar.after(date)
    assert tuple(one.value if one else None for one in found) == (before, after)


# ---------------------------------------------------------------- laws


EXTENTS = VALUES.map(extent).filter(bool)


@given(EXTENTS, EXTENTS, EXTENTS)
def test_containing_is_an_order(one: Extent, two: Extent, three: Extent) -> None:
    assert not one.contains(one)
    assert not (one.contains(two) and two.contains(one))
    assert one.contains(three) or not (one.contains(two) and two.contains(three))


@settings(deadline=None, max_examples=40)
@given(COLLECTIONS)
@example(["2001-05", "2001-05-01", "2001-05-31", "2001-05-31/2001-06-01"])
def test_what_is_listed_within_a_date_lies_within_its_bounds_and_nothing_is_left_out(names: list[str]) -> None:
    made = dates(names)
    calendar = Calendar(made)
    for outer in made:
        contents = calendar.contents(outer)
        around, own = extent(outer.value), bounds(outer.value)
        inside = {one.value for one in made if around and (it := extent(one.value)) and around.contains(it)}
        assert sorted(values(contents)) == sorted(inside)
        for inner in contents:
            assert outer in calendar.within(inner)
            if own and "XXXX" not in outer.value:
                first, last = bounds(inner.value) or own
                assert own[0] <= first <= last <= own[1]


@settings(deadline=None, max_examples=40)
@given(COLLECTIONS)
def test_within_is_the_inverse_of_contents(names: list[str]) -> None:
    calendar = Calendar(made := dates(names))
    down = {(outer.id, inner.id) for outer in made for inner in calendar.contents(outer)}
    up = {(outer.id, inner.id) for inner in made for outer in calendar.within(inner)}
    assert down == up
    assert not {(inner, outer) for outer, inner in down} & down


@settings(deadline=None, max_examples=40)
@given(COLLECTIONS)
def test_nothing_ends_between_a_date_and_the_one_before_and_nothing_begins_between_it_and_the_one_after(
    names: list[str],
) -> None:
    calendar = Calendar(made := dates(names))
    for date in made:
        own = extent(date.value)
        others = [it for one in made if own and (it := extent(one.value)) and it.yearless == own.yearless]
        earlier = [one.last for one in others if own and one.last < own.first]
        later = [one.first for one in others if own and own.last < one.first]
        check(calendar.before(date), earlier, max, lambda it: it.last)
        check(calendar.after(date), later, min, lambda it: it.first)


def check(
    found: Date | None,
    days: list[dt.date],
    nearest: Callable[[list[dt.date]], dt.date],
    edge: Callable[[Extent], dt.date],
) -> None:
    """The neighbour is the nearest of the days, and there is one where there are any."""
    place = extent(found.value) if found else None
    assert (edge(place) if place else None) == (nearest(days) if days else None)


@settings(deadline=None, max_examples=40)
@given(COLLECTIONS, st.randoms(use_true_random=False))
def test_the_order_in_which_dates_come_changes_nothing(names: list[str], chance: object) -> None:
    mixed = list(names)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, two = Calendar(dates(names)), Calendar(dates(mixed))
    assert one.order == two.order
    for date in dates(names):
        assert (one.before(date), one.after(date)) == (two.before(date), two.after(date))
        assert (values(one.within(date)), values(one.contents(date))) == (
            values(two.within(date)),
            values(two.contents(date)),
        )
