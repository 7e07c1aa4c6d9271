"""What the head of each page tells machines, on a site that MkDocs built, and what people wrote in its front matter."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import html5lib
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from pyld import jsonld

from facts_fixture import ACTORS, DATES, ENVOY, ID, QUOTES, document, facts
from factsheet.exports import Place, render_exports
from factsheet.model import Facts, Form, Kind, Passage, Span, Status
from factsheet.pages import render_pages

PROJECT = Path(__file__).parent.parent
ADDRESS = "https://facts.example/talks/"
SCHEMA = "https://schema.org/"
HOSTILE = '</script><script>alert(1)</script><!-- {{ 7*7 }} " \\ & \u202e \u2028 ’'
# As much of schema.org's context as our pages need.
CONTEXT = {
    "@context": {
        "@vocab": SCHEMA,
        **{name: {"@type": "@id"} for name in ("url", "sameAs", "contentUrl", "license")},
        **{name: {"@type": SCHEMA + "Date"} for name in ("datePublished", "dateCreated", "startDate", "endDate")},
    }
}
REVIEWED = {
    "status": "disputed",
    "reviewed_by": "M. </script> Lund",
    "reviewed_on": "2024-02-01",
    "note": "Two say no.",
}


def hostile() -> Facts:
    """The facts of the fixture, in words that no format likes, each kind of actor among them, one date an interval."""
    known = document(text=HOSTILE)
    metadata = replace(
        known.metadata, title=HOSTILE, publisher=HOSTILE, author="A", url="https://paper.example/?a=1&b=2"
    )
    source = replace(facts().sources[0], document=replace(known, metadata=metadata), oddities=(), unresolved=())
    words = Passage(ID, Span(0, len(HOSTILE)), HOSTILE)
    kinds = dict(zip((actor.id for actor in ACTORS), [*Kind, *Kind], strict=False))
    actors = tuple(
        replace(actor, name=f"{actor.id} {HOSTILE}", kind=kinds[actor.id], roles=(words,), terms=None, mentions=())
        for actor in ACTORS
    )
    quotes = tuple(replace(one, words=words, pieces=(words,), context=words, cue=None) for one in QUOTES)
    reported = replace(quotes[0], id="reported", form=Form.INDIRECT, said_on="2023-09-30")
    vague = replace(DATES[0], id="vague", value="2023-09~")
    span = replace(DATES[1], id="span", value="2023-09-19/2023-09-20")
    dates = tuple(
        replace(one, references=tuple(replace(two, words=words, context=words) for two in one.references))
        for one in (DATES[0], span, vague)
    )
    return Facts(sources=(source,), actors=actors, quotes=(*quotes, reported), dates=dates)


def edited(text: str, keys: Mapping[str, str]) -> str:
    """Write keys into a page's front matter as a person does: each as YAML, in place of the machine's."""
    for key, value in keys.items():
        text = re.sub(rf"^{key}:.*\n(?:  - .*\n)*", "", text, flags=re.MULTILINE)
        text = text.replace("---\n", f"---\n{key}: {value}\n", 1)
    return text


def built(folder: Path, address: str, directories: bool) -> Path:
    """Build the site, with some pages as people edited them."""
    edits = {
        "quotes/istanbul-talks-channels.md": {key: json.dumps(value) for key, value in REVIEWED.items()},
        "quotes/istanbul-talks-past-years.md": {"status": "verified", "published": "2023-10-04", "publisher": "3"},
        "actors/european-union.md": {
            "aliases": "[2023-10-04, 7, NO]",
            "same_as": "['javascript:alert(1)', 'https://example.org/eu']",
            "affiliation": "just words",
        },
    }
    for page in (*render_pages(hostile()), *render_exports(hostile(), Place(url=address, directories=directories))):
        path = folder / "docs" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edited(page.text, edits.get(page.path, {})), encoding="utf-8", newline="")
    shutil.copytree(PROJECT / "generator/factsheet/theme", folder / "generator/factsheet/theme")
    for name in ("mkdocs.yml", "hooks"):
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, folder / name)
        elif (PROJECT / name).exists():
            shutil.copy(PROJECT / name, folder)
    settings = {"site_url": address, "use_directory_urls": directories, "site_dir": str(folder / "site")}
    build(load_config(str(folder / "mkdocs.yml"), **settings))
    return folder / "site"


@pytest.fixture(scope="module", params=[(ADDRESS, True), ("", False)], ids=["published", "local"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, bool]]:
    address, directories = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        yield built(tmp_path_factory.mktemp("site"), address, directories), address or "http://local/sub/", directories


Site = tuple[Path, str, bool]


def page(site: Site, path: str) -> tuple[Path, str]:
    """Return a page's file and its address."""
    folder, address, directories = site
    stem = "" if path == "index" else f"{path}/" if directories else f"{path}.html"
    return folder / (f"{stem}index.html" if not stem or stem.endswith("/") else stem), address + stem


