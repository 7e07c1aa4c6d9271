"""Pictures: whatever the facts, they stay inside their frame, lead to pages that exist, and are the same every time."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from facts_fixture import ID, document, exported, facts
from factsheet.check import DEFAULT_EXTENSIONS, check_site
from factsheet.model import Date, Facts, Review, Status
from factsheet.pages import render_pages
from factsheet.pages.desk import Desk
from factsheet.pages.drawing import write_picture
from factsheet.pages.site import Site
from factsheet.pictures import Arrow, Bar, Cell, Event, Mark, Node, Picture, Tie, draw_bars, draw_network, draw_timeline
from factsheet.pictures.axis import make_axis
from factsheet.pictures.days import calendar_day, day_number, stretch
from factsheet.pictures.records import label, wide
from factsheet.resolve.dates import bounds

STYLES = Path(__file__).parent.parent / "generator/factsheet/theme/assets/pictures.css"
HEAVIEST = 15_000  # bytes of one picture
DESK = Desk(Site(Facts(), {}), "index.md")
YEARS = st.integers(-2999, 2100).map(lambda year: f"{year:05}" if year < 0 else f"{year:04}")
RECENT = st.integers(2019, 2024).map(str)
MONTHS = st.tuples(RECENT, st.integers(1, 12)).map(lambda both: f"{both[0]}-{both[1]:02}")
DAYS = st.tuples(MONTHS, st.integers(1, 28)).map(lambda both: f"{both[0]}-{both[1]:02}")
STATED = st.one_of(YEARS, MONTHS, DAYS)
VALUES = st.one_of(
    STATED,
    DAYS,
    STATED.map(lambda value: value + "~"),
    STATED.map(lambda value: "../" + value),
    STATED.map(lambda value: value + "/.."),
    DAYS.map(lambda value: "XXXX" + value[4:]),
    st.sampled_from(["199X", "19XX", "-01XX", "2023-21", "2023-24", "[1667,1668]", "Y170000", "XXXX-02-30", "no date"]),
)
HOSTILE = [
    "<script>alert(1)</script>", '"><svg onload=alert(1)>', "[x](javascript:alert(1))", "{{ config }}", "]]>", "&amp;",
    "</title></svg><b>", "مريم بنت خالد بن عبد العزيز", "\u202eevil\u202c", "山田太郎" * 20, "W" * 200, "{ #x }", " ",
]  # fmt: skip
NAMES = st.one_of(st.text(min_size=1, max_size=200), st.sampled_from(HOSTILE))


def event(value: str) -> Event:
    return Event(value, value, "dates/x.md")


def timeline(values: list[str]) -> Picture | None:
    return draw_timeline(map(event, values), map(event, values[:5]))


def drawn(picture: Picture | None) -> ElementTree.Element:
    """The picture as a browser gets it."""
    html = markdown.markdown(write_picture(DESK, picture), extensions=list(DEFAULT_EXTENSIONS))
    (svg,) = re.findall(r"<svg .*?</svg>", html, re.DOTALL)
    return ElementTree.fromstring(svg)


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", text)]


def points(shape: ElementTree.Element) -> list[tuple[float, float]]:
    """The corners of a shape; of a path, all points of it, with control points, in absolute coordinates."""
    value = {name: float(text) for name, text in shape.items() if re.fullmatch(r"-?[\d.]+", text)}
    if shape.tag == "rect":
        return [(value["x"], value["y"]), (value["x"] + value["width"], value["y"] + value["height"])]
    if shape.tag == "circle":
        return [
            (value["cx"] - value["r"], value["cy"] - value["r"]),
            (value["cx"] + value["r"], value["cy"] + value["r"]),
        ]
    if shape.tag == "text":
        size, anchor = wide(shape.text or ""), shape.get("text-anchor", "start")
        left = value["x"] - {"start": 0.0, "middle": size / 2, "end": size}[anchor]
        return [(left, value["y"]), (left + size, value["y"])]
    if shape.get("class") in ("arrow", "tie"):
        found = numbers(shape.get("d", ""))
        return list(zip(found[::2], found[1::2], strict=True))
    return []


def assert_sound(picture: Picture | None) -> None:
    """What holds for every picture."""
    assert picture is not None
    written = write_picture(DESK, picture)
    lines = [line for line in written.split("\n") if "<svg" in line]
    assert len(lines) == 1
    assert lines[0].endswith("</svg>")
    assert len(lines[0].encode()) < HEAVIEST
    svg = drawn(picture)
    left, top, width, height = numbers(svg.get("viewBox", ""))
    assert (left, top) == (0, 0)
    assert height > 0
    for shape in svg.iter():
        assert shape.tag in {"svg", "title", "desc", "a", "g", "path", "rect", "circle", "text"}
        assert all(-0.51 <= x <= width + 0.51 and -0.51 <= y <= height + 0.51 for x, y in points(shape)), shape.attrib
        assert "id" not in shape.attrib
        assert not [name for name in shape.attrib if name.startswith("on")]
    assert [child.tag for child in svg][:2] == ["title", "desc"]
    links = svg.findall(".//a")
    assert links
    for link in links:
        assert re.fullmatch(r"(actors|dates|quotes)/[\w.-]+\.md", link.get("href", ""))
        assert "".join(link.itertext()).strip(), "a link without a name"


# ---------------------------------------------------------------- timeline


@settings(deadline=None, max_examples=60)
@given(
    st.lists(VALUES, min_size=3, max_size=60, unique=True).filter(lambda found: sum(map(bool, map(stretch, found))) > 2)
)
@example(["-2999", "2023-05-01", "2100"])
@example(["XXXX-09-17", "XXXX-10-01", "XXXX-12-31"])
@example(["2023-05-01", "2023-05-01~", "2023-05"])
def test_a_timeline_of_any_dates_is_sound(values: list[str]) -> None:
    placed = [value for value in values if stretch(value)]
    picture = timeline(values)
    assert (picture is None) == (len(placed) < 3)
    if picture:
        assert_sound(picture)


@settings(deadline=None, max_examples=60)
@given(st.lists(VALUES, min_size=3, max_size=40, unique=True))
def test_time_never_runs_backwards(values: list[str]) -> None:
    stretches = [found for value in values if (found := stretch(value)) and not found.yearless]
    if not stretches:
        return
    axis = make_axis(stretches, 0, 480)
    days = sorted({day for one in stretches for day in (one.first, one.last)})
    assert all(axis.x(one) <= axis.x(other) for one, other in pairwise(days))
    assert [tick.x for tick in axis.ticks] == sorted(tick.x for tick in axis.ticks)
    edges = [(tick.x - wide(tick.text) / 2, tick.x + wide(tick.text) / 2) for tick in axis.ticks]
    assert all(one[1] <= other[0] for one, other in pairwise(edges)), "labels of an axis overlap"


@pytest.mark.parametrize("outlier", ["-2999", "1915-04-24", "2100"])
def test_a_date_far_away_leaves_room_for_the_others(outlier: str) -> None:
    values = [outlier, *(f"2023-{month:02}-03" for month in range(1, 13))]
    stretches = [found for value in values if (found := stretch(value))]
    axis = make_axis(stretches, 0, 480)
    assert axis.x(stretches[-1].middle) - axis.x(stretches[1].middle) > 240
    assert len(axis.breaks) == 1
    assert abs(axis.x(stretches[0].middle) - axis.x(stretches[1].middle)) > 20


@given(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 28))
def test_days_are_numbered_without_a_gap(year: int, month: int, day: int) -> None:
    number = day_number(year, month, day)
    assert calendar_day(number) == (year, month, day)
    assert calendar_day(number + 1) > (year, month, day)


@settings(deadline=None, max_examples=30)
@given(STATED)
@example("2023-02-30")
@example("2024-12")
@example("2023-24")
def test_days_are_those_of_the_calendar(value: str) -> None:
    found, expected = stretch(value), bounds(value)
    if expected and not value.startswith("0000"):  # the library takes the year 0 for one that is not stated
        assert found
        assert (found.first, found.last) == (expected[0].toordinal(), expected[1].toordinal())


@pytest.mark.parametrize("count", [400, 3000])
def test_thousands_of_dates_make_a_small_picture(count: int) -> None:
    values = [f"{1000 + index // 300}-{index // 25 % 12 + 1:02}-{index % 25 + 1:02}" for index in range(count)]
    picture = timeline(values)
    assert_sound(picture)
    assert picture is not None
    assert sum(isinstance(part, Mark) for part in picture.parts) <= 110
    titles = [part.title for part in picture.parts if isinstance(part, Mark)]
    several = [re.match(r"([\d,]+) dates", title) for title in titles]
    counted = sum(int(found[1].replace(",", "")) if found else 1 for found in several)
    assert counted == count, "each date is in one mark"
    assert len(picture.tables[0].rows) <= 100


def classes(value: str) -> set[str]:
    picture = draw_timeline(map(event, ["2023-01-05", "2023-12-20", "2023-06-06", value]))
    assert picture is not None
    marks = [part for part in picture.parts if isinstance(part, Mark) and part.title == value]
    return {name for mark in marks for one in mark.shapes for name in dict(one.attributes)["class"].split()}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-03-01", {"sure"}),
        ("2023-03-01~", {"unsure"}),
        ("2023-03", {"bar"}),
        ("2023-03~", {"bar", "unsure"}),
        ("202X", {"bar", "unsure"}),
        ("2023-03-01/2023-05-01", {"bar", "unsure"}),
        ("2023-03-01/..", {"bar", "unsure", "fade", "fainter", "faintest"}),
        ("../2023-09-01", {"bar", "unsure", "fade", "fainter", "faintest"}),
        ("XXXX-03-01", {"sure"}),
    ],
)
def test_what_is_uncertain_is_drawn_so(value: str, expected: set[str]) -> None:
    assert classes(value) == expected


def test_dates_of_no_stated_year_have_a_line_of_their_own() -> None:
    picture = timeline(["2023-01-05", "2023-12-20", "2023-06-06", "XXXX-03-01"])
    texts = [shape.text for shape in drawn(picture).iter("text")]
    assert texts[-5:-4] == ["Year not stated"]
    assert texts[-4:] == ["Jan", "Apr", "Jul", "Oct"]


@pytest.mark.parametrize("values", [[], ["2023"], ["2023-01-01", "2023-01-02"], ["nonsense"] * 5])
def test_too_few_dates_make_no_picture(values: list[str]) -> None:
    assert timeline(values) is None
    assert write_picture(DESK, None) == ""


# ---------------------------------------------------------------- network and bars


def network(names: list[str], seed: int, centre: str = "") -> Picture | None:
    """A network among actors of the given names, with arrows and ties by chance."""
    chance = random.Random(seed)
    ids = [f"a{index:02}" for index in range(len(names))]
    nodes = {one: Node(one, name, f"actors/{one}.md") for one, name in zip(ids, names, strict=True)}
    pairs = list(combinations(ids, 2))
    arrows = [
        Arrow(*chance.sample(pair, 2), chance.randrange(1, 30), Cell("x", "quotes/x.md"))
        for pair in chance.choices(pairs, k=len(ids) * 3)
    ]
    unique = {(one.speaker, one.about): one for one in arrows}
    ties = [Tie(*pair, chance.randrange(1, 5)) for pair in chance.sample(pairs, len(pairs) // 2)]
    found = list(unique.values())
    chance.shuffle(found)
    return draw_network(nodes, found, ties, centre=centre)


@settings(deadline=None, max_examples=50)
@given(st.lists(NAMES, min_size=4, max_size=40), st.integers(0, 10_000), st.sampled_from(["", "a00"]))
def test_a_network_of_anybody_is_sound_and_its_names_lie_apart(names: list[str], seed: int, centre: str) -> None:
    picture = network(names, seed, centre)
    if picture is None:
        return
    assert_sound(picture)
    texts = [(points(text), text) for text in drawn(picture).iter("text")]
    for (one, _), (other, _) in combinations(texts, 2):
        beside = one[1][0] <= other[0][0] or other[1][0] <= one[0][0]
        assert beside or abs(one[0][1] - other[0][1]) >= 18, "two names touch"


def test_rows_of_a_full_column_are_as_high_as_letters() -> None:
    names = [f"a{index:02}" for index in range(30)]
    nodes = {name: Node(name, name, f"actors/{name}.md") for name in names}
    arrows = [Arrow(name, "a00", 1, Cell("x", "quotes/x.md")) for name in names[1:]]
    picture = draw_network(nodes, arrows, [])
    assert_sound(picture)
    rows = sorted(float(text.get("y", "0")) for text in drawn(picture).iter("text") if text.get("text-anchor") == "end")
    assert len(rows) == 12
    assert all(other - one >= 18 for one, other in pairwise(rows))


@settings(deadline=None)
@given(st.lists(NAMES, min_size=3, max_size=12), st.integers(1, 10_000))
def test_bars_of_anybody_are_sound(names: list[str], most: int) -> None:
    bars = [Bar(name, "actors/x.md", most - index % most, f"{most:,} quotes") for index, name in enumerate(names)]
    assert_sound(draw_bars(bars, title="Most quoted", head=("Speaker", "Quotes")))


def test_each_speaks_on_the_left_about_those_on_the_right_and_the_table_says_the_same() -> None:
    nodes = {name: Node(name, name.title(), f"actors/{name}.md") for name in ("ann", "bob", "cid")}
    arrows = [
        Arrow("ann", "bob", 3, Cell("First", "quotes/q1.md")),
        Arrow("ann", "cid", 1, Cell("Other", "quotes/q2.md")),
    ]
    picture = draw_network(nodes, arrows, [Tie("ann", "bob", 4), Tie("bob", "cid", 2)])
    assert picture is not None
    places = {text.text: float(text.get("x", "0")) for text in drawn(picture).iter("text")}
    assert places["Ann"] < places["Bob"] == places["Cid"]
    paths = [path for path in drawn(picture).iter("path") if path.get("class") == "arrow"]
    widths = [float(path.get("stroke-width", "0")) for path in paths]
    assert widths[0] > widths[1]
    rows = [[cell.text for cell in row] for table in picture.tables for row in table.rows]
    assert rows == [["Ann", "Bob", "First", "3"], ["Ann", "Cid", "Other", "1"], ["Bob", "Cid", "2"]]


def test_two_make_no_network_and_no_bars() -> None:
    nodes = {name: Node(name, name, f"actors/{name}.md") for name in ("ann", "bob")}
    assert draw_network(nodes, [Arrow("ann", "bob", 3, Cell("x", "quotes/x.md"))], []) is None
    assert draw_bars([Bar("Ann", "actors/ann.md", 1, "1 quote")] * 2, title="x", head=("a", "b")) is None


@given(NAMES, st.integers(20, 400))
def test_a_label_fits_its_room(name: str, room: int) -> None:
    assert wide(label(name, room)) <= room
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", label(name, room))


# ---------------------------------------------------------------- on the pages


def pages(of: Facts) -> dict[str, str]:
    return {page.path: page.text for page in render_pages(of)}


def pictures(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("<svg")]


def test_pages_carry_the_pictures_that_say_something() -> None:
    made = pages(facts())
    assert len(pictures(made["dates/index.md"])) == 1
    assert pictures(made["index.md"])[0] == pictures(made["dates/index.md"])[0].replace("](", "](dates/").replace(
        "](dates/../", "]("
    )
    assert check_site(made, {ID: document()}, files=exported()) == ()
    assert not any(pictures(text) for text in pages(Facts()).values())


def test_the_same_facts_give_the_same_pictures_in_every_order() -> None:
    of = facts()
    mixed = random.Random(3)
    shuffled = {
        name: tuple(mixed.sample(getattr(of, name), len(getattr(of, name)))) for name in ("actors", "quotes", "dates")
    }
    one, other = pages(of), pages(replace(of, **shuffled))
    assert {path: pictures(text) for path, text in one.items()} == {path: pictures(other[path]) for path in one}


def test_an_actor_who_is_named_with_markup_stays_text_in_every_picture() -> None:
    of = facts()
    name = "<script>alert(1)</script> [x](javascript:alert(1)) {{ x }}"
    nasty = replace(of, actors=tuple(replace(actor, name=name) for actor in of.actors))
    made = pages(nasty)
    assert check_site(made, {ID: document()}, files=exported()) == ()
    assert any(map(pictures, made.values()))
    for text in made.values():
        html = markdown.markdown(text.split("---\n", 2)[2], extensions=list(DEFAULT_EXTENSIONS))
        assert "<script" not in html
        assert 'href="javascript' not in html


def test_a_changed_picture_is_a_change_of_few_lines() -> None:
    of = facts()
    extra = tuple(
        Date(id=value, value=value, references=of.dates[0].references) for value in ("2023-09-20", "2023-09-21")
    )
    before, after = (pages(one)["dates/index.md"].split("\n") for one in (of, replace(of, dates=(*of.dates, *extra))))
    gone = [line for line in before if line not in after]
    assert len(gone) == 1
    assert gone[0].startswith("<svg")


def test_a_search_does_not_find_pictures() -> None:
    text = pages(facts())["dates/index.md"].split("---\n", 2)[2]
    html = markdown.markdown(text, extensions=list(DEFAULT_EXTENSIONS))
    tags = re.findall(r"<(?:svg|details)\b[^>]*>", html)
    assert len(tags) == 2
    assert all("data-search-exclude" in tag and "data-pagefind-ignore" in tag for tag in tags)


def test_the_network_counts_the_quotes_that_name_somebody() -> None:
    of = facts()
    named = [quote for quote in of.quotes if quote.speaker and quote.speaker.actor]
    ids = [actor.id for actor in of.actors if actor.paged]
    about = replace(of, quotes=tuple(replace(quote, about=tuple(ids)) for quote in named))
    others = {(quote.speaker.actor, name) for quote in named if quote.speaker for name in ids}
    pairs = {pair for pair in others if pair[0] != pair[1]}
    rows = re.findall(
        r"^\| \[.*\]\(actors/(.*)\.md\) \| \[.*\]\(actors/(.*)\.md\) \| .* \| (\d+) \|$",
        pages(about)["network.md"],
        re.MULTILINE,
    )
    assert {(speaker, name) for speaker, name, _ in rows} == pairs
    for speaker, _, count in rows:
        assert int(count) == sum(1 for quote in named if quote.speaker and quote.speaker.actor == speaker)


def test_what_people_doubt_is_doubted_in_the_picture() -> None:
    of = facts()
    doubted = replace(of.dates[0], review=Review(status=Status.DISPUTED))
    (picture,) = pictures(pages(replace(of, dates=(doubted, *of.dates[1:])))["dates/index.md"])
    assert picture.count("(disputed)</title>") == 1


def test_those_without_a_page_stand_in_no_picture() -> None:
    of = facts()
    hidden = replace(of, actors=tuple(replace(actor, paged=False) for actor in of.actors))
    assert pictures(pages(hidden)["network.md"]) == []


# ---------------------------------------------------------------- colours


def luminance(colour: str) -> float:
    """As WCAG 2 reckons it."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_colours_can_be_told_from_the_ground(scheme: str) -> None:
    """Letters need 4.5 to 1 and lines 3 to 1 for level AA; marks carry names too."""
    (block,) = re.findall(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', STYLES.read_text(), re.DOTALL)
    colours = dict(re.findall(r"--fs-picture-(\w+): (#\w{6})", block))
    assert contrast(colours["ink"], colours["ground"]) >= 4.5
    assert contrast(colours["mark"], colours["ground"]) >= 4.5
    assert contrast(colours["line"], colours["ground"]) >= 3
