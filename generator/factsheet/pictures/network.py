"""A network: who speaks about whom and who is named beside whom.

Whoever rather speaks stands on the left and whoever is rather spoken about on the right, each once and on a row of its
own with the name outside: so no two names touch, and most arrows run from left to right. What a layout by forces
finds by chance, and otherwise on another machine, is settled here by counting.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from factsheet.pictures.records import Cell, Mark, Picture, Shape, Table, label, plain, shape

WIDTH = 500.0
LEFT = 165.0  # where the left column stands; names have the room beside it
ROW = 26.0
HIGH_ROW = 40.0  # where there is room
LONGEST = 12  # rows of a column
SWEEPS = 4  # of ordering the columns by each other; more changed nothing in collections of hundreds of documents
NODES = 20
ARROWS = 24
TIES = 20
LEAST = 3  # nodes that make a network
SHORT = 30  # letters of a name beside another
DOT = 5.0
BOW = 18.0
ASIDE = 2.0
BARB = 6
THIN, BROAD = 1.0, 3.2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """An actor."""

    id: str
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """Somebody's quotes whose words name somebody else."""

    speaker: str
    about: str
    count: int
    first: Cell  # the first of the quotes


@dataclass(frozen=True, slots=True)
class Tie:
    """Two who are named in the same sentences, by ids in order."""

    one: str
    other: str
    count: int


def draw_network(
    nodes: Mapping[str, Node], arrows: Iterable[Arrow], ties: Iterable[Tie], *, centre: str = "", limit: int = NODES
) -> Picture | None:
    """Draw who speaks about whom and who is named beside whom.

    Args:
        nodes: whoever may be drawn, by id.
        arrows: who speaks about whom.
        ties: who is named beside whom.
        centre: the id of the one about whom it is, who stands in the middle; only what touches it is drawn. Empty for
            a picture of all.
        limit: how many nodes to draw at most.

    Returns:
        The picture; None where fewer than LEAST have to do with each other.
    """
    near = [one for one in arrows if one.speaker in nodes and one.about in nodes and one.speaker != one.about]
    beside = [one for one in ties if one.one in nodes and one.other in nodes]
    if centre:
        near = [one for one in near if centre in (one.speaker, one.about)]
        beside = [one for one in beside if centre in (one.one, one.other)]
    chosen = _chosen(near, beside, centre, limit)
    kept = _strongest(one for one in near if one.speaker in chosen and one.about in chosen)
    lines = _lines((one for one in beside if one.one in chosen and one.other in chosen), kept)
    drawn = {name for one in kept for name in (one.speaker, one.about)} | {
        name for one in lines for name in (one.one, one.other)
    }
    if len(drawn) < LEAST:
        return None
    places, height = _places(kept, lines, centre)
    return Picture(
        kind="network",
        width=WIDTH,
        height=height,
        title=f"Who speaks about whom: {plain(nodes[centre].name)}" if centre else "Who speaks about whom",
        description=f"{len(drawn)} actors and {len(kept)} arrows between them. The same stands in the table below.",
        caption=_caption(bool(kept), bool(lines), plain(nodes[centre].name) if centre else ""),
        parts=tuple(_parts(nodes, places, kept, lines, centre)),
        tables=tuple(_tables(nodes, kept, lines)),
    )


# ---------------------------------------------------------------- what is drawn


def _weights(arrows: Iterable[Arrow], ties: Iterable[Tie]) -> Counter[frozenset[str]]:
    """Weigh what each two have to do with each other: a quote counts for more than standing in one sentence."""
    found = Counter[frozenset[str]]()
    for arrow in arrows:
        found[frozenset((arrow.speaker, arrow.about))] += 3 * arrow.count
    for tie in ties:
        found[frozenset((tie.one, tie.other))] += tie.count
    return found


def _chosen(arrows: Iterable[Arrow], ties: Iterable[Tie], centre: str, limit: int) -> frozenset[str]:
    """Choose those who have most to do with others."""
    totals = Counter[str]()
    for pair, weight in _weights(arrows, ties).items():
        for name in pair:
            totals[name] += weight
    ranked = sorted(totals, key=lambda name: (name != centre, -totals[name], name))
    return frozenset(ranked[:limit])


