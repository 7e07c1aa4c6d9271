"""The page around the facts: valid, accessible, private, light, and at home on every screen."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.conftest import ADDITION, DESKTOP, PHONE, PROJECT, SEEDS, Site, Visit, Visitor, build

# Each kind of page; `kinds` knows where one stands.
KINDS = (
    "home",
    "actors",
    "quotes",
    "dates",
    "sources",
    "method",
    "about",
    "accuracy",
    "reference",
    "glossary",
    "review",
    "corrections",
    "actor",
    "quote",
    "reported",
    "date",
    "source",
    "network",
    "hostile",
    "missing",
)
HEAVIEST = 50_000  # bytes of a page, its own style and scripts, without Material's and without the search's index


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What keeps somebody from reading a page, with the elements at fault."""
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_has_a_serious_barrier(visitor: Visitor, kinds: dict[str, str], kind: str) -> None:
    visitor.expected = ("404",) if kind == "missing" else ()
    page = visitor.visit(kinds[kind])
    for scheme, name in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
        assert barriers(page) == [], scheme


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_search_has_no_serious_barrier(visit: Visit, scheme: str, size: tuple[int, int]) -> None:
    page = visit(size, scheme).visit("")
    assert barriers(page) == []
    page.keyboard.press("/")
    page.locator("#fs-query").fill("wall")
    expect(page.locator(".fs-search__results li").first).to_be_visible()
    assert barriers(page) == []


def test_no_page_scrolls_sideways(visitor: Visitor, kinds: dict[str, str]) -> None:
    visitor.expected = ("404",)
    for kind in KINDS:
        page = visitor.visit(kinds[kind])
        for width, height in ((320, 700), PHONE, (768, 1024), DESKTOP):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, kind


SCROLLED = """() => Array.from(document.querySelectorAll(".md-typeset table, .md-typeset__scrollwrap"))
    .filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"""
TOPS = "all => all.map(one => Math.round(one.getBoundingClientRect().top))"


@pytest.mark.parametrize("size", [(320, 700), (375, 812)], ids=str)
def test_a_phone_shows_each_table_whole(visit: Visit, kinds: dict[str, str], size: tuple[int, int]) -> None:
    """The tables below the pictures, too, once they are unfolded."""
    visitor = visit(size)
    for kind in ("home", "dates", "network", "actor", "source", "sources", "accuracy", "reference", "settings"):
        page = visitor.visit(kinds[kind])
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate(SCROLLED) == [], kind


def test_on_a_phone_a_figure_stands_beside_its_head_and_a_cell_says_what_it_is(
    visit: Visit, kinds: dict[str, str]
) -> None:
    page = visit(PHONE).visit("")
    table = page.locator("article table").first
    heads, figures = (table.locator(one).evaluate_all(TOPS) for one in ("th", "td"))
    assert len(heads) == 5
    assert heads == figures == sorted(set(heads))
    page = visit(PHONE).visit(kinds["network"])
    labels = "all => all.slice(0, 4).map(one => getComputedStyle(one, '::before').content)"
    assert page.locator(".fs-table table").first.locator("th").count() == 4
    said = page.eval_on_selector_all(".fs-table table td", labels)
    assert said == ["none", '"About: "', '"First quote: "', '"Quotes: "']


SECTIONS = {"actors": "Actors", "quotes": "Quotes", "dates": "Dates", "sources": "Sources", "about": "About"}


def test_every_page_is_marked_in_the_navigation(site: Site) -> None:
    """Pages of facts, which stand in no navigation, have their section marked, and those about the site, too."""
    for path in site.folder.rglob("index.html"):
        page = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        for name in ("md-tabs__link", "md-nav__link"):
            links = [one for one in page.iter("a") if name in one.get("class", "").split()]
            current = [one for one in links if one.get("aria-current")]
            assert len(current) == 1, path
            led_to = (path.parent / current[0].get("href", "")).resolve()
            own = path.parent == led_to
            section = site.folder / path.relative_to(site.folder).parts[0]
            assert own or (section.name in SECTIONS and led_to == section), path
            assert current[0].get("aria-current") == ("page" if own else "true"), path


