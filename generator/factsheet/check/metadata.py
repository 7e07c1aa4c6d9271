"""Front matter: known keys with valid values, reviewers named, ids unique, sources unchanged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from factsheet.check.quotations import Library
from factsheet.front_matter import FrontMatter
from factsheet.model import Finding, Form, Kind, Publish, Status
from factsheet.resolve.dates import is_edtf

COMMON = ("id", "type", "title", "status", "reviewed_by", "reviewed_on", "note", "tags")
# Keys that MkDocs and Material read themselves.
SITE = ("description", "hide", "icon", "search", "subtitle", "template")
KEYS: Mapping[str, tuple[str, ...]] = {
    "actor": ("kind", "aliases", "roles", "affiliation", "same_as", "merge_into", "not_same_as", "possibly_same_as"),
    "quote": ("speaker", "addressee", "form", "said_on", "source", "start", "end", "cue", "speaker_words"),
    "date": ("value",),
    "source": ("date", "publisher", "author", "url", "license", "publish", "sha256", "language"),
}
LISTS = ("aliases", "roles", "affiliation", "same_as", "not_same_as", "possibly_same_as", "tags")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "kind": tuple(Kind),
    "form": tuple(Form),
    "publish": tuple(Publish),
}
DATES = ("said_on", "value", "date", "reviewed_on")
ACTORS = ("speaker", "addressee", "merge_into")


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
    if type_ not in KEYS:
        return
    for key, message, code, error in (
        *_keys(front, KEYS[type_]),
        *_values(front, actors),
        *_review(front),
        *(_source(front, library) if type_ == "source" else ()),
    ):
        yield Finding(path=path, line=front.lines.get(key, 1), message=message, code=code, error=error)


def check_unique_ids(fronts: Mapping[str, FrontMatter], folder: str) -> Iterator[Finding]:
    """Yield the pages that share type and id with another."""
    places: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for path, front in fronts.items():
        if front.values.get("type") in KEYS and "id" in front.values:
            places[str(front.values["type"]), str(front.values["id"])].append(path)
    for (type_, name), paths in places.items():
        for path in paths[1:]:
            message = (
                f"has the same id as {folder}/{paths[0]}, {type_} {name!r}; remove the copy, or give it another id"
            )
            yield Finding(path=f"{folder}/{path}", line=fronts[path].lines["id"], message=message, code="duplicate-id")


Problem = tuple[str, str, str, bool]  # key, message, code, whether it is an error


def _keys(front: FrontMatter, own: tuple[str, ...]) -> Iterator[Problem]:
    """Yield unknown keys, as warnings, and the id where it is missing."""
    known = (*COMMON, *own, *SITE)
    for key in front.values:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "; it has no effect"
            yield key, f"unknown key {key!r}{hint}", "unknown-key", False
    if not front.values.get("id"):
        yield "type", "the key 'id' is missing, by which the page is found again; put it back", "front-matter", True


def _values(front: FrontMatter, actors: Collection[str]) -> Iterator[Problem]:
    """Yield values that are not what their key asks for."""
    for key, value in front.values.items():
        if key in LISTS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                yield key, f"{key}: expected a list, one `- item` a line", "front-matter", True
        elif key in CHOICES and value not in CHOICES[key]:
            yield key, f"{key}: found {value!r}, expected one of {', '.join(CHOICES[key])}", "front-matter", True
        elif key in DATES and value and not (isinstance(value, str) and is_edtf(value)):
            yield key, f"{key}: {value!r} is no date; write it as 2023-09-17, 2023-09 or other EDTF", "edtf", True
        elif key in ACTORS and value and value not in actors:
            yield key, f"{key}: {value!r} is no actor's id; name a page of actors/ without .md", "unknown-actor", True


def _review(front: FrontMatter) -> Iterator[Problem]:
    """Yield the reviewer's name and day where a status asks for them."""
    status = front.values.get("status", Status.UNREVIEWED)
    if status == Status.UNREVIEWED or status not in tuple(Status):
        return
    for key in ("reviewed_by", "reviewed_on"):
        if not front.values.get(key):
            yield "status", f"status {status!r} asks for {key!r}; add it", "review", True


def _source(front: FrontMatter, library: Library) -> Iterator[Problem]:
    """Yield that a source has changed since its page was written, or cannot be read."""
    document = library.documents.get(str(front.values.get("id", "")))
    if document is None:
        message = "this source is missing or cannot be read, so nothing that rests on it is proven; put it back"
        yield "id", message, "source-unreadable", True
    elif front.values.get("sha256") != document.sha256:
        message = "the source has changed since this page was written; run `factsheet generate`"
        yield ("sha256" if "sha256" in front.lines else "id"), message, "source-changed", True