def _strongest(arrows: Iterable[Arrow]) -> list[Arrow]:
    """Keep the strongest arrows."""
    return sorted(arrows, key=lambda one: (-one.count, one.speaker, one.about))[:ARROWS]


def _lines(ties: Iterable[Tie], arrows: Iterable[Arrow]) -> list[Tie]:
    """Keep the strongest ties of those between whom there is no arrow."""
    spoken = {frozenset((one.speaker, one.about)) for one in arrows}
    free = (one for one in ties if frozenset((one.one, one.other)) not in spoken)
    return sorted(free, key=lambda one: (-one.count, one.one, one.other))[:TIES]


# ---------------------------------------------------------------- where


def _places(arrows: Sequence[Arrow], ties: Sequence[Tie], centre: str) -> tuple[dict[str, Point], float]:
    """Place whoever is drawn in two columns, and return how high they are."""
    left, right = _sides(arrows, ties, centre)
    for _ in range(SWEEPS):
        right = _ordered(right, left, arrows, ties)
        left = _ordered(left, right, arrows, ties)
    rows = max(len(left), len(right))
    height = rows * max(ROW, min(HIGH_ROW, 200 / rows))
    places = {
        name: (x, height * (index + 0.5) / len(column))
        for x, column in ((LEFT, left), (WIDTH - LEFT, right))
        for index, name in enumerate(column)
    }
    return places | ({centre: (WIDTH / 2, height / 2)} if centre else {}), height


