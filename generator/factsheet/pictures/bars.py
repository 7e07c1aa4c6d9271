"""Bars: how often each of a few is quoted, with names above so that they fit a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from factsheet.pictures.records import Cell, Mark, Picture, Table, label, plain, shape, wide

WIDTH = 400.0
ROW = 36.0
BAR = 10.0
LEAST = 3  # bars that say something


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    name: str
    target: str
    count: int
    words: str  # the count for people: "12 quotes in 5 sources"


def draw_bars(bars: Sequence[Bar], *, title: str, head: tuple[str, str]) -> Picture | None:
    """Draw bars from a common line, in the order given.

    Args:
        bars: the bars, each count above 0.
        title: what they show.
        head: the table's, of the names and of the counts.

    Returns:
        The picture; None for fewer than LEAST bars.
    """
    if len(bars) < LEAST:
        return None
    most = max(bar.count for bar in bars)
    return Picture(
        kind="bars",
        width=WIDTH,
        height=len(bars) * ROW,
        title=title,
        description=f"{plain(bars[0].name)} comes first: {bars[0].words}. The same stands in the table below.",
        caption="",
        parts=tuple(_bar(bar, number * ROW, bar.count / most) for number, bar in enumerate(bars)),
        tables=(Table(head, tuple((Cell(plain(bar.name), bar.target), Cell(bar.words)) for bar in bars)),),
    )


def _bar(bar: Bar, y: float, share: float) -> Mark:
    """Draw a bar below its name and its count."""
    room = WIDTH - wide(bar.words) - 12
    shapes = (
        shape("rect", class_="row", x=0, y=y, width=WIDTH, height=ROW - 4),
        shape("text", label(bar.name, room), class_="name", x=0, y=y + 14),
        shape("text", bar.words, class_="count", x=WIDTH, y=y + 14, text_anchor="end"),
        shape("rect", class_="sure", x=0, y=y + 20, width=max(share * WIDTH, 2), height=BAR, rx=1.0),
    )
    return Mark(f"{plain(bar.name)}: {bar.words}", bar.target, shapes)
