"""Pictures in a browser: they can be reached by keyboard, fit a phone, and are seen in both schemes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]  # opens a window; see conftest.py

PAGES = ("", "dates/", "network/")
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
FILLS = """() => Array.from(document.querySelectorAll(".fs-picture .sure, .fs-picture text"),
    one => getComputedStyle(one).fill)"""
ON_NAMES = """() => {
    const boxes = Array.from(document.querySelectorAll(".fs-network text"), one => one.getBoundingClientRect());
    return boxes.flatMap((one, index) => boxes.slice(index + 1).filter(other =>
        one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom));
}"""
FOCUSED_MARK = """() => document.activeElement.closest(".fs-picture") && document.activeElement.getAttribute("href")"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_picture_is_wholly_on_the_screen(visit: Visit, path: str, size: tuple[int, int]) -> None:
    page = visit(size).visit(path)
    boxes = [one.bounding_box() for one in page.query_selector_all(".fs-picture")]
    assert boxes
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= size[0] and box["height"] > 20 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", PAGES)
def test_tab_reaches_a_mark_and_enter_opens_its_page(visit: Visit, path: str) -> None:
    page = visit().visit(path)
    for _ in range(150):
        page.keyboard.press("Tab")
        if href := page.evaluate(FOCUSED_MARK):
            break
    assert href, "Tab reaches no mark"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    expected = page.evaluate("href => new URL(href, location).href", href)
    page.keyboard.press("Enter")
    page.wait_for_url(expected)
    assert page.query_selector("h1")


def test_every_mark_leads_to_a_page(visit: Visit, site: Any) -> None:
    page = visit().visit("network/")
    for path in PAGES:
        page.goto(site.address + path)
        hrefs = page.eval_on_selector_all(
            ".fs-picture a", "all => all.map(one => new URL(one.getAttribute('href'), location).href)"
        )
        assert hrefs
        for href in set(hrefs):
            assert page.request.get(href).status == 200, href


def test_pictures_follow_the_scheme(visit: Visit) -> None:
    light, dark = (visit(scheme=scheme).visit("network/").evaluate(FILLS) for scheme in ("light", "dark"))
    assert light
    assert all(one != other for one, other in zip(light, dark, strict=True))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_no_name_lies_on_another(visit: Visit, size: tuple[int, int]) -> None:
    assert visit(size).visit("network/").evaluate(ON_NAMES) == []


def test_the_table_says_what_the_picture_shows(visit: Visit) -> None:
    page = visit().visit("dates/")
    assert not page.is_visible(".fs-table table")
    page.focus(".fs-table summary")
    page.keyboard.press("Enter")
    assert page.is_visible(".fs-table table")
    named = "all => all.map(one => new URL(one.getAttribute('href'), location).href)"
    shown = set(page.eval_on_selector_all(".fs-timeline a", named))
    assert shown <= set(page.eval_on_selector_all(".fs-table a", named))
