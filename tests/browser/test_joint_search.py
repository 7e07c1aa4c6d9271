"""The search over several sites of one host, as a reader uses it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import BELOW, PHONE, Visit, Visitor, build
from browser.test_search import RESULTS, search

MISSING = f"{BELOW}third/"
FIRST = {
    "mill.txt": "Ada Brandt, the owner of the mill, said on 4 June 2023: “The mill wheel has stood still since May.”\n"
}
SECOND = {
    "ferry.txt": "Jon Petrie, a ferryman, said on 5 July 2022: “The ferry rope was older than the mill itself.”\n",
    "toll.txt": "Ilse Marten, a collector, said on 6 July 2022: “Nobody pays the ferry toll twice in a day.”\n",
}
SETTINGS = """
site_name: {name}
site_url: {address}{path}/
extra:
  factsheet:
    search_with: {others}
"""


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> tuple[Path, str]:
    """A folder with two sites that search one another, and its address."""
    folder = tmp_path_factory.mktemp("host")
    address = serve(folder)
    every = f"[../first, {BELOW}second/, {MISSING}]"
    for path, name, seeds, others in (
        ("first", "Mills", FIRST, every),
        ("second", "Ferries", SECOND, "[/facts/first]"),
    ):
        project = tmp_path_factory.mktemp(path)
        build(project, seeds, SETTINGS.format(name=name, address=address, path=path, others=others))
        shutil.copytree(project / "site", folder / path)
    return folder, address


@pytest.fixture
def joint(visit: Visit, host: tuple[Path, str]) -> Visitor:
    """A window on the first site; of the missing third one the browser's own line in the console is expected."""
    visitor = visit(address=f"{host[1]}first/")
    visitor.expected = ("404",)
    return visitor


def facts_of(page: Page, title: str) -> str:
    return (
        page.locator(RESULTS).filter(has=page.get_by_role("link", name=title)).locator(".fs-search__facts").inner_text()
    )


def test_a_quote_of_the_other_site_is_found_told_and_opened(joint: Visitor, host: tuple[Path, str]) -> None:
    page = joint.visit("")
    search(page, "ferry rope was older")
    first = page.locator(RESULTS).first
    expect(first.locator("a")).to_contain_text("The ferry rope was older")
    expect(first.locator(".fs-search__facts")).to_contain_text("Ferries · Quote")
    first.locator("a").click()
    page.wait_for_url(f"{host[1]}second/quotes/**")
    expect(page.locator("article")).to_contain_text("The ferry rope was older than the mill itself.")


def test_a_collection_can_be_chosen_and_counts_are_of_all(joint: Visitor) -> None:
    page = joint.visit("")
    search(page, "mill")
    every = int(page.locator(".fs-search__status").inner_text().split()[0])
    collections = page.get_by_role("group", name="Collection", exact=True)
    counts = {
        label.locator("span").first.inner_text(): int(label.locator(".fs-search__count").inner_text())
        for label in collections.locator("label").all()
    }
    assert set(counts) == {"Mills", "Ferries"}
    assert sum(counts.values()) == every
    collections.get_by_label("Ferries").check()
    expect(page.locator(RESULTS)).to_have_count(counts["Ferries"])
    for facts in page.locator(f"{RESULTS} .fs-search__facts").all_inner_texts():
        assert facts.startswith("Ferries")
    collections.get_by_label("Ferries").uncheck()
    collections.get_by_label("Mills").check()
    expect(page.locator(RESULTS)).to_have_count(counts["Mills"])
    assert "Mills" not in page.locator(".fs-search__results").inner_text()


def test_a_filter_that_one_site_alone_has_leaves_nothing_of_the_other(joint: Visitor) -> None:
    page = joint.visit("")
    search(page, "mill")
    page.get_by_role("group", name="Speaker").get_by_label("Jon Petrie").check()
    expect(page.locator(RESULTS)).not_to_have_count(0)
    expect(page.get_by_role("group", name="Collection").get_by_label("Mills")).to_have_count(0)
    for facts in page.locator(f"{RESULTS} .fs-search__facts").all_inner_texts():
        assert facts.startswith("Ferries")


def test_a_site_that_is_not_there_is_named_and_asked_once(joint: Visitor) -> None:
    asked: list[str] = []
    joint.page.on("request", lambda one: asked.append(one.url))
    page = joint.visit("")
    search(page, "mill")
    search_again = page.locator("#fs-query")
    search_again.fill("ferry")
    expect(page.locator(".fs-search__status")).to_contain_text("“ferry”")
    expect(page.locator(".fs-search__missing")).to_have_text(f"Not searched: {MISSING}")
    assert len([url for url in asked if MISSING in url]) == 1
    expect(page.get_by_role("group", name="Year")).to_be_visible()


@pytest.mark.parametrize("broken", ["pagefind-entry.json", "*.pf_meta", "fragment/*"])
def test_an_index_that_cannot_be_read_leaves_this_site_searched(
    visit: Visit, host: tuple[Path, str], broken: str
) -> None:
    visitor = visit(address=f"{host[1]}second/")
    visitor.expected = ("404", "Failed", "Pagefind", "decompress", "Error")
    visitor.page.context.route(f"**/first/pagefind/*/{broken}*", lambda route: route.fulfill(status=404, body="gone"))
    page = visitor.visit("")
    search(page, "mill")
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator(".fs-search__missing")).to_have_text("Not searched: /facts/first/")
    expect(page.get_by_role("group", name="Collection")).to_have_count(0)


def test_a_site_that_never_answers_is_waited_for_once_and_not_for_long(visit: Visit, host: tuple[Path, str]) -> None:
    visitor = visit(address=f"{host[1]}second/")
    visitor.page.route("**/first/pagefind/shards.json", lambda _: None)
    page = visitor.visit("")
    page.keyboard.press("/")
    page.locator("#fs-query").fill("ferry")
    expect(page.locator(RESULTS).first).to_be_visible(timeout=10_000)
    expect(page.locator(".fs-search__missing")).to_have_text("Not searched: /facts/first/")
    page.locator("#fs-query").fill("toll")
    expect(page.locator(".fs-search__status")).to_contain_text("“toll”", timeout=1_000)


def test_a_site_that_is_searched_alone_asks_for_no_other(visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.on("request", lambda one: asked.append(one.url))
    page = visitor.visit("")
    search(page, "wall")
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.get_by_role("group", name="Collection")).to_have_count(0)
    expect(page.locator(".fs-search__missing")).to_have_count(0)
    assert not [url for url in asked if "joint.js" in url or "shards.json" in url]


def test_on_a_phone_what_is_not_searched_breaks_into_lines(visit: Visit, host: tuple[Path, str]) -> None:
    visitor = visit(PHONE, address=f"{host[1]}first/")
    visitor.expected = ("404",)
    page = visitor.visit("")
    page.get_by_role("button", name="Search").click()
    page.locator("#fs-query").fill("ferry")
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator(".fs-search__missing")).to_be_visible()
    assert page.evaluate("document.querySelector('.fs-search').scrollWidth") <= PHONE[0]
