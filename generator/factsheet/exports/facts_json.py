"""The exports' room: all facts in one JSON file, and the schema that it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec

from factsheet.exports.site import Place
from factsheet.model import (
    Actor,
    Date,
    DateReference,
    Export,
    Facts,
    Metadata,
    Oddity,
    Quote,
    Review,
    Source,
    Suggestion,
)

SCHEMA = 1  # raised when a key changes its meaning or goes; a new key leaves it
PATH = "data/facts.json"
SCHEMA_PATH = "data/facts.schema.json"
# What a key means wherever it stands; the schema says it to those who cannot read the records.
MEANINGS: Mapping[str, str] = {
    "start": "Where the words begin: code points into the source's text, 0-based.",
    "end": "Where the words end: code points into the source's text, exclusive.",
    "value": "EDTF (ISO 8601-2), empty where the text leaves the date open.",
    "said_on": "EDTF, empty where the text does not say when the words were said.",
    "date": "The day of publication, EDTF; empty where it is not known.",
    "pieces": "The speaker's own words; several where the reporter's stand between them.",
    "context": "The sentences in which the words stand.",
    "confidence": "From 0 to 1: the share of such cases that were right on annotated articles.",
    "sha256": "Of the source's text in UTF-8; empty where something in it is redacted.",
    "status": "How far people have reviewed the fact.",
    "form": "Direct and mixed: the speaker's words. Indirect: the source's words for what was said.",
    "unread": "Whether nothing was looked for in the text, since its language is not read here.",
    "origin": "The id of the source whose story this one tells again; empty where it tells its own.",
    "again": "Whether the sentence is one of another source's story, and is counted there.",
    "republished": "The quote as the other sources of the same story have it, the earliest first.",
    "found_by": "The extractor of another package that found it; empty for what Factsheet found itself.",
    "paged": "Whether the actor has a page of its own on the site.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedSource:
    """What is known about a source, without its text, which stays in the seed that `path` and `sha256` name."""

    id: str
    path: str
    sha256: str
    title: str
    metadata: Metadata
    tags: tuple[str, ...]
    review: Review
    unresolved: tuple[DateReference, ...]  # dates that the text leaves open
    oddities: tuple[Oddity, ...]
    unread: bool
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A fact that is told as another."""

    type: str
    id: str
    target: str


class FactsFile(msgspec.Struct, frozen=True, kw_only=True):
    """All facts of a site: each list sorted by id, suggestions the surest first."""

    schema: Annotated[Literal[1], msgspec.Meta(description="Raised when a key changes its meaning or goes.")]
    schema_address: Annotated[str, msgspec.Meta(description="Where the schema stands.")] = msgspec.field(name="$schema")
    sources: tuple[DescribedSource, ...]
    actors: tuple[Actor, ...]
    quotes: tuple[Quote, ...]
    dates: tuple[Date, ...]
    suggestions: tuple[Suggestion, ...]
    forwards: tuple[Forwarded, ...]


def facts_json(facts: Facts) -> Export:
    """Render all facts as data/facts.json, keys sorted, spans as {"start", "end"} in code points.

    A source is described, not republished: its text stays in the seed, to which `path` and `sha256` point.
    """
    lists: Mapping[str, Iterable[object]] = {
        "sources": facts.sources,
        "actors": facts.actors,
        "quotes": facts.quotes,
        "dates": facts.dates,
        "suggestions": facts.suggestions,
        "forwards": [Forwarded(type=one.type, id=one.id, target=one.target) for one in facts.forwards if one.target],
    }
    plain = {"$schema": SCHEMA_PATH.rpartition("/")[2], "schema": SCHEMA}
    return Export(path=PATH, pieces=lambda: _object({**lists, **plain}))


def facts_schema(place: Place) -> Export:
    """Render the JSON Schema (draft 2020-12) of data/facts.json, derived from the records themselves."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": place.name_of(SCHEMA_PATH),
        "title": f"Facts of a Factsheet site, version {SCHEMA}",
        **_explained(msgspec.json.schema(FactsFile)),
    }
    return Export(path=SCHEMA_PATH, pieces=lambda: iter((_indented(schema) + "\n",)))


def _describe(source: Source) -> DescribedSource:
    """Return what is known about a source, without its text."""
    document = source.document
    return DescribedSource(
        id=document.id,
        path=document.path,
        sha256=document.sha256,
        title=source.title,
        metadata=document.metadata,
        tags=source.tags,
        review=source.review,
        unresolved=source.unresolved,
        oddities=source.oddities,
        unread=source.unread,
        origin=source.origin,
    )


def _object(members: Mapping[str, Any]) -> Iterator[str]:
    """Yield a JSON object, its keys sorted and each item of its lists by itself."""
    before = "{\n"
    for key in sorted(members):
        yield f"{before}  {_indented(key)}: "
        value = members[key]
        yield from (_indented(value),) if isinstance(value, (str, int)) else _list(value)
        before = ",\n"
    yield "\n}\n"


def _list(items: Iterable[object]) -> Iterator[str]:
    """Yield a list that stands in an object."""
    before = "[\n"
    for item in items:
        record = _describe(item) if isinstance(item, Source) else item
        yield f"{before}    " + _indented(record).replace("\n", "\n    ")
        before = ",\n"
    yield "[]" if before == "[\n" else "\n  ]"


def _indented(value: object) -> str:
    """Write a value as JSON over several lines, keys sorted."""
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2).decode()


def _explained(schema: Any) -> Any:
    """Say in a schema what its keys mean, and that none of them is ever left out of the file."""
    if isinstance(schema, list):
        return [_explained(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _explained(value) for key, value in schema.items() if key != "default"}
    if "properties" in schema:
        made["properties"] = {
            key: {**value, "description": MEANINGS[key]} if key in MEANINGS else value
            for key, value in made["properties"].items()
        }
        made["required"] = sorted(made["properties"])
    return made
