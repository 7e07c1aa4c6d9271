"""Pictures in a browser: they can be reached by keyboard, fit a phone, and are seen in both schemes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

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
PLACE = """() => Array.from(document.activeElement.closest(".fs-picture")?.querySelectorAll("a") ?? [])
    .indexOf(document.activeElement)"""
STOPS = """() => Array.from(document.querySelectorAll(".fs-picture"), picture =>
    Array.from(picture.querySelectorAll("a")).filter(mark => mark.tabIndex === 0).length)"""
FOCUSED_MARK = """() => document.activeElement?.closest(".fs-picture") && document.activeElement.getAttribute("href")"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_picture_is_wholly_on_the_screen(visit: Visit, path: str, size: tuple[int, int]) -> None:
    page = visit(size).visit(path)
    boxes = [one.bounding_box() for one in page.query_selector_all(".fs-picture")]
    assert boxes
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= size[0] and box["height"] > 20 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def come_by_tab(page: Any) -> str:
    """Press Tab until a mark of a picture has the focus, and return where it leads."""
    for _ in range(150):
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.matches('svg')"), "the picture itself is a stop"
        if href := page.evaluate(FOCUSED_MARK):
            return str(href)
    raise AssertionError("Tab reaches no mark")


@pytest.mark.parametrize("path", PAGES)
def test_tab_reaches_a_mark_and_enter_opens_its_page(visit: Visit, path: str) -> None:
    page = visit().visit(path)
    href = come_by_tab(page)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    expected = page.evaluate("href => new URL(href, location).href", href)
    page.keyboard.press("Enter")
    page.wait_for_url(expected)
    assert page.query_selector("h1")


@pytest.mark.parametrize("path", PAGES)
def test_a_picture_is_one_stop_and_the_arrow_keys_reach_each_of_its_marks(visit: Visit, path: str) -> None:
    page = visit().visit(path)
    assert set(page.evaluate(STOPS)) == {1}
    come_by_tab(page)
    count = page.evaluate("document.activeElement.closest('.fs-picture').querySelectorAll('a').length")
    assert count > 2
    reached = [page.evaluate(PLACE)]
    for _ in range(count):
        page.keyboard.press("ArrowRight")
        reached.append(page.evaluate(PLACE))
    assert reached == [*range(count), count - 1]
    for key, place in (("Home", 0), ("ArrowDown", 1), ("ArrowLeft", 0), ("ArrowUp", 0), ("End", count - 1)):
        page.keyboard.press(key)
        assert page.evaluate(PLACE) == place, key
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    assert not page.evaluate(FOCUSED_MARK), "Tab stays in the picture"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(PLACE) == count - 1, "the picture has forgotten where its reader was"


def test_enter_opens_the_mark_to_which_an_arrow_key_led(visit: Visit) -> None:
    page = visit().visit("network/")
    first = come_by_tab(page)
    page.keyboard.press("ArrowDown")
    second = page.evaluate(FOCUSED_MARK)
    assert second
    assert second != first
    expected = page.evaluate("href => new URL(href, location).href", second)
    page.keyboard.press("Enter")
    page.wait_for_url(expected)


def test_whoever_came_by_keyboard_is_told_the_mark_and_the_arrow_keys(visit: Visit) -> None:
    shown = """() => { const around = document.querySelector(".fs-picture").parentElement;
        return [getComputedStyle(around, "::after").content, around.dataset.mark]; }"""
    page = visit().visit("dates/")
    assert page.evaluate(shown) == ["none", None]
    come_by_tab(page)
    for key in ("Home", "End"):
        page.keyboard.press(key)
        content, mark = page.evaluate(shown)
        assert "arrow keys" in content
        assert mark == page.evaluate("document.activeElement.querySelector('title').textContent")
    assert "arrow keys" in page.text_content(".fs-picture desc")


def test_without_scripts_each_mark_is_reached_by_tab(visit: Visit) -> None:
    page = visit(java_script_enabled=False).visit("network/")
    marks = page.locator(".fs-picture a")
    assert marks.count() > 2
    marks.first.focus()
    for place in range(1, marks.count()):
        page.keyboard.press("Tab")
        expect(marks.nth(place)).to_be_focused()


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
