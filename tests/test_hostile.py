"""Nothing from a seed becomes markup: hostile words make the very elements that harmless words of their length make."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from xml.etree import ElementTree

import html5lib
import pytest
from icalendar import Calendar

from factsheet.exports import render_exports
from factsheet.exports.csv_tables import FORMULA_STARTS
from factsheet.front_matter import parse_front_matter
from factsheet.model import Facts
from factsheet.pages import render_pages
from hostile import facts_of, injections, sections, site, twin

INJECTIONS = dict(injections())
URLS = ("http://", "https://")


def exports(of: Facts) -> dict[str, str]:
    """All files for machines."""
    return {one.path: "".join(one.pieces()) for one in render_exports(of)}


def shape(value: object) -> object:
    """Reduce what JSON or YAML holds to its keys and kinds."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    return [shape(one) for one in value] if isinstance(value, list) else type(value).__name__


@pytest.fixture(params=INJECTIONS)
def injection(request: pytest.FixtureRequest) -> str:
    return INJECTIONS[request.param]


def test_pages_have_the_elements_of_their_harmless_twins_and_no_link_where_a_source_wants(injection: str) -> None:
    hostile, harmless = site(facts_of(injection)), site(facts_of(twin(injection)))
    assert sections(hostile) == sections(harmless)
    assert set(hostile) == set(harmless)
    for path, (html, front) in hostile.items():
        assert shape(front) == shape(harmless[path][1]), path
        for one in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
            for target in (one.get("href", ""), one.get("src", "")):
                assert "evil" not in target or injection.startswith(URLS), path
                assert not target.lower().startswith(("javascript:", "data:", "//")), path


def test_exports_have_the_shape_of_their_harmless_twins_and_no_formula(injection: str) -> None:
    hostile, harmless = exports(facts_of(injection)), exports(facts_of(twin(injection)))
    assert set(hostile) == set(harmless)
    for path, text in hostile.items():
        both = (text, harmless[path])
        if path.endswith((".json", ".jsonld")):
            some, others = (shape(json.loads(one)) for one in both)
            assert some == others, path
        elif path.endswith(".atom"):
            tags, others = (Counter(one.tag for one in ElementTree.fromstring(one).iter()) for one in both)
            assert tags == others, path
        elif path.endswith(".ics"):
            kinds, others = ([part.name for part in Calendar.from_ical(one).walk()] for one in both)
            assert kinds == others
        elif path.endswith(".csv"):
            rows, others = (list(csv.reader(io.StringIO(one, newline=""))) for one in both)
            assert [len(row) for row in rows] == [len(row) for row in others], path
            assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)], path


def test_no_mark_of_direction_reaches_what_stands_around_it(injection: str) -> None:
    """Where a mark is kept, it is written so that an editor sees it, and nothing of ours is behind it in its line."""
    marks = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    for page in render_pages(facts_of(injection)):
        assert not marks & set(parse_front_matter(page.text).body), page.path
