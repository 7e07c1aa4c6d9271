"""The search, as a reader uses it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import PHONE, Site, Visit, Visitor

RESULTS = ".fs-search__results li"


def search(page: Page, words: str) -> None:
    page.keyboard.press("/")
    expect(page.locator("#fs-query")).to_be_focused()
    page.locator("#fs-query").fill(words)
    expect(page.locator(".fs-search__status")).to_contain_text(f"“{words}”")


def titles(page: Page) -> list[str]:
    return page.locator(f"{RESULTS} a").all_inner_texts()


@pytest.mark.parametrize(
    ("words", "title", "kind"),
    [
        ("Mia Ortega", "Mia Ortega", "Actor"),
        ("cracked from end to end", "Tomas Weller: “The northern wall is cracked from end to end”", "Quote"),
        ("14 March 2022", "14 March 2022", "Date"),
        ("wall was known to be weak", "The wall was known to be weak", "Source"),
    ],
)
def test_what_a_reader_looks_for_comes_first(visitor: Visitor, words: str, title: str, kind: str) -> None:
    page = visitor.visit("")
    search(page, words)
    first = page.locator(RESULTS).first
    expect(first.locator("a")).to_have_text(title)
    expect(first.locator(".fs-search__facts")).to_contain_text(kind)


def test_results_show_the_words_in_their_sentence_and_lead_there(visitor: Visitor, site: Site) -> None:
    page = visitor.visit("quotes/")
    search(page, "fishermen")
    first = page.locator(RESULTS).first
    assert first.locator("mark").all_inner_texts()[0].casefold().startswith("fishermen")
    first.locator("a").click()
    page.wait_for_url(f"{site.address}**/")
    assert "fishermen" in page.locator("article").inner_text()


def test_the_words_of_a_neighbour_are_found_on_the_neighbours_page(visitor: Visitor) -> None:
    """A quote's page links to the quotes beside it by their words."""
    page = visitor.visit("")
    search(page, "cracked")
    page.get_by_label("Quote", exact=False).first.check()
    expect(page.locator(RESULTS)).to_have_count(1)


def test_filters_narrow_and_say_how_much_each_would_leave(visitor: Visitor) -> None:
    page = visitor.visit("")
    search(page, "wall")
    every = page.locator(RESULTS).count()
    for legend in ("Kind of page", "Speaker", "Source", "Year", "Form of speech", "Review"):
        expect(page.get_by_role("group", name=legend, exact=True)).to_be_visible()
    years = page.get_by_role("group", name="Year")
    label = years.locator("label", has_text="2022")
    count = int(label.locator(".fs-search__count").inner_text())
    assert 0 < count < every
    label.locator("input").check()
    expect(page.locator(RESULTS)).to_have_count(count)
    expect(years.locator("label")).not_to_have_count(1)  # the other years can still be added
    expect(page.locator(".fs-search__filters summary")).to_have_text("Narrow down (1)")
    label.locator("input").uncheck()
    expect(page.locator(RESULTS)).to_have_count(every)


