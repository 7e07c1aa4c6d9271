"""A timeline: days as dots in columns, longer stretches as bars above them, and dates of no stated year by themselves.

However many dates there are, only so many marks are drawn: where columns would grow too high, bars count their dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from factsheet.pictures.axis import Axis, make_axis, year_words
from factsheet.pictures.days import LEAP_YEAR, Stretch, calendar_day, day_number, stretch
from factsheet.pictures.lanes import stack
from factsheet.pictures.records import Cell, Mark, Picture, Shape, Table, plain, shape
from factsheet.resolve.dates import words

WIDTH = 480.0
MARGIN = 8.0
COLUMN = 12.0
NARROW_COLUMN = 8.0  # where there are more than FEW dates
FEW = 30
HIGHEST = 6  # dots in a column; where there are more, bars count them
LEAST = 3  # dates that make a timeline
LANE = 9.0
LABELS = 22.0  # below a line
FADE = 28.0  # over which an open end fades
DATES = "dates/index.md"
NO_YEAR = "Year not stated"
ROWS = 24  # dates that the table lists one by one


@dataclass(frozen=True, slots=True)
class Event:
    """A date to be drawn."""

    value: str  # EDTF
    title: str
    target: str = ""  # its page; empty for what leads nowhere


Placed = tuple[Stretch, Event]


def draw_timeline(
    events: Iterable[Event], published: Iterable[Event] = (), *, about: str = "", marks: int = 110
) -> Picture | None:
    """Draw dates along an axis.

    Args:
        events: dates, each with its page.
        published: days on which sources were published; ticks below the line, which lead nowhere.
        about: whose dates these are; empty for all of them.
        marks: how many dots and bars to draw at most; half of them may be longer stretches.

    Returns:
        The picture; None where fewer than LEAST dates can be drawn.
    """
    every = list(events)
    placed = sorted(_placed(every), key=_by_days)
    if len(placed) < LEAST:
        return None
    dated = [pair for pair in placed if not pair[0].yearless]
    yearless = [pair for pair in placed if pair[0].yearless]
    ticks = [found for found, _ in _placed(published) if not found.yearless]
    upper, middle = _dated(dated, ticks, marks) if dated else ([], 0.0)
    lower, bottom = _yearless(yearless, middle, marks // 3) if yearless else ([], middle)
    return Picture(
        kind="timeline",
        width=WIDTH,
        height=bottom,
        title=f"Timeline of {plain(about)}" if about else "Timeline of the dates that the sources name",
        description=_description(dated, yearless),
        caption=_caption([*upper, *lower]),
        parts=(*upper, *lower),
        tables=(_table(every, ticks),),
    )


def _placed(events: Iterable[Event]) -> Iterator[Placed]:
    """Yield the dates whose days can be told."""
    for event in events:
        if found := stretch(event.value):
            yield found, event


def _by_days(pair: Placed) -> tuple[int, int, str]:
    """Sort by days, the longest first."""
    return pair[0].first, -pair[0].last, pair[1].value


# ---------------------------------------------------------------- the lines


def _dated(placed: Sequence[Placed], ticks: Sequence[Stretch], marks: int) -> tuple[list[Shape | Mark], float]:
    """Draw the dates of a year, and return how far down that reaches."""
    axis = make_axis([one for one, _ in placed], MARGIN, WIDTH - MARGIN)
    drawn, line = _above(placed, axis, marks, MARGIN)
    drawn.append(shape("path", class_="axis", d=f"M0 {line:g}H{WIDTH:g}{_breaks(axis, line)}"))
    places = sorted({round(axis.x(one.middle)) for one in ticks})
    if places:
        drawn.append(shape("path", class_="published", d="".join(f"M{x} {line + 2:g}v5" for x in places)))
    for tick in axis.ticks:
        drawn.append(shape("text", tick.text, x=tick.x, y=line + LABELS - 2, text_anchor="middle"))
    return drawn, line + LABELS + 4


def _breaks(axis: Axis, line: float) -> str:
    """Draw two strokes through the line where its scale changes."""
    return "".join(f"M{x - 5:g} {line + 5:g}l4 -10M{x + 1:g} {line + 5:g}l4 -10" for x in axis.breaks)


def _yearless(placed: Sequence[Placed], top: float, marks: int) -> tuple[list[Shape | Mark], float]:
    """Draw the dates of no stated year along the months, and return how far down that reaches."""
    first = day_number(int(LEAP_YEAR))
    axis = make_axis([Stretch(first, first + 365)], MARGIN, WIDTH - MARGIN)
    drawn, line = _above(placed, axis, marks, top + 18)
    drawn.insert(0, shape("text", NO_YEAR, x=0, y=top + 14))
    drawn.append(shape("path", class_="axis", d=f"M0 {line:g}H{WIDTH:g}"))
    for month, name in ((1, "Jan"), (4, "Apr"), (7, "Jul"), (10, "Oct")):
        x = axis.x(day_number(int(LEAP_YEAR), month))
        drawn.append(shape("text", name, x=x, y=line + LABELS - 2))
    return drawn, line + LABELS + 4


def _above(placed: Sequence[Placed], axis: Axis, marks: int, top: float) -> tuple[list[Shape | Mark], float]:
    """Draw bars and dots above a line, and return where the line is."""
    column = NARROW_COLUMN if len(placed) > FEW else COLUMN
    long = [pair for pair in placed if _is_long(pair[0], axis, column)]
    short = [pair for pair in placed if not _is_long(pair[0], axis, column)]
    lanes = stack([(_reach(one, axis), (one, event)) for one, event in long], marks // 2)
    columns = _columns(short, axis, column)
    most = max((len(group) for _, group in columns), default=1)
    crowded = most > HIGHEST or len(short) > marks - sum(map(len, lanes))
    unit = HIGHEST * column / most if crowded else column  # of height, for each date of a column
    line = top + len(lanes) * LANE + most * unit + 3
    drawn: list[Shape | Mark] = []
    for number, lane in enumerate(lanes):
        drawn += [_bar(*pair, axis, top + number * LANE) for pair in lane]
    for x, group in columns:
        several = crowded and len(group) > 1
        drawn += [_many(x, group, line, column, unit)] if several else _dots(x, group, line, column)
    return drawn, line


def _is_long(one: Stretch, axis: Axis, column: float) -> bool:
    """Tell whether a stretch of more than a day is wider than a column."""
    return not (one.begins and one.ends) or (one.last > one.first and axis.x(one.last + 1) - axis.x(one.first) > column)


def _reach(one: Stretch, axis: Axis) -> tuple[float, float]:
    """Return from where to where a bar reaches, in units, with what fades at an open end."""
    left, right = axis.x(one.first), axis.x(one.last + 1)
    left, right = min(left, WIDTH - MARGIN - 4), max(right, left + 4)
    return max(left - (0 if one.begins else FADE), 0), min(right + (0 if one.ends else FADE), WIDTH)


def _columns(placed: Sequence[Placed], axis: Axis, column: float) -> list[tuple[float, list[Placed]]]:
    """Gather short stretches by column, each with the middle of it in units."""

    def number(pair: Placed) -> int:
        """Return the column in which the middle of a stretch lies."""
        return int(min(axis.x(pair[0].middle), WIDTH - 1) // column)

    ranked = sorted(placed, key=number)
    return [((index + 0.5) * column, list(group)) for index, group in groupby(ranked, key=number)]


# ---------------------------------------------------------------- the marks


def _bar(one: Stretch, event: Event, axis: Axis, y: float) -> Mark:
    """Draw a long stretch; an open end fades in steps."""
    left, right = axis.x(one.first), axis.x(one.last + 1)
    left = min(left, WIDTH - MARGIN - 4)
    right = max(right, left + 4)
    name = "bar unsure" if one.unsure else "bar"
    shapes = [shape("rect", class_=name, x=left, y=y, width=right - left, height=LANE - 3, rx=2.0)]
    steps = [(1, "fade"), (2, "fade fainter"), (3, "fade faintest")]
    for step, fading in steps:
        size = FADE / len(steps)
        if not one.begins and left - step * size >= 0:
            shapes.append(shape("rect", class_=fading, x=left - step * size, y=y, width=size, height=LANE - 3))
        if not one.ends and right + step * size <= WIDTH:
            shapes.append(shape("rect", class_=fading, x=right + (step - 1) * size, y=y, width=size, height=LANE - 3))
    return Mark(plain(event.title), event.target, tuple(shapes))


def _many(x: float, group: Sequence[Placed], line: float, column: float, unit: float) -> Mark:
    """Draw one bar for all dates of a column, as high as they are many; it leads to the list of all dates."""
    height = max(len(group) * unit, 3.0)
    title = f"{len(group):,} dates, {plain(group[0][1].title)} to {plain(group[-1][1].title)}"
    bar = shape("rect", class_="many", x=x - column / 2 + 1, y=line - height - 1, width=column - 2, height=height)
    return Mark(title, DATES, (bar,))


def _dots(x: float, group: Sequence[Placed], line: float, column: float) -> Iterator[Mark]:
    """Draw a column of dots upon each other."""
    for index, (one, event) in enumerate(group):
        yield Mark(plain(event.title), event.target, (_dot(one, x, line - (index + 0.5) * column - 1, column),))


def _dot(one: Stretch, x: float, y: float, column: float) -> Shape:
    """Draw a day as a dot, and what is longer as a lying bar."""
    name = "unsure" if one.unsure else "sure"
    if one.first == one.last:
        return shape("circle", class_=name, cx=x, cy=y, r=column / 2 - 1.2)
    return shape("rect", class_=name, x=x - column / 2 + 1, y=y - 2, width=column - 2, height=4.0, rx=1.0)


# ---------------------------------------------------------------- the words


def _description(dated: Sequence[Placed], yearless: Sequence[Placed]) -> str:
    """Say what the picture shows."""
    first, last = (dated[0][1].title, max(dated, key=lambda pair: pair[0].last)[1].title) if dated else ("", "")
    span = f"{len(dated):,} dates, from {plain(first)} to {plain(last)}" if dated else ""
    rest = f"{len(yearless):,} of no stated year" if yearless else ""
    return f"{'; '.join(part for part in (span, rest) if part)}. The same stands in the table below."


def _caption(parts: Sequence[Shape | Mark]) -> str:
    """Say how to read what is there, and nothing else."""
    shapes = [one for part in parts for one in (part.shapes if isinstance(part, Mark) else (part,))]
    classes = {name for one in shapes for name in dict(one.attributes).get("class", "").split()}
    lying = any(one.tag == "rect" and dict(one.attributes)["class"] != "many" for one in shapes)
    said = [
        "each dot is a day" if any(one.tag == "circle" for one in shapes) else "",
        "each lying bar a month, a year or another span" if lying else "",
        "each upright bar counts the dates of some days or months" if "many" in classes else "",
        "what is hollow is uncertain" if "unsure" in classes else "",
        "what fades has no stated beginning or end" if "fade" in classes else "",
        "a stroke below the line is a day on which a source was published" if "published" in classes else "",
    ]
    text = "; ".join(filter(None, said))
    return f"{text[:1].upper()}{text[1:]}."


def _table(events: Sequence[Event], ticks: Sequence[Stretch]) -> Table:
    """List the dates, or count them by years, decades or centuries where there are many."""
    if len(events) <= ROWS:
        ranked = sorted(events, key=_rank)
        return Table(("Date",), tuple((Cell(event.title, event.target),) for event in ranked))
    found = [stretch(event.value) for event in events]
    years = {calendar_day(one.first)[0] for one in found if one and not one.yearless}
    size = next((size for size in (1, 10) if len({year // size for year in years}) <= ROWS), 100)
    named = Counter(_period(one, size) for one in found)
    told = Counter(_period(one, size) for one in ticks)
    rows = (
        (Cell(period[1]), Cell(f"{named[period]:,}"), Cell(f"{told[period]:,}")) for period in sorted({*named, *told})
    )
    return Table(("Time", "Dates named", "Sources published"), tuple(rows))


def _rank(event: Event) -> tuple[bool, bool, int, int]:
    """Sort by days, those of no stated year behind, and last those that cannot be placed."""
    found = stretch(event.value)
    return (found is None, bool(found and found.yearless), found.first if found else 0, found.last if found else 0)


def _period(one: Stretch | None, size: int) -> tuple[int, str]:
    """Name the years, decades or centuries in which a stretch begins, with a number to sort them by."""
    if one is None or one.yearless:
        return 100_000, NO_YEAR if one else "Other"
    year = calendar_day(one.first)[0]
    if size == 1:
        return year, year_words(year)
    digits, sign = f"{abs(year):04}", "-" if year <= 0 else ""
    if size == 100 or sign:
        return (year // 100) * 100, words(f"{sign}{digits[:2]}XX")
    return (year // 10) * 10, words(f"{digits[:3]}X")
