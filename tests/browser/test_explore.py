"""The page that filters all quotes, as a reader uses it: with a mouse, with keys, from an address, without script."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import PHONE, PROJECT, Visit, Visitor
from factsheet.exports import render_exports, write_exports
from factsheet.exports.explore import SHARD
from factsheet.model import Facts
from factsheet.pages import render_pages
from many_facts import many

THEME = "generator/factsheet/theme"
QUOTES = 2 * SHARD + 500  # three shards
PLAIN = ("index.md", "explore.md")
RESULTS = ".fs-results > li"


@pytest.fixture(scope="session")
def facts() -> Facts:
    return many(QUOTES, sources=60, actors=120)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str], facts: Facts) -> str:
    """The address of a large site, of which only the pages that this is about are built."""
    project = tmp_path_factory.mktemp("large")
    for page in render_pages(facts):
        if page.path.startswith(("actors/actor-", "quotes/a")):
            break
        if page.path in PLAIN or page.path.endswith("/index.md"):
            path = project / "docs" / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, encoding="utf-8")
    write_exports(render_exports(facts), project / "docs")
    shutil.copytree(PROJECT / THEME, project / THEME)
    shutil.copy(PROJECT / "mkdocs.yml", project)
    if (PROJECT / "hooks").is_dir():
        shutil.copytree(PROJECT / "hooks", project / "hooks")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return serve(project / "site")


@pytest.fixture
def explore(visit: Visit, large: str) -> Visitor:
    return visit(address=large)


def opened(visitor: Visitor, query: str = "") -> Page:
    page = visitor.visit(f"explore/{query}")
    expect(page.locator(".fs-explore[data-ready]")).to_be_visible()
    return page


def found(page: Page) -> str:
    return page.locator(".fs-found").inner_text()


def option(page: Page, facet: str, text: str) -> Page:
    group = page.get_by_role("group", name=facet, exact=True)
    return group.get_by_role("checkbox", name=text)  # type: ignore[return-value]


def test_the_latest_quotes_come_first_and_more_on_demand(explore: Visitor) -> None:
    page = opened(explore)
    assert found(page) == f"{QUOTES:,} of {QUOTES:,} quotes"
    expect(page.locator(RESULTS)).to_have_count(20)
    page.get_by_role("button", name="Show 20 more").click()
    expect(page.locator(RESULTS)).to_have_count(40)
    expect(page.locator(f"{RESULTS} >> nth=20").locator("a").first).to_be_focused()


def test_a_choice_narrows_and_stands_in_the_address_which_opens_it_again(
    explore: Visitor, visit: Visit, large: str, facts: Facts
) -> None:
    page = opened(explore)
    option(page, "Form", "Reported speech").check()
    option(page, "Review", "Disputed").check()
    expected = sum(one.form == "indirect" and one.review.status == "disputed" for one in facts.quotes)
    assert found(page) == f"{expected:,} of {QUOTES:,} quotes"
    expect(page).to_have_url(re.compile(r"explore/\?form=indirect&status=disputed$"))
    expect(page.locator(f"{RESULTS} .fs-status")).to_have_count(20)
    other = visit(address=large)
    again = opened(other, page.url.split("explore/")[1])
    assert found(again) == found(page)
    expect(option(again, "Form", "Reported speech")).to_be_checked()
    again.get_by_role("button", name="Clear all").click()
    assert found(again) == f"{QUOTES:,} of {QUOTES:,} quotes"
    expect(again).to_have_url(re.compile("explore/$"))


def test_words_are_found_in_all_shards_whatever_their_case(explore: Visitor, facts: Facts) -> None:
    page = opened(explore)
    page.get_by_role("searchbox", name="Words").fill("FERRY everybody")
    expected = sum("ferry" in one.words.text and "everybody" in one.words.text for one in facts.quotes)
    expect(page.locator(".fs-found")).to_have_text(f"{expected:,} of {QUOTES:,} quotes")
    expect(page.locator(RESULTS).first.locator("mark").first).to_have_text("ferry")


def test_days_choose_what_was_said_between_them(explore: Visitor, facts: Facts) -> None:
    page = opened(explore, "?from=2010-01-01&to=2012-12-31")
    days = {source.id: source.document.metadata.date for source in facts.sources}
    expected = sum("2010" <= days[one.source][:4] <= "2012" for one in facts.quotes)
    assert expected
    assert found(page) == f"{expected:,} of {QUOTES:,} quotes"


def test_a_speaker_is_looked_for_by_name_and_leads_to_its_page(explore: Visitor) -> None:
    page = opened(explore)
    page.get_by_label("Find under Speaker").fill("elodie brennan")
    option(page, "Speaker", "Élodie Brennan").first.check()  # type: ignore[attr-defined]
    expect(page).to_have_url(re.compile("speaker=actor-4$"))
    expect(page.locator(RESULTS).first.get_by_role("link", name="Élodie Brennan").first).to_have_attribute(
        "href", explore.address + "actors/actor-4/"
    )


def test_quotes_without_a_speaker_and_quotes_about_somebody_have_addresses(explore: Visitor, facts: Facts) -> None:
    page = opened(explore, "?speaker=none")
    assert found(page).startswith(f"{sum(one.speaker is None for one in facts.quotes):,} of")
    page = opened(explore, "?about=actor-8")
    assert found(page).startswith(f"{sum('actor-8' in one.about for one in facts.quotes):,} of")
    expect(page.locator(".fs-about")).to_contain_text("Irena Brennan")


def test_reported_speech_stands_in_no_quotation_marks(explore: Visitor) -> None:
    page = opened(explore, "?form=indirect")
    texts = page.locator(f"{RESULTS} > p:first-child").all_inner_texts()
    assert texts
    assert all(text.startswith("said that ") and "“" not in text for text in texts)
    page = opened(explore, "?form=direct")
    assert all(text[0] + text[-1] == "“”" for text in page.locator(f"{RESULTS} > p:first-child").all_inner_texts())


def test_keys_alone_are_enough(explore: Visitor) -> None:
    page = opened(explore)
    page.get_by_role("searchbox", name="Words").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "indirect":
            break
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("form=indirect"))
    assert page.evaluate("document.activeElement.value") == "indirect"
    assert page.evaluate("document.activeElement.checked")


def test_nobody_who_forges_an_address_gets_markup_onto_the_page(explore: Visitor) -> None:
    page = opened(explore, "?about=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&words=%3Cb%3E&speaker=__proto__")
    expect(page.locator(".fs-about")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".fs-explore img").count() == 0
    assert found(page).startswith("0 of")


def test_seeds_full_of_markup_are_text(visitor: Visitor) -> None:
    page = opened(visitor)
    assert page.locator(".fs-explore :is(script, img, b)").count() == 0
    expect(page.locator(".fs-results")).to_contain_text("<script>alert(1)</script> is no way to sign a letter.")


def test_a_phone_shows_it_without_scrolling_sideways(visit: Visit, large: str) -> None:
    page = opened(visit(size=PHONE, scheme="dark", address=large))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("group", name="Form", exact=True)).to_be_hidden()
    page.get_by_text("Filters").click()
    expect(page.get_by_role("group", name="Form", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script_the_page_says_where_the_quotes_are(visit: Visit, large: str) -> None:
    page = visit(address=large, java_script_enabled=False).visit("explore/")
    expect(page.get_by_text("Choosing takes JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="index of quotes")).to_have_attribute("href", "../quotes/")
    expect(page.get_by_role("link", name="quotes.csv")).to_have_attribute("href", "../data/quotes.csv")


def test_missing_data_is_said_and_nothing_else_breaks(visit: Visit, large: str) -> None:
    visitor = visit(address=large)
    visitor.expected = ("404", "Failed to load")
    visitor.page.route("**/data/explore/index.json", lambda route: route.fulfill(status=404))
    page = visitor.visit("explore/")
    expect(page.locator("#explore")).to_contain_text("The quotes could not be read")


def test_a_citation_can_be_copied_and_its_line_stands_there_without_script(visit: Visit, kinds: dict[str, str]) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.visit(kinds["quote"])
    line = page.locator(".cite").inner_text()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{line} {visitor.address}{kinds['quote']}"
    plain = visit(java_script_enabled=False).visit(kinds["quote"])
    expect(plain.locator(".cite")).to_have_text(line)
    assert plain.locator("button.fs-copy").count() == 0