@pytest.mark.parametrize("kind", ["actor", "reported", "date", "source"])
def test_the_section_of_a_fact_is_seen_in_the_tabs_and_in_the_menu(
    visit: Visit, kinds: dict[str, str], kind: str
) -> None:
    section = SECTIONS[kinds[kind].split("/", 1)[0]]
    page = visit().visit(kinds[kind])
    opacity = "one => [getComputedStyle(one).opacity, getComputedStyle(one).textDecorationLine]"
    looks = {one.inner_text().strip(): one.evaluate(opacity) for one in page.locator(".md-tabs__link").all()}
    assert [name for name, look in looks.items() if look == ["1", "underline"]] == [section]
    page = visit(PHONE).visit(kinds[kind])
    page.get_by_role("button", name="Menu").click()
    expect(page.locator(".md-nav--primary [aria-current]")).to_have_text(section)
    expect(page.locator(".md-nav--primary [aria-current]")).to_be_in_viewport()


def test_the_colours_change_and_stay_changed(visit: Visit, kinds: dict[str, str]) -> None:
    page = (visitor := visit()).visit("")
    body = page.locator("body")
    for _ in range(2):  # from the system's to light, and to dark
        page.locator("form[data-md-component=palette] label:visible").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    visitor.visit(kinds["quote"])
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_the_policy_lets_nothing_run_that_the_site_did_not_bring(visitor: Visitor) -> None:
    visitor.expected = ("Content Security Policy",)
    page = visitor.visit("")
    page.evaluate(
        """() => {
          const inline = document.createElement("script");
          inline.textContent = "window.ran = true";
          document.body.append(inline);
          const picture = document.createElement("img");
          picture.src = "https://elsewhere.invalid/x.png";
          document.body.append(picture);
        }"""
    )
    assert page.evaluate("window.ran") is None
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "'unsafe-eval'" not in scripts
    visitor.faults.clear()  # the picture was asked for and stopped


def test_a_page_has_no_handler_and_no_script_of_its_own(site: Site) -> None:
    for path in site.folder.rglob("*.html"):
        page = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        for element in page.iter():
            if isinstance(element.tag, str):
                assert not [name for name in element.attrib if name.startswith("on")], path
                assert not element.get("href", "").lower().startswith("javascript:"), path
        inline = [one for one in page.iter("script") if "src" not in one.attrib]
        assert all(one.get("type") in ("application/json", "application/ld+json") for one in inline), path


def test_every_page_is_valid_html(site: Site) -> None:
    for path in [*site.folder.rglob("index.html"), site.folder / "404.html"]:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(path.read_text(encoding="utf-8"))
        assert [error[1] for error in parser.errors] == [], path


def test_a_hostile_title_stays_a_title(visitor: Visitor, kinds: dict[str, str]) -> None:
    page = visitor.visit(kinds["hostile"])
    assert page.title().startswith("</title><script>")
    assert page.locator('meta[name="author"]').get_attribute("content") == '"><img src=x onerror=alert(1)>'
    assert page.locator("article img, article script").count() == 0


def test_titles_and_descriptions_are_the_pages_own(visitor: Visitor, kinds: dict[str, str]) -> None:
    page = visitor.visit(kinds["quote"])
    assert page.title() == "Tomas Weller: “The northern wall is cracked from end to end” - Factsheet"
    described = page.locator("meta[name=description]").get_attribute("content") or ""
    assert described.startswith("“The northern wall is cracked from end to end,” Weller said.")
    assert page.locator("link[rel=canonical]").get_attribute("href") == visitor.address + kinds["quote"]
    assert page.locator("meta[property='og:url']").get_attribute("content") == visitor.address + kinds["quote"]
    assert page.locator("meta[property='og:description']").get_attribute("content") == described
    assert visitor.visit("").title() == "Factsheet"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=str)
