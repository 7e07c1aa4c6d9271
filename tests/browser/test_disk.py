"""A site whose pages are files: read from a disk, where it says what cannot work there, and from a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import SEEDS, ZENSICAL, Visit, build

MODULES = ("blocked by CORS policy", "net::ERR_FAILED")  # what the console says of a module on a disk
WHY = "This page was opened from a disk"

pytestmark = pytest.mark.skipif(bool(ZENSICAL), reason="its pages are looked at elsewhere")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("files")
    build(project, SEEDS, "\nuse_directory_urls: false\n")
    return project / "site"


def test_from_a_disk_the_pages_read_and_explore_says_what_it_needs(visit: Visit, files: Path) -> None:
    visitor = visit(address=files.as_uri() + "/")
    visitor.expected = MODULES
    page = visitor.visit("index.html")
    page.locator(".md-tabs").get_by_role("link", name="Actors").click()
    page.get_by_role("link", name="Mia Ortega").first.click()
    expect(page.locator("h1")).to_have_text("Mia Ortega")
    page.get_by_label("Breadcrumbs").get_by_role("link", name="Actors").click()
    expect(page.locator("h1")).to_contain_text("Actors")
    page = visitor.visit("explore.html")
    expect(page.get_by_text(WHY)).to_be_visible()
    page.get_by_role("link", name="index of quotes").click()
    expect(page.locator("h1")).to_contain_text("Quotes")


def test_from_a_disk_the_search_says_what_it_needs(visit: Visit, files: Path) -> None:
    visitor = visit(address=files.as_uri() + "/")
    visitor.expected = MODULES
    page = visitor.visit("index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("status")).to_contain_text(WHY)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("python -m http.server")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_from_a_server_such_a_site_is_searched_and_explored(
    visit: Visit, files: Path, serve: Callable[[Path], str]
) -> None:
    visitor = visit(address=serve(files))
    page = visitor.visit("index.html")
    page.keyboard.press("/")
    page.keyboard.type("northern wall")
    page.locator(".fs-search__results a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page = visitor.visit("explore.html")
    expect(page.get_by_text(WHY)).to_have_count(0)
    page.locator(".fs-results > li a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith(".html")
