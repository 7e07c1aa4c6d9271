"""Web Annotations: the shape that W3C's model asks for, and selectors that select."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from pyld import jsonld

from facts_fixture import ID, TEXT, document, facts
from factsheet.exports import Place, render_exports
from factsheet.exports.web_annotations import CONTEXT
from factsheet.model import Facts, MentionType, Passage, Span
from random_facts import random_facts

PLACE = Place(url="https://facts.example/")
OA, AS = "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#"
# As much of http://www.w3.org/ns/anno.jsonld as our files need.
CONTEXT_OF_OURS = {
    "@context": {
        "id": {"@type": "@id", "@id": "@id"},
        "type": {"@type": "@id", "@id": "@type"},
        **{name: OA + name for name in ("Annotation", "TextQuoteSelector", "TextPositionSelector", "TextualBody")},
        **{name: OA + name for name in ("exact", "prefix", "suffix", "describing", "identifying")},
        **{name: {"@type": "@id", "@id": OA + long} for name, long in (("body", "hasBody"), ("target", "hasTarget"))},
        "source": {"@type": "@id", "@id": OA + "hasSource"},
        "selector": {"@type": "@id", "@id": OA + "hasSelector"},
        "motivation": {"@type": "@vocab", "@id": OA + "motivatedBy"},
        "purpose": {"@type": "@vocab", "@id": OA + "hasPurpose"},
        "start": {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": OA + "start"},
        "end": {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": OA + "end"},
        "startIndex": {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": AS + "startIndex"},
        "total": {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@id": AS + "totalItems"},
        **{
            name: AS + long
            for name, long in (("AnnotationCollection", "OrderedCollection"), ("Software", "Application"))
        },
        "AnnotationPage": AS + "OrderedCollectionPage",
        "first": {"@type": "@id", "@id": AS + "first"},
        "items": {"@type": "@id", "@id": AS + "items", "@container": "@list"},
        "generator": {"@type": "@id", "@id": AS + "generator"},
        "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
        "format": "http://purl.org/dc/elements/1.1/format",
        "label": "http://www.w3.org/2000/01/rdf-schema#label",
        "name": "http://xmlns.com/foaf/0.1/name",
    }
}


def load(url: str, _options: object) -> dict[str, Any]:
    """Hand out the one context that is asked for; nothing is fetched."""
    assert url == CONTEXT
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT_OF_OURS}


def files(facts: Facts, place: Place = PLACE) -> dict[str, Any]:
    made = (file for file in render_exports(facts, place) if file.path.endswith(".jsonld"))
    return {file.path: json.loads(file.text) for file in made}


def items(facts: Facts) -> list[dict[str, Any]]:
    return [item for file in files(facts).values() for item in file["first"]["items"]]


@given(made=random_facts())
@settings(deadline=None)
def test_every_fact_is_annotated_in_the_words_of_the_standard(made: Facts) -> None:
    for file in files(made).values():
        (collection,) = jsonld.expand(file, {"documentLoader": load, "base": "https://facts.example/x"})
        assert collection["@type"] == [AS + "OrderedCollection"]
        (page,) = collection[AS + "first"]
        annotations = page[AS + "items"][0]["@list"]
        assert collection[AS + "totalItems"][0]["@value"] == len(annotations)
        assert len({one["@id"] for one in annotations}) == len(annotations)
        for one in annotations:
            assert one["@type"] == [OA + "Annotation"]
            assert one[OA + "motivatedBy"][0]["@id"] in (OA + "describing", OA + "identifying")
            assert {name for target in one[OA + "hasTarget"] for name in target} == {
                OA + "hasSource",
                OA + "hasSelector",
            }
            assert one[OA + "hasBody"][0]["@type"] == [OA + "TextualBody"]


@given(made=random_facts())
@settings(deadline=None)
def test_positions_and_words_select_the_same(made: Facts) -> None:
    texts = {source.id: source.document.text for source in made.sources}
    for path, file in files(made).items():
        text = texts[path.rpartition("/")[2].removesuffix(".jsonld")]
        for item in file["first"]["items"]:
            quoted, placed = item["target"][-1]["selector"]
            start, end = placed["start"], placed["end"]
            assert text[start:end] == quoted["exact"]
            assert text[:start].endswith(quoted["prefix"])
            assert text[end:].startswith(quoted["suffix"])


@given(made=random_facts())
@settings(deadline=None)
def test_each_quote_date_and_name_is_annotated_once(made: Facts) -> None:
    named = [one for actor in made.actors for one in actor.mentions if one.type is not MentionType.PRONOUN]
    places = [one for date in made.dates for one in date.references]
    assert len(items(made)) == len(made.quotes) + len(places) + len(named)


def test_a_source_with_an_address_is_annotated_there_by_words_and_in_the_text_that_was_read_by_position() -> None:
    known = replace(document(), metadata=replace(document().metadata, url="https://paper.example/talks"))
    made = replace(facts(), sources=(replace(facts().sources[0], document=known),))
    for item in items(made):
        public, read = item["target"]
        assert public["source"] == "https://paper.example/talks"
        assert [one["type"] for one in public["selector"]] == ["TextQuoteSelector"]
        assert read["source"] == f"urn:sha256:{known.sha256}"
    assert {item["target"][0]["source"] for item in items(facts())} == {f"urn:sha256:{known.sha256}"}


def test_words_that_reach_beyond_their_passage_have_no_words_around_them() -> None:
    quote = facts().quotes[0]
    start, end = quote.words.span.start, quote.words.span.end
    passages = (Passage(ID, Span(start - 9, end + 9), "x" * 200), Passage(ID, Span(start + 9, end + 9), "x" * 200))
    made = replace(facts(), actors=(), dates=(), quotes=tuple(replace(quote, context=one) for one in passages))
    quoted = [item["target"][0]["selector"][0] for item in items(made)]
    assert [(one["prefix"], one["suffix"]) for one in quoted] == [("", "")] * 2


def test_an_annotation_leads_to_the_facts_page() -> None:
    (item,) = [one for one in items(facts()) if one["id"].endswith("#quote-istanbul-talks-past-years")]
    assert item["body"] == [
        {"type": "TextualBody", "value": "An EU official: “past years”", "purpose": "describing"},
        {"id": "https://facts.example/quotes/istanbul-talks-past-years/", "format": "text/html"},
    ]
    start = TEXT.index("past years,")
    assert item["target"][0]["selector"][1] == {"type": "TextPositionSelector", "start": start, "end": start + 11}


def test_an_actor_without_a_page_is_named_without_a_link() -> None:
    made = replace(facts(), actors=tuple(replace(one, paged=False) for one in facts().actors))
    bodies = [item["body"] for item in items(made) if "#actor-" in item["id"]]
    assert bodies
    assert all(len(body) == 1 for body in bodies)


def test_a_source_without_facts_has_a_file_too() -> None:
    made = files(Facts(sources=facts().sources))
    assert made[f"data/annotations/{ID}.jsonld"]["total"] == 0