def test_a_speaker_stands_under_the_name_and_can_be_asked_for_without_words(visitor: Visitor) -> None:
    page = visitor.visit("")
    page.keyboard.press("/")
    speaker = page.get_by_role("group", name="Speaker").locator("label", has_text="Mia Ortega")
    speaker.locator("input").focus()
    page.keyboard.press("Space")
    expect(page.locator(RESULTS).first).to_be_visible()
    assert all(title.startswith("Mia Ortega") for title in titles(page))
    expect(speaker.locator("input")).to_be_focused()


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_a_key_opens_it_and_escape_gives_the_focus_back(visitor: Visitor, keys: str) -> None:
    page = visitor.visit("actors/")
    button = page.get_by_role("button", name="Search")
    button.focus()
    page.keyboard.press(keys)
    expect(page.get_by_role("dialog", name="Search this site")).to_be_visible()
    expect(page.locator("#fs-query")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Search this site")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_key_pressed_before_the_script_has_come_is_not_lost(visitor: Visitor) -> None:
    page = visitor.page
    held: list[object] = []
    page.route("**/assets/site.js", lambda route: held.append(route))
    page.goto(visitor.address, wait_until="commit")
    while page.evaluate("typeof factsheetKeys") == "undefined":
        page.wait_for_timeout(10)
    page.keyboard.type("/wall")
    expect(page.locator("#fs-query")).to_be_hidden()
    page.wait_for_timeout(100)
    for route in held:
        route.continue_()
    expect(page.locator("#fs-query")).to_have_value("wall")
    expect(page.locator(RESULTS).first).to_be_visible()


def test_a_slash_typed_into_a_field_is_a_slash(visitor: Visitor) -> None:
    page = visitor.visit("")
    search(page, "wall")
    page.keyboard.type("/")
    expect(page.locator("#fs-query")).to_have_value("wall/")


def test_the_arrow_keys_go_through_the_results_and_enter_opens_one(visitor: Visitor) -> None:
    page = visitor.visit("")
    search(page, "wall")
    links = page.locator(f"{RESULTS} a")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#fs-query")).to_be_focused()
    page.keyboard.press("ArrowDown")
    where = links.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{where}")


def test_nothing_found_is_said(visitor: Visitor) -> None:
    page = visitor.visit("")
    search(page, "xylophone")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Nothing found for “xylophone”.")
    expect(page.locator(RESULTS)).to_have_count(0)


def test_words_of_a_hostile_source_stay_words(visitor: Visitor) -> None:
    page = visitor.visit("")
    search(page, "sign a letter")
    expect(page.locator(RESULTS).first).to_be_visible()
    assert page.locator(".fs-search__results").locator("script, img").count() == 0
    assert "<script>alert(1)</script> is no way" in page.locator(".fs-search__results").inner_text()


def test_it_fills_a_phone_and_its_filters_open_by_touch(visit: Visit) -> None:
    page = visit(PHONE, has_touch=True).visit("")
    page.get_by_role("button", name="Search").tap()
    page.locator("#fs-query").fill("wall")
    expect(page.locator(RESULTS).first).to_be_visible()
    box = page.locator(".fs-search").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, PHONE[0])
    expect(page.get_by_role("group", name="Year")).to_be_hidden()
    page.locator(".fs-search__filters summary").tap()
    expect(page.get_by_role("group", name="Year")).to_be_visible()
    assert page.evaluate("document.querySelector('.fs-search__body').scrollWidth") <= PHONE[0]


def test_a_site_without_its_index_says_so(
    visit: Visit, site: Site, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    shutil.copytree(site.folder, tmp_path / "site")
    shutil.rmtree(tmp_path / "site/pagefind")
    visitor = visit(address=serve(tmp_path / "site"))
    visitor.expected = ("404", "Failed to fetch dynamically imported module")
    page = visitor.visit("")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Search is not available")


def test_the_index_holds_the_facts_and_not_the_lists_of_them(visitor: Visitor) -> None:
    page = visitor.visit("")
    search(page, "wall")
    links = {link.get_attribute("href") for link in page.locator(f"{RESULTS} a").all()}
    assert not any(link and link.rstrip("/").endswith(("/actors", "/quotes", "/dates", "/sources")) for link in links)


def test_lists_of_links_are_left_out_of_the_index(visitor: Visitor, kinds: dict[str, str]) -> None:
    for kind, left_out, kept in (
        ("source", {"Quotes", "Actors", "Dates"}, "The text"),
        ("quote", {"Before and after in the source"}, "In the source"),
    ):
        page = visitor.visit(kinds[kind])
        assert left_out <= set(page.locator("[data-pagefind-ignore] h2").all_inner_texts())
        expect(page.locator("[data-pagefind-body] > div:not([data-pagefind-ignore]) > h2").first).to_have_text(kept)
    expect(page.locator("ul[data-pagefind-ignore]").first).to_contain_text("Confidence in the speaker")
