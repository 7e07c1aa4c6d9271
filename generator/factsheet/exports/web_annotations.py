"""The exports' room: where facts stand in their sources, as W3C Web Annotations, a file a source.

Each annotation points into the text that Factsheet read, named by its sha256, by position and by words; positions are
code points, as the standard counts. Where the source has an address, it points there too, by words alone: on a web page
the same words stand at other positions. Words around the words come from the passage of the fact and from no further.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import msgspec

from factsheet.citation import web_address
from factsheet.exports.site import Edition
from factsheet.model import (
    Actor,
    ActorReference,
    Date,
    DateReference,
    Export,
    Facts,
    MentionType,
    Passage,
    Quote,
    Source,
)

FOLDER = "data/annotations/"
AROUND = 32  # characters before and behind the words, by which they are found where they stand more than once
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MARK = '"generator":{"name":"Factsheet","type":"Software"}'  # by which a file of ours is known again

Record = Mapping[str, object]
Annotated = Quote | tuple[Actor | Date, ActorReference | DateReference]  # a fact and, of several, its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words of a source that are a fact."""

    name: str  # among the annotations of its source
    words: Passage
    context: Passage
    motivation: str
    value: str  # what they are, as text
    page: str = ""  # of the fact, below docs/; empty where it has none


def source_annotations(edition: Edition) -> Iterator[Export]:
    """Yield data/annotations/<id>.jsonld for each source: its quotes, its dates and whom it names, in its order.

    Pronouns are left out: by their words nothing is found.
    """
    found = defaultdict[str, list[Annotated]](list)
    for source, one in _annotated(edition.facts):
        found[source].append(one)
    for known in edition.facts.sources:
        path = f"{FOLDER}{known.id}.jsonld"
        pieces = partial(_collection, edition, known, path, found.get(known.id, ()))
        yield Export(path=path, pieces=pieces, page=f"sources/{known.id}.md")


def _annotated(facts: Facts) -> Iterator[tuple[str, Annotated]]:
    """Yield the sources with what is annotated in them."""
    yield from ((one.source, one) for quote in facts.quotes for one in quote.places)
    yield from ((one.words.source, (date, one)) for date in facts.dates for one in date.references)
    for actor in facts.actors:
        yield from ((one.words.source, (actor, one)) for one in actor.mentions if one.type is not MentionType.PRONOUN)


def _mark(edition: Edition, annotated: Annotated) -> Mark:
    """Make the mark of a fact."""
    if isinstance(annotated, Quote):
        return _of_quote(edition, annotated)
    fact, place = annotated
    return _of_actor(fact, place) if isinstance(fact, Actor) else _of_date(fact, place)


def _of_quote(edition: Edition, quote: Quote) -> Mark:
    """Annotate words that somebody said."""
    return Mark(
        name=f"quote-{quote.id}",
        words=quote.words,
        context=quote.context,
        motivation="describing",
        value=edition.title(quote),
        page=f"quotes/{quote.id}.md",
    )


def _of_date(date: Date, reference: ActorReference | DateReference) -> Mark:
    """Annotate words that name a date."""
    return Mark(
        name=f"date-{date.id}-{reference.words.span.start}",
        words=reference.words,
        context=reference.context,
        motivation="identifying",
        value=date.value,
        page=f"dates/{date.id}.md",
    )


def _of_actor(actor: Actor, mention: ActorReference | DateReference) -> Mark:
    """Annotate words that name an actor."""
    return Mark(
        name=f"actor-{actor.id}-{mention.words.span.start}",
        words=mention.words,
        context=mention.context,
        motivation="identifying",
        value=actor.name,
        page=f"actors/{actor.id}.md" if actor.paged else "",
    )


def _collection(edition: Edition, source: Source, path: str, annotated: Sequence[Annotated]) -> Iterator[str]:
    """Yield an AnnotationCollection with all its annotations in its first page, each on a line."""
    marks = sorted((_mark(edition, one) for one in annotated), key=lambda mark: (mark.words.span, mark.name))
    name = edition.place.name_of(path)
    head = {"@context": CONTEXT, "id": name, "type": "AnnotationCollection", "label": source.title, "total": len(marks)}
    yield f"{_json(head)[:-1]},{MARK},\n"
    yield f'"first":{{"id":{_json(f"{name}#page")},"type":"AnnotationPage","startIndex":0,"items":['
    for number, mark in enumerate(marks):
        yield (",\n" if number else "\n") + _json(_annotation(edition, source, path, name, mark))
    yield "\n]}}\n"


def _annotation(edition: Edition, source: Source, path: str, name: str, mark: Mark) -> Record:
    """Return an annotation."""
    body: list[Record] = [{"type": "TextualBody", "value": mark.value, "purpose": mark.motivation}]
    if mark.page:
        body.append({"id": edition.place.page(mark.page, path), "format": "text/html"})
    return {
        "id": f"{name}#{mark.name}",
        "type": "Annotation",
        "motivation": mark.motivation,
        "body": body,
        "target": _targets(source, mark),
    }


def _targets(source: Source, mark: Mark) -> list[Record]:
    """Point at words where the public finds them, if that is known, and in the text that was read."""
    before, behind = _around(mark.words, mark.context)
    quoted = {"type": "TextQuoteSelector", "exact": mark.words.text, "prefix": before, "suffix": behind}
    span = mark.words.span
    placed = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    document = source.document
    text = f"urn:sha256:{document.sha256}" if document.sha256 else document.path  # without digest: partly redacted
    read: Record = {"source": text, "selector": [quoted, placed]}
    address = web_address(document.metadata.url)
    return [{"source": address, "selector": [quoted]}, read] if address else [read]


def _around(words: Passage, context: Passage) -> tuple[str, str]:
    """Return the text before and behind some words, as far as their passage reaches."""
    start, end = words.span.start - context.span.start, words.span.end - context.span.start
    if start < 0 or context.text[start:end] != words.text:
        return "", ""
    return context.text[max(0, start - AROUND) : start], context.text[end : end + AROUND]


def _json(value: object) -> str:
    """Write a value as JSON in a line."""
    return msgspec.json.encode(value).decode()
