"""Atom: what RFC 4287 asks of a feed, and what a reader of feeds sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings

from facts_fixture import ACTORS, QUOTES, facts
from factsheet.exports import Place, render_exports
from factsheet.exports.atom import MOST
from factsheet.exports.plain import TURNS
from factsheet.model import Facts, Review, Status
from random_facts import random_facts

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLISHED = Place(name="Talks & facts", url="https://facts.example/talks")
ALL, OFFICIALS = "data/quotes.atom", "data/actors/an-eu-official.atom"


def feeds(facts: Facts, place: Place = PUBLISHED) -> dict[str, str]:
    return {file.path: file.text for file in render_exports(facts, place) if file.path.endswith(".atom")}


def published(date: str) -> Facts:
    made = facts()
    document = made.sources[0].document
    source = replace(made.sources[0], document=replace(document, metadata=replace(document.metadata, date=date)))
    return replace(made, sources=(source,))


def held_to_the_standard(text: str) -> ElementTree.Element:
    """RFC 4287, sections 4.1.1 and 4.1.2, as far as what we write can break it."""
    feed = ElementTree.fromstring(text.encode())
    assert not TURNS.search(text)
    assert feed.tag == f"{ATOM}feed"
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
        assert part.findtext(f"{ATOM}id", "").startswith(("https://", "urn:uuid:"))
        moment = part.findtext(f"{ATOM}updated", "")
        assert datetime.fromisoformat(moment).tzinfo is not None
        alternates = [link for link in part.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [one.text for one in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    moments = [entry.findtext(f"{ATOM}updated", "") for entry in feed.findall(f"{ATOM}entry")]
    assert moments == sorted(moments, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == max(moments, default="1970-01-01T00:00:00Z")
    return feed


@pytest.mark.parametrize("place", [Place(), PUBLISHED, replace(PUBLISHED, directories=False)])
@given(made=random_facts())
@settings(deadline=None)
def test_every_feed_is_atom_whatever_the_words(place: Place, made: Facts) -> None:
    for text in feeds(made, place).values():
        held_to_the_standard(text)
        parsed = feedparser.parse(text.encode())
        assert not parsed.bozo
        assert all(entry.link.startswith(("https://", "..", "data/")) for entry in parsed.entries)


def test_there_is_a_feed_of_all_and_one_of_each_actor_with_a_page_who_is_quoted() -> None:
    made = replace(facts(), actors=tuple(replace(one, paged=one.id != "politico") for one in ACTORS))
    assert sorted(feeds(made)) == ["data/actors/a-senior-diplomat.atom", OFFICIALS, ALL]
    assert len(feedparser.parse(feeds(made)[ALL]).entries) == len(QUOTES)
    first, second = feedparser.parse(feeds(made)[OFFICIALS]).entries
    assert first.title.startswith("An EU official: “we believe it is important to maintain channels")
    assert first.title.endswith("relevant interlocutors to…”")
    assert second.title == "An EU official: “past years”"


def test_a_reader_sees_who_said_it_and_how_to_cite_it() -> None:
    parsed = feedparser.parse(feeds(facts())[OFFICIALS])
    (entry,) = [one for one in parsed.entries if "past-years" in one.id]
    assert parsed.feed.title == "An EU official · Talks & facts"
    assert entry.id == entry.link == "https://facts.example/talks/quotes/istanbul-talks-past-years/"
    assert entry.published == entry.updated == "2023-10-04T00:00:00Z"
    assert entry.content[0].value == (
        "An EU official: “past years”. In: Secret Istanbul talks before the attack on Artsakh, 4 October 2023, "
        "paragraph 5."
    )


def test_reported_speech_stands_in_no_quotation_marks() -> None:
    entries = feedparser.parse(feeds(facts())[ALL]).entries
    (entry,) = [one for one in entries if "secret-talks" in one.id]
    assert not set('“”"') & set(entry.title)
    assert ", as reported: the secret talks" in entry.content[0].value


@pytest.mark.parametrize(
    ("date", "updated"),
    [
        ("2023-10-04", "2023-10-04T00:00:00Z"),
        ("2023-10", "2023-10-01T00:00:00Z"),
        ("", "1970-01-01T00:00:00Z"),
        ("XXXX-10-04", "1970-01-01T00:00:00Z"),
    ],
)
def test_moments_are_the_sources_days_and_never_the_clocks(date: str, updated: str) -> None:
    parsed = feedparser.parse(feeds(published(date))[ALL])
    assert {parsed.feed.updated, *(entry.updated for entry in parsed.entries)} == {updated}
    assert all(("published" in entry) == (updated > "1971") for entry in parsed.entries)


def test_a_review_is_news_and_a_retraction_is_seen() -> None:
    review = Review(status=Status.RETRACTED, by="M. Lund", on="2024-02-01")
    made = replace(facts(), quotes=(*QUOTES[:3], replace(QUOTES[3], review=review), *QUOTES[4:]))
    first = feedparser.parse(feeds(made)[ALL]).entries[0]
    assert first.updated == "2024-02-01T00:00:00Z"
    assert first.title.startswith("[retracted] ")


def test_letters_stay_as_the_source_composes_them() -> None:
    words = replace(QUOTES[4].words, text="e\u0301 and é")
    made = replace(facts(), quotes=(replace(QUOTES[4], words=words, pieces=(words,)),))
    assert "“e\u0301 and é”" in feedparser.parse(feeds(made)[ALL]).entries[0].title


def test_a_feed_is_bounded_and_shows_the_newest() -> None:
    made = published("2023-10-04")
    old, source = made.sources[0], replace(made.sources[0].document, id="newer")
    newer = replace(old, document=replace(source, metadata=replace(source.metadata, date="2024-01-01")))
    words = replace(QUOTES[0].words, source="newer")
    many = tuple(replace(QUOTES[0], id=f"quote-{number:04}") for number in range(MOST + 5))
    late = replace(QUOTES[0], id="zz-late", words=words)
    made = replace(made, sources=(old, newer), quotes=(*many, late))
    entries = feedparser.parse(feeds(made)[ALL]).entries
    assert len(entries) == MOST
    assert "zz-late" in entries[0].id


def test_without_an_address_of_the_site_links_lead_from_the_feed_to_the_page() -> None:
    place = Place(moved={"quotes/istanbul-talks-past-years.md": "quotes/moved here.md"})
    parsed = ElementTree.fromstring(feeds(facts(), place)[OFFICIALS].encode())
    links = [link.get("href", "") for link in parsed.iter(f"{ATOM}link") if link.get("rel") == "alternate"]
    assert [urljoin("http://x/sub/" + OFFICIALS, link) for link in links] == [
        "http://x/sub/actors/an-eu-official/",
        "http://x/sub/quotes/istanbul-talks-channels/",
        "http://x/sub/quotes/moved%20here/",
    ]


def test_ids_stay_when_facts_are_added() -> None:
    before, behind = (
        {entry.id for entry in feedparser.parse(feeds(made, Place())[ALL]).entries}
        for made in (replace(facts(), quotes=QUOTES[2:]), facts())
    )
    assert before < behind
