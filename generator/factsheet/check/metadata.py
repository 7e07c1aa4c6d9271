"""Front matter: known keys with valid values, reviewers named, ids unique, sources unchanged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from factsheet.added import adds
from factsheet.check.quotations import Library
from factsheet.edits.keys import PEOPLE, Fault, actors_named, fault_of, review_faults, unknown_actor
from factsheet.front_matter import FrontMatter
from factsheet.model import Finding


def check_metadata(front: FrontMatter, actors: Collection[str], library: Library, path: str) -> Iterator[Finding]:
    """Check the front matter of a page that the machine makes; a person's own page is free.

    Args:
        front: its front matter.
        actors: the ids of all actors.
        library: the sources.
        path: the page's name in findings.

    Yields:
        What is wrong, each on the line of its key.
    """
    type_ = str(front.values.get("type", ""))
    if type_ not in PEOPLE:
        return
    for key, fault in (
        *_keys(front, type_, actors),
        *(("status", fault) for fault in review_faults(front.values)),
        *(_source(front, library) if type_ == "source" else ()),
    ):
        line = front.lines.get(key, 1)
        yield Finding(path=path, line=line, message=fault.message, code=fault.code, error=fault.error)


def check_unique_ids(fronts: Mapping[str, FrontMatter], folder: str) -> Iterator[Finding]:
    """Yield the pages that share type and id with another."""
    places: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for path, front in fronts.items():
        if front.values.get("type") in PEOPLE and "id" in front.values:
            places[str(front.values["type"]), str(front.values["id"])].append(path)
    for (type_, name), paths in places.items():
        for path in paths[1:]:
            message = (
                f"has the same id as {folder}/{paths[0]}, {type_} {name!r}; remove the copy, or give it another id"
            )
            yield Finding(path=f"{folder}/{path}", line=fronts[path].lines["id"], message=message, code="duplicate-id")


def _keys(front: FrontMatter, type_: str, actors: Collection[str]) -> Iterator[tuple[str, Fault]]:
    """Yield unknown keys, values that are not what their key asks for, and the id where it is missing."""
    for key, value in front.values.items():
        if fault := fault_of(type_, key, value):
            yield key, fault
        for name in actors_named(key, value):
            if name not in actors and not adds(front.values):
                yield key, unknown_actor(key, name, actors)
    if not front.values.get("id") and not adds(front.values):
        message = "the key 'id' is missing, by which the page is found again; put it back"
        yield "type", Fault(message, "front-matter")


def _source(front: FrontMatter, library: Library) -> Iterator[tuple[str, Fault]]:
    """Yield that a source has changed since its page was written, or cannot be read."""
    document = library.documents.get(str(front.values.get("id", "")))
    if document is None:
        message = "this source is missing or cannot be read, so nothing that rests on it is proven; put it back"
        yield "id", Fault(message, "source-unreadable")
    elif (front.values.get("sha256") or "") != document.sha256:
        message = "the source has changed since this page was written; run `factsheet generate`"
        yield ("sha256" if "sha256" in front.lines else "id"), Fault(message, "source-changed")
