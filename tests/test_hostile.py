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


def test_pages_have_the_elements_of_their_harmless_twins(injection: str) -> None:
    hostile, harmless = site(facts_of(injection)), site(facts_of(twin(injection)))
    assert sections(hostile) == sections(harmless)
    assert set(hostile) == set(harmless)
    for path, (_, front) in hostile.items():
        assert shape(front) == shape(harmless[path][1]), path


def test_no_link_or_picture_of_a_page_leads_where_a_source_wants(injection: str) -> None:
    for path, (html, _) in site(facts_of(injection)).items():
        for one in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
            for target in (one.get("href", ""), one.get("src", "")):
                assert "evil" not in target or injection.startswith(URLS), path
                assert not target.lower().startswith(("javascript:", "data:", "//")), path


def test_exports_have_the_shape_of_their_harmless_twins(injection: str) -> None:
    hostile, harmless = exports(facts_of(injection)), exports(facts_of(twin(injection)))
    assert set(hostile) == set(harmless)
    for path, text in hostile.items():
        if path.endswith((".json", ".jsonld")):
            assert shape(json.loads(text)) == shape(json.loads(harmless[path])), path
        if path.endswith(".atom"):
            counted = (
                Counter(one.tag for one in ElementTree.fromstring(of[path]).iter()) for of in (hostile, harmless)
            )
            assert next(counted) == next(counted), path
        if path.endswith(".ics"):
            kinds = ([one.name for one in Calendar.from_ical(of[path]).walk()] for of in (hostile, harmless))
            assert next(kinds) == next(kinds)


def test_tables_have_the_cells_of_their_harmless_twins_and_no_formula(injection: str) -> None:
    hostile, harmless = exports(facts_of(injection)), exports(facts_of(twin(injection)))
    for path in (path for path in hostile if path.endswith(".csv")):
        rows, others = (list(csv.reader(io.StringIO(of[path], newline=""))) for of in (hostile, harmless))
        assert [len(row) for row in rows] == [len(row) for row in others], path
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)], path


def test_no_mark_of_direction_reaches_what_stands_around_it(injection: str) -> None:
    """Where a mark is kept, it is written so that an editor sees it, and nothing of ours is behind it in its line."""
    marks = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    for page in render_pages(facts_of(injection)):
        assert not marks & set(parse_front_matter(page.text).body), page.path