def head(site: Site, path: str) -> Any:
    """Return a page's head as a browser reads it."""
    return read(page(site, path)[0])


@cache
def read(file: Path) -> Any:
    """Parse a page, up to where its body begins."""
    text = file.read_text(encoding="utf-8").partition("<body")[0]
    return html5lib.parse(text, namespaceHTMLElements=False).find("head")


def scripts(site: Site, path: str) -> list[str]:
    """Return the JSON-LD in a page's head."""
    return [one.text for one in head(site, path).findall("script") if one.get("type") == "application/ld+json"]


def load(url: str, _options: object) -> dict[str, Any]:
    """Hand out the one context that is asked for; nothing is fetched."""
    assert url == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def told(site: Site, path: str) -> Any:
    """Return what a page tells, compacted: the names of schema.org, addresses in full."""
    (text,) = scripts(site, path)
    expanded = jsonld.expand(json.loads(text), {"documentLoader": load, "base": page(site, path)[1]})
    return jsonld.compact(expanded, CONTEXT["@context"], {"base": None})


def fact(site: Site, path: str) -> str:
    return page(site, path)[1] + "#fact"


def test_a_quote_tells_its_words_its_speaker_and_its_source(site: Site) -> None:
    content = told(site, "quotes/istanbul-talks-bloody-trucks")
    assert content["@type"] == "Quotation"
    assert content["@id"] == fact(site, "quotes/istanbul-talks-bloody-trucks")
    shown = HOSTILE.replace("\u2028", "").replace("  ", " ")
    assert content["text"] == shown
    assert content["spokenByCharacter"]["@id"] == fact(site, f"actors/{ENVOY}")
    assert content["spokenByCharacter"]["name"] == f"{ENVOY} {shown}"
    assert content["isPartOf"]["@type"] == "NewsArticle"
    assert content["isPartOf"]["url"] == "https://paper.example/?a=1&b=2"
    assert content["isPartOf"]["@id"] == fact(site, f"sources/{ID}")
    assert content["datePublished"] == "2023-10-04"
    assert shown in content["creditText"]
    assert "review" not in content


def test_reported_speech_is_a_claim_and_no_quotation(site: Site) -> None:
    content = told(site, "quotes/reported")
    assert content["@type"] == "Claim"
    assert content["author"]["@id"] == fact(site, f"actors/{ENVOY}")
    assert content["dateCreated"] == "2023-09-30"
    assert "spokenByCharacter" not in content


def test_a_quote_without_a_speaker_names_nobody(site: Site) -> None:
    assert not {"author", "spokenByCharacter", "creator"} & set(told(site, "quotes/istanbul-talks-no-comment"))


def test_a_verdict_is_a_persons_about_who_said_what_and_has_no_number(site: Site) -> None:
    review = told(site, "quotes/istanbul-talks-channels")["review"]
    assert review["@type"] == "ClaimReview"
    assert review["author"]["name"] == REVIEWED["reviewed_by"]
    assert review["datePublished"] == REVIEWED["reviewed_on"]
    assert review["reviewBody"] == REVIEWED["note"]
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Disputed"}
    assert review["claimReviewed"].startswith("an-eu-official ")
    assert "according to" in review["claimReviewed"]


