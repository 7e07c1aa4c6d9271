"""The exports' room: all facts in one JSON file."""

from __future__ import annotations

import msgspec

from factsheet.model import Facts, Page, Source

SCHEMA = 1  # raised when a key changes its meaning or goes; a new key leaves it


def facts_json(facts: Facts) -> Page:
    """Render all facts as data/facts.json, keys sorted, spans as {"start", "end"} in code points.

    A source is described, not republished: its text stays in the seed, to which `path` and `sha256` point.
    """
    content = {
        "schema": SCHEMA,
        "sources": [_describe(source) for source in facts.sources],
        "actors": facts.actors,
        "quotes": facts.quotes,
        "dates": facts.dates,
        "suggestions": facts.suggestions,
        "forwards": [{"type": one.type, "id": one.id, "target": one.target} for one in facts.forwards if one.target],
    }
    encoded = msgspec.json.encode(content, order="sorted")
    return Page(path="data/facts.json", text=msgspec.json.format(encoded, indent=2).decode() + "\n")


def _describe(source: Source) -> dict[str, object]:
    """Return what is known about a source, without its text."""
    document = source.document
    return {
        "id": document.id,
        "path": document.path,
        "sha256": document.sha256,
        "title": source.title,
        "metadata": document.metadata,
        "unresolved": source.unresolved,
        "oddities": source.oddities,
        "tags": source.tags,
        "review": source.review,
    }