def _sides(arrows: Sequence[Arrow], ties: Sequence[Tie], centre: str) -> tuple[list[str], list[str]]:
    """Put on the left those who rather speak than are spoken about, and the others on the right.

    Those with as much of both, or neither, go where there are fewer, and so do the least decided of a column that
    would grow too long: half of all is most where somebody stands between.
    """
    balance = Counter({name: 0 for one in ties for name in (one.one, one.other)})
    for arrow in arrows:
        balance[arrow.speaker] += arrow.count
        balance[arrow.about] -= arrow.count
    del balance[centre]
    ranked = sorted(balance, key=lambda name: (-balance[name], name))
    longest = math.ceil(len(ranked) / 2) if centre else max(LONGEST, math.ceil(len(ranked) / 2))
    speaking = sum(1 for name in ranked if balance[name] > 0)
    either = sum(1 for name in ranked if balance[name] == 0)
    cut = min(max(speaking, len(ranked) // 2), speaking + either)
    cut = min(max(cut, len(ranked) - longest), longest)
    return ranked[:cut], ranked[cut:]


def _ordered(column: Iterable[str], other: Sequence[str], arrows: Iterable[Arrow], ties: Iterable[Tie]) -> list[str]:
    """Order a column so that each stands about where those of the other column stand with whom it has to do."""
    rows = {name: index for index, name in enumerate(other)}
    totals, sums = Counter[str](), Counter[str]()
    for pair, weight in _weights(arrows, ties).items():
        for name, opposite in (sorted(pair), sorted(pair, reverse=True)):
            if opposite in rows:
                totals[name] += weight
                sums[name] += weight * rows[opposite]
    return sorted(column, key=lambda name: (sums[name] / totals[name] if totals[name] else len(other) / 2, name))


# ---------------------------------------------------------------- shapes


def _parts(
    nodes: Mapping[str, Node],
    places: Mapping[str, Point],
    arrows: Sequence[Arrow],
    ties: Sequence[Tie],
    centre: str,
) -> list[Shape | Mark]:
    """Draw the lines below, then the nodes by column, the arrows, and the one in the middle."""
    most = max((one.count for one in arrows), default=1)
    curves = "".join(_curve(places[one.one], places[one.other], 0.0) for one in ties)
    ranked = sorted((name for name in places if name != centre), key=lambda name: (*places[name], name))
    return [
        *([shape("path", class_="tie", d=curves)] if curves else []),
        *(_node(nodes[name], places[name]) for name in ranked),
        *(_arrow(one, nodes, places, most) for one in arrows),
        *([_dot(places[centre])] if centre else []),
    ]


def _curve(start: Point, end: Point, aside: float) -> str:
    """Draw a line that leaves and reaches nodes sideways, and bows into the picture between two of one column.

    Args:
        start: the centre of the first node.
        end: the centre of the second.
        aside: how far above the centres it runs, in units, so that two ways between two nodes lie apart.
    """
    x, y = round(start[0] + _leaving(start, end) * (DOT + 1)), round(start[1] - aside)
    tip, level = _tip(start, end, aside)
    bow = BOW + abs(end[1] - start[1]) / 4
    bend = round((x + tip) / 2 if start[0] != end[0] else x + _leaving(start, end) * bow)
    return f"M{x} {y}C{bend} {y} {bend} {level} {tip} {level}"


def _leaving(start: Point, end: Point) -> int:
    """Say to which side a line leaves its first node: 1 for the right, -1 for the left."""
    towards = end[0] - start[0] or WIDTH / 2 - start[0]
    return 1 if towards > 0 else -1


def _tip(start: Point, end: Point, aside: float) -> tuple[int, int]:
    """Return where a line ends."""
    return round(end[0] + _leaving(end, start) * (DOT + 2)), round(end[1] - aside)


def _arrow(one: Arrow, nodes: Mapping[str, Node], places: Mapping[str, Point], most: int) -> Mark:
    """Draw an arrow, the broader the more quotes it stands for; it leads to the first of them."""
    start, end = places[one.speaker], places[one.about]
    aside = ASIDE * (1 if one.speaker < one.about else -1)
    (x, y), back = _tip(start, end, aside), _leaving(end, start) * BARB
    head = f"M{x + back} {y - BARB // 2}L{x} {y} {x + back} {y + BARB // 2}"
    names = f"{plain(nodes[one.speaker].name, SHORT)} on {plain(nodes[one.about].name, SHORT)}"
    count = "1 quote" if one.count == 1 else f"{one.count:,} quotes, of which this leads to the first"
    broad = THIN + (BROAD - THIN) * (one.count - 1) / max(most - 1, 1)
    line = shape("path", class_="arrow", d=_curve(start, end, aside) + head, stroke_width=broad)
    return Mark(f"{names}: {count}", one.first.target, (line,))


def _node(node: Node, place: Point) -> Mark:
    """Draw a node with its name outside the columns."""
    x, y = place
    side = -1 if x < WIDTH / 2 else 1
    shown = label(node.name, LEFT - DOT - 4)
    anchor = "end" if side < 0 else "start"
    name = shape("text", shown, class_="name", x=x + side * (DOT + 4), y=y + 4.5, text_anchor=anchor)
    return Mark(plain(node.name) if shown.endswith("…") else "", node.target, (_dot(place), name))


def _dot(place: Point) -> Shape:
    """Draw the dot of a node; the one in the middle, whose page this is, has no more."""
    return shape("circle", class_="sure", cx=place[0], cy=place[1], r=DOT)


# ---------------------------------------------------------------- words


def _caption(arrows: bool, ties: bool, centre: str) -> str:
    """Say how to read what is there."""
    spoken = "An arrow leads from a speaker to those whom their quotes name, the broader the more quotes."
    beside = "A thin line joins two who are named in the same sentences."
    middle = f"In the middle: {centre}."
    return " ".join([middle] * bool(centre) + [spoken] * arrows + [beside] * ties)


def _tables(nodes: Mapping[str, Node], arrows: Sequence[Arrow], ties: Sequence[Tie]) -> list[Table]:
    """List the arrows and the lines."""

    def cell(name: str) -> Cell:
        """Name an actor."""
        return Cell(plain(nodes[name].name), nodes[name].target)

    spoken = tuple((cell(one.speaker), cell(one.about), one.first, Cell(f"{one.count:,}")) for one in arrows)
    beside = tuple((cell(one.one), cell(one.other), Cell(f"{one.count:,}")) for one in ties)
    tables = [
        Table(("Speaker", "About", "First quote", "Quotes"), spoken),
        Table(("One", "The other", "Sentences that name both"), beside),
    ]
    return [table for table in tables if table.rows]