def test_a_verdict_without_a_persons_name_is_none(site: Site) -> None:
    assert "review" not in told(site, "quotes/istanbul-talks-past-years")


def test_what_people_write_into_front_matter_is_told_whatever_yaml_makes_of_it(site: Site) -> None:
    content = told(site, "actors/european-union")
    assert content["alternateName"] == ["2023-10-04", "7", "False"]
    assert content["sameAs"] == ["https://example.org/eu", fact(site, "actors/european-union")]
    assert not {"affiliation", "parentOrganization"} & set(content)
    quote = told(site, "quotes/istanbul-talks-past-years")
    assert quote["datePublished"] == "2023-10-04"
    assert quote["isPartOf"]["publisher"]["name"] == "3"


@pytest.mark.parametrize(
    "actor", [one for one in hostile().actors if one.id != "european-union"], ids=lambda one: one.id
)
def test_an_actor_is_what_its_kind_says_and_no_more(site: Site, actor: Any) -> None:
    content = told(site, f"actors/{actor.id}")
    types = {Kind.PERSON: "Person", Kind.ORGANIZATION: "Organization", Kind.STATE: "Country"}
    assert content["@type"] == types.get(actor.kind, "Thing")
    assert content["@id"] == fact(site, f"actors/{actor.id}")
    assert ("jobTitle" in content) == (actor.kind is Kind.PERSON)


def test_a_date_is_an_event_where_it_is_sure(site: Site) -> None:
    day, span = told(site, "dates/2023-09-17"), told(site, "dates/span")
    assert (day["@type"], day["startDate"], day["endDate"]) == ("Event", "2023-09-17", "2023-09-17")
    assert (span["startDate"], span["endDate"]) == ("2023-09-19", "2023-09-20")
    assert not scripts(site, "dates/vague")


def test_a_source_is_an_article_with_its_own_address(site: Site) -> None:
    content = told(site, f"sources/{ID}")
    assert (content["@type"], content["url"]) == ("NewsArticle", "https://paper.example/?a=1&b=2")
    assert (content["author"]["name"], content["inLanguage"]) == ("A", "en")


def test_home_offers_the_data_and_every_offer_is_there(site: Site) -> None:
    content = told(site, "index")
    offers = {one["contentUrl"] for one in content["distribution"]}
    assert content["@type"] == "Dataset"
    assert len(offers) == 7
    assert all((site[0] / offer.removeprefix(site[1])).is_file() for offer in offers)


@pytest.mark.parametrize(
    ("path", "types"),
    [
        ("index", ["application/atom+xml", "text/calendar", "application/json"]),
        (f"actors/{ENVOY}", ["application/atom+xml"]),
        ("actors/russia", []),
        (f"sources/{ID}", ["application/ld+json"]),
        ("quotes/istanbul-talks-past-years", []),
    ],
)
def test_what_a_page_offers_as_data_is_there(site: Site, path: str, types: list[str]) -> None:
    links = [one for one in head(site, path).findall("link") if "alternate" in one.get("rel", "").split()]
    assert [one.get("type") for one in links] == types
    for link in links:
        target = urljoin(page(site, path)[1], link.get("href"))
        assert (site[0] / target.removeprefix(site[1])).is_file()


def test_no_word_of_a_source_ends_the_script(site: Site) -> None:
    for file in site[0].rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            assert "<" not in script
            assert script.isascii()
            json.loads(script)


def test_statuses_of_people_all_have_a_word() -> None:
    text = (PROJECT / "generator/factsheet/theme/partials/machine-readers.html").read_text(encoding="utf-8")
    (row,) = re.findall(r"set verdicts = \{(.*?)\}", text)
    assert set(re.findall(r'"(\w+)":', row)) == set(Status) - {Status.UNREVIEWED, Status.REJECTED}
