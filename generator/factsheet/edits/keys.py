"""What people may write into the front matter of a page, key by key, and what is wrong with a value; pure.

docs/about/front-matter.md tells what each key does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from urllib.parse import urlsplit

from factsheet.edtf_values import is_edtf
from factsheet.model import Form, Kind, Publish, Status

ITEM = re.compile(r"(?:data-at=)?(?P<what>.*?)(?:\s*(?:->|→)\s*(?P<actor>\S+))?\s*", re.DOTALL)  # of `not_here`
NEAREST = 2  # ids that are offered where an unknown one stands


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a key."""

    message: str  # what was found, what was expected, what to do
    code: str
    error: bool = True


Check = Callable[[str, object], Fault | None]  # asked with the key and a value that is not empty


def _text(key: str, value: object) -> Fault | None:
    """Want one value."""
    return (
        None if isinstance(value, str) else Fault(f"{key}: expected one value on the line of the key", "front-matter")
    )


def _list(key: str, value: object) -> Fault | None:
    """Want a list of values."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return None
    return Fault(f"{key}: expected a list, one `- item` a line", "front-matter")


def _choice(values: type[StrEnum]) -> Check:
    """Make the check of a key that takes one of a few words."""

    def check(key: str, value: object) -> Fault | None:
        """Want one of these words."""
        if value in tuple(values):
            return None
        near = _nearest(str(value), values, 1)
        return Fault(f"{key}: found {value!r}, expected one of {', '.join(values)}{near}", "front-matter")

    return check


def _date(key: str, value: object) -> Fault | None:
    """Want a date."""
    if isinstance(value, str) and is_edtf(value):
        return None
    return Fault(f"{key}: {value!r} is no date; write it as 2023-09-17, 2023-09 or other EDTF", "edtf")


def _addresses(key: str, value: object) -> Fault | None:
    """Want a list of web addresses."""
    bad = next((one for one in value if not _is_address(one)), None) if isinstance(value, list) else None
    message = f"{key}: {bad!r} is no web address; write it whole, beginning with https:// or http://"
    return _list(key, value) or (Fault(message, "front-matter") if bad is not None else None)


def _is_address(text: str) -> bool:
    """Tell whether a text is an address of the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", text)


REVIEWING: Mapping[str, Check] = {
    "status": _choice(Status),
    "reviewed_by": _text,
    "reviewed_on": _date,
    "note": _text,
    "tags": _list,
}
# By the type of the page.
PEOPLE: Mapping[str, Mapping[str, Check]] = {
    "actor": {
        "title": _text,
        "kind": _choice(Kind),
        "aliases": _list,
        "roles": _list,
        "affiliation": _list,
        "same_as": _addresses,
        "merge_into": _text,
        "not_same_as": _list,
        "not_here": _list,
        **REVIEWING,
    },
    "quote": {
        "title": _text,
        "speaker": _text,
        "addressee": _text,
        "form": _choice(Form),
        "said_on": _date,
        **REVIEWING,
    },
    "date": {"title": _text, "value": _date, **REVIEWING},
    "source": {
        "title": _text,
        "date": _date,
        "publisher": _text,
        "author": _text,
        "url": _text,
        "license": _text,
        "language": _text,
        "republishes": _text,
        "publish": _choice(Publish),
        **REVIEWING,
    },
}
IDENTITY = ("id", "type")
TOLD_AS = "told_as"  # on a page that leads elsewhere: where the key in UNITING made it lead
UNITING: Mapping[str, str] = {"actor": "merge_into", "date": "value"}
MACHINE: Mapping[str, tuple[str, ...]] = {
    "actor": (*IDENTITY, "possibly_same_as", TOLD_AS, "feed", "found_by"),
    "quote": (
        *(*IDENTITY, "source", "start", "end", "cue", "speaker_words", "words", "speaker_name", "speaker_kind"),
        *("source_title", "source_url", "publisher", "published", "cite", "language", "found_by", TOLD_AS),
    ),
    "date": (*IDENTITY, TOLD_AS, "found_by"),
    "source": (*IDENTITY, "sha256"),
}
# Keys of the pages on which people add facts; what they say is read before any decision.
ADDING = ("source", "words", "start", "end", "paragraph", "places", "origin")
# Keys that MkDocs and Material read themselves.
SITE = ("description", "hide", "icon", "search", "subtitle", "template")


def fault_of(type_: str, key: str, value: object) -> Fault | None:
    """Say what is wrong with a key.

    Args:
        type_: of the page: actor, quote, date or source.
        key: as it stands in the front matter.
        value: a string or whatever YAML made of it; an empty one is as good as none, and right for every key.

    Returns:
        The fault; None where there is none. A key of the machine's is right as far as can be seen here.
    """
    known = PEOPLE[type_]
    if key in known:
        return known[key](key, value) if value else None
    if key in MACHINE[type_] or key in SITE or (key in ADDING and type_ != "source"):
        return None
    near = get_close_matches(key, [*known, *MACHINE[type_], *SITE], n=1)
    hint = f"; did you mean {near[0]!r}?" if near else "; it has no effect"
    return Fault(f"unknown key {key!r}{hint}", "unknown-key", error=False)


def review_faults(values: Mapping[str, object]) -> Iterator[Fault]:
    """Yield that the reviewer's name or day is missing where a status asks for it."""
    status = values.get("status") or Status.UNREVIEWED
    if status != Status.UNREVIEWED and status in tuple(Status):
        for key in ("reviewed_by", "reviewed_on"):
            if not values.get(key):
                yield Fault(f"status {status!r} asks for {key!r}; add it", "review")


def actors_named(key: str, value: object) -> tuple[str, ...]:
    """Return the ids by which a key names actors who have to exist."""
    if isinstance(value, str):
        return (value,) if value and key in ("speaker", "addressee", "merge_into") else ()
    items = [item for item in value if isinstance(item, str)] if isinstance(value, (list, tuple)) else []
    if key == "not_here":
        return tuple(actor for item in items if (actor := not_here(item)[1]))
    return tuple(items) if key == "affiliation" else ()


def not_here(item: str) -> tuple[str, str]:
    """Take an item of `not_here` apart: the words or place, and the id behind an arrow, empty where there is none."""
    found = ITEM.fullmatch(item.strip())
    return (found["what"].strip(), found["actor"] or "") if found else (item, "")


def unknown_actor(key: str, name: str, known: Iterable[str]) -> Fault:
    """Say that a key names an actor who does not exist."""
    near = _nearest(name, known, NEAREST)
    return Fault(f"{key}: {name!r} is no actor's id{near}; name a page of actors/ without .md", "unknown-actor")


def unknown_source(key: str, name: str, known: Iterable[str]) -> Fault:
    """Say that a key names a source that does not exist."""
    near = _nearest(name, known, NEAREST)
    return Fault(f"{key}: {name!r} is no source's id{near}; name a page of sources/ without .md", "unknown-source")


def _nearest(word: str, known: Iterable[str], count: int) -> str:
    """Offer the words that look most like another, for an error message; empty where none does."""
    near = get_close_matches(word, sorted(map(str, known)), n=count)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
