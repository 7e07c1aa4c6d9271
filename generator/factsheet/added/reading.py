"""What people wrote on pages of their own, read as facts that the machine missed; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from factsheet.edtf_values import is_edtf
from factsheet.front_matter import FrontMatterError, parse_front_matter, written_values
from factsheet.model import Finding, Form, Kind

TYPES = ("actor", "quote", "date")
NEEDED: Mapping[str, tuple[str, ...]] = {"actor": ("title", "kind"), "quote": (), "date": ("value",)}
# Keys that make a fact what it is; on a page that a person added they are no corrections of what the machine says.
OWN: Mapping[str, tuple[str, ...]] = {
    "actor": ("title", "kind"),
    "quote": ("speaker", "addressee", "form", "said_on", "cue"),
    "date": ("value",),
}
PLACING = ("source", "words", "start", "end", "paragraph", "places")
MARK = "origin"  # the key that the generator sets on the page of an added fact, so that it is known again
ADDED = "added by hand"  # its value
NUMBER = re.compile(r"\d+")
CHOICES: Mapping[str, tuple[str, ...]] = {"kind": tuple(Kind), "form": tuple(Form)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A page that people wrote or changed."""

    path: str  # where its base stands; of a new page its place
    place: str  # where it stands, below docs/
    base: str = ""  # as the machine last wrote it; empty for a new page
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words as a person copied them, and where to look for them."""

    source: str  # a document's id
    words: str
    start: int | None = None  # about where, in code points; to choose among several places
    paragraph: int | None = None  # 1-based
    line: int = 1  # of the page, where the words stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A fact that a person added."""

    path: str  # of its page, by which the store knows it
    place: str  # where the page stands, below docs/
    type: str  # actor, quote or date
    id: str = ""  # that the page bears since an earlier run
    places: tuple[Place, ...] = ()  # none: an actor whom no source needs to name
    values: Mapping[str, str] = field(default_factory=dict)  # what else the page says of the fact, by key
    lines: Mapping[str, int] = field(default_factory=dict)  # where each key stands


Problem = tuple[str, str]  # key, message


def read_added(page: Written, folder: str) -> tuple[Added | None, tuple[Finding, ...]]:
    """Read the fact that a person added on a page.

    Args:
        page: the page.
        folder: the name of docs/ in findings.

    Returns:
        The fact, or None where the page is something else or lacks what a fact needs; and what is wrong with it.
    """
    try:
        front = parse_front_matter(page.text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except FrontMatterError:
        return None, ()  # merging tells of an edited page, `check` of any
    if not adds(front.values):
        return None, ()
    type_ = str(front.values["type"])
    problems = [*_missing(type_, front.values), *_wrong(type_, front.values)]
    found = tuple(
        Finding(path=f"{folder}/{page.place}", line=front.lines.get(key, 1), message=message, code="added-fact")
        for key, message in problems
    )
    if any(key in (*NEEDED[type_], *PLACING, "type") for key, _ in problems):
        return None, found
    machine, wrong = written_values(page.base), {key for key, _ in problems}
    written = (key for key in OWN[type_] if key in NEEDED[type_] or front.values.get(key) != machine.get(key))
    own = [key for key in written if front.values.get(key) and key not in wrong]
    return (
        Added(
            path=page.path,
            place=page.place,
            type=type_,
            id=str(machine.get("id", "")),
            places=tuple(_places(front.values, front.lines)),
            values={key: str(front.values[key]) for key in own},
            lines=front.lines,
        ),
        found,
    )


def adds(values: Mapping[str, object]) -> bool:
    """Tell whether a page adds a fact: a new one, without an id, or one that an earlier run marked.

    A page that has lost its base and its id is told from a new one by what the machine writes: an end, a status.

    Args:
        values: its front matter.
    """
    if values.get("type") not in TYPES:
        return False
    new = "words" in values or "places" in values or "status" not in values
    return MARK in values or (new and "id" not in values and "end" not in values)


def _missing(type_: str, values: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what a fact of this type cannot do without."""
    for key in NEEDED[type_]:
        if not values.get(key):
            yield "type", f"adds a fact of type {type_!r} without the key {key!r}; add it"
    words = values.get("words") or values.get("places")
    if not words and (type_ != "actor" or values.get("source")):
        yield "type", f"adds a fact of type {type_!r} without the key 'words'; copy them from the source"
    elif values.get("words") and not isinstance(values.get("source"), str):
        yield "words", "has words without the key 'source'; name a page of sources/ without .md"
    if type_ == "quote" and (isinstance(values.get("words"), list) or values.get("places")):
        yield "words", "a quote stands in one place; expected one text under 'words', and a page for each other quote"


def _wrong(type_: str, values: Mapping[str, object]) -> Iterator[Problem]:
    """Yield values that are not what their key asks for."""
    for key in OWN[type_]:
        value = values.get(key)
        if value and not isinstance(value, str):
            yield key, f"{key}: expected one value, found a list"
        elif value and key in CHOICES and value not in CHOICES[key]:
            yield key, f"{key}: found {value!r}, expected one of {', '.join(CHOICES[key])}"
        elif value and key in ("value", "said_on") and not is_edtf(str(value)):
            yield key, f"{key}: {value!r} is no date; write it as 2023-09-17, 2023-09 or other EDTF"
    for key in ("start", "paragraph"):
        if values.get(key) and not NUMBER.fullmatch(str(values[key])):
            yield key, f"{key}: found {values[key]!r}, expected a number"
    places = values.get("places")
    if places and not (isinstance(places, list) and all(_is_place(one) for one in places)):
        yield "places", "places: expected a list, each with a line `source: ...` and a line `words: ...`"


def _is_place(one: object) -> bool:
    """Tell whether an item under `places` says source and words."""
    return isinstance(one, dict) and all(isinstance(one.get(key), str) and one[key] for key in ("source", "words"))


def _places(values: Mapping[str, object], lines: Mapping[str, int]) -> Iterator[Place]:
    """Yield where a page says that its fact stands."""
    words = values.get("words") or ()
    for one in (words,) if isinstance(words, str) else words if isinstance(words, list) else ():
        yield _place({**values, "words": one}, lines["words"])
    listed = values.get("places")
    for item in listed if isinstance(listed, list) else ():
        yield _place(item, lines["places"])


def _place(values: Mapping[str, object], line: int) -> Place:
    """Read one place."""
    start, paragraph = (int(str(values[key])) if values.get(key) else None for key in ("start", "paragraph"))
    source, words = str(values["source"]), str(values["words"])
    return Place(source=source, words=words, start=start, paragraph=paragraph, line=line)