def test_a_paragraph_has_its_number_as_the_link_to_it(
    visit: Visit, kinds: dict[str, str], size: tuple[int, int]
) -> None:
    page = visit(size).visit(kinds["source"])
    paragraph = page.locator(".passage").nth(1)
    shown = paragraph.inner_text()
    link = paragraph.get_by_role("link", name="Paragraph 2")
    assert link.evaluate("one => getComputedStyle(one, '::before').content") in ('"¶" "2" / ""', '"¶2" / ""')
    expect(link).to_be_in_viewport()
    link.click()
    assert page.url.endswith(kinds["source"] + "#p2")
    assert paragraph.evaluate("one => one.matches(':target')")
    page = visit(size, java_script_enabled=False).visit(kinds["source"])
    paragraph = page.locator(".passage").nth(1)
    assert paragraph.inner_text() == shown  # no more than the words of the source
    assert "p2" in paragraph.evaluate("one => getComputedStyle(one, '::before').content")


def test_a_page_can_be_mended_from_its_foot(visitor: Visitor, kinds: dict[str, str]) -> None:
    page = visitor.visit(kinds["date"])
    foot = page.get_by_role("complementary", name="About this page")
    edit = foot.get_by_role("link", name="Edit this page").get_attribute("href")
    assert edit == "https://github.com/example/facts/edit/main/docs/dates/2024-05-02.md"
    report = urlsplit(foot.get_by_role("link", name="Report a mistake").get_attribute("href") or "")
    assert report.path == "/example/facts/issues/new"
    asked = parse_qs(report.query)
    assert asked["title"] == ["Mistake on “2 May 2024”"]
    assert visitor.address + kinds["date"] in asked["body"][0]
    foot.get_by_role("link", name="How facts are found").click()
    expect(page.locator("h1")).to_have_text("How facts are found")


def test_a_missing_page_leads_on(visitor: Visitor) -> None:
    visitor.expected = ("404",)
    page = visitor.visit("no/such/page/at/all/")
    page.get_by_role("button", name="Search this site").click()
    page.locator("#fs-query").fill("wall")
    expect(page.locator(".fs-search__results li").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="the home page").click()
    assert page.url == visitor.address


def test_the_keyboard_skips_to_the_content_and_opens_the_menu(visit: Visit, kinds: dict[str, str]) -> None:
    page = visit(PHONE).visit(kinds["actor"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    page.locator("label.md-header__button[for=__drawer]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".md-nav--primary").get_by_role("link", name="Quotes")).to_be_in_viewport()


def test_on_paper_stands_the_page_and_not_the_shell(visitor: Visitor, kinds: dict[str, str]) -> None:
    page = visitor.visit(kinds["quote"])
    page.emulate_media(media="print")
    expect(page.locator("article h1")).to_be_visible()
    for name in (".md-header", ".md-tabs", ".md-sidebar", ".fs-search-button", ".md-footer", ".fs-mend"):
        expect(page.locator(name).first).to_be_hidden()


def test_a_page_weighs_little(site: Site) -> None:
    """What is loaded where it is needed counts there: the program of Explore, the style of pictures.

    That which joins sites in a search is loaded by the search, and only where there are some.
    """
    files = {path.name: path.stat().st_size for path in (PROJECT / "generator/factsheet/theme/assets").iterdir()}
    del files["joint.js"]
    program = sum(size for name, size in files.items() if name.startswith("explore"))
    for path in site.folder.rglob("*.html"):
        exploring = path.parent.name == "explore"
        head, _, article = path.read_text(encoding="utf-8").partition("<article")
        spared = program + sum(size for name, size in files.items() if name.endswith(".css") and name not in head)
        spared -= files["explore.css"]  # which no head names
        weight = len(article.partition("</article>")[0].encode()) + sum(files.values()) - spared
        assert weight < HEAVIEST, path
        assert not exploring or weight + program < 1.5 * HEAVIEST


def test_the_pages_are_the_same_at_every_build(site: Site, tmp_path: Path) -> None:
    """Not so the search's index: Pagefind numbers the values of filters anew at each run."""
    build(tmp_path, SEEDS, ADDITION.format(address=site.address))
    first, second = (
        {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
        for folder in (site.folder, tmp_path / "site")
    )
    assert first == second
