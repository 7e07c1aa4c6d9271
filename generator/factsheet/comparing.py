"""Which facts differ between two exports of them, told in words; for those who look at a proposed change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from factsheet import history
from factsheet.config import CONFIGURATION, load_settings
from factsheet.errors import FactsheetError
from factsheet.exports import FACTS
from factsheet.pages import describe_keys

Fact = Mapping[str, Any]
KINDS = {"sources": "source", "actors": "actor", "quotes": "quote", "dates": "date"}  # in the order of telling
# What of a fact is compared, by the path to it in the export; where it stands in a text shifts with the text.
COMPARED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sources": {
        "title": ("title",),
        "date": ("metadata", "date"),
        "publisher": ("metadata", "publisher"),
        "author": ("metadata", "author"),
        "url": ("metadata", "url"),
        "digest of the text": ("sha256",),
    },
    "actors": {
        "name": ("name",),
        "kind": ("kind",),
        "aliases": ("aliases",),
        "roles": ("roles",),
        "affiliation": ("affiliation",),
    },
    "quotes": {
        "words": ("words",),
        "speaker": ("speaker", "actor"),
        "addressee": ("addressee", "actor"),
        "form": ("form",),
        "said_on": ("said_on",),
    },
    "dates": {"value": ("value",), "title": ("title",)},
}
REVIEW = {"status": ("review", "status"), "note": ("review", "note")}  # of every kind
TITLES = {"sources": ("title",), "actors": ("name",), "quotes": ("words",), "dates": ("value",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact that one export has and the other has not, or has otherwise."""

    kind: str  # "actor", "quote", "date" or "source"
    fate: Literal["new", "changed", "gone"]
    title: str
    what: tuple[str, ...] = ()  # of a changed fact, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How the facts of a project differ from those of a commit."""

    since: str
    known: bool  # whether that commit had facts
    redacted: bool  # whether something is redacted, so that nothing may be told of what was there before
    differences: tuple[Difference, ...]


def compare_since(project: Path, revision: str) -> Comparison:
    """Compare the facts as they were generated last with those of a commit.

    Args:
        project: the folder that holds mkdocs.yml.
        revision: as git names it: a commit, a branch, a tag.

    Raises:
        FactsheetError: when there are no facts, git does not know the commit, or an export is none.
    """
    settings = load_settings(project / CONFIGURATION)
    place = f"{settings.docs_dir}/{FACTS}"
    if not history.knows(project, revision):
        raise FactsheetError(f"git knows no commit {revision!r} here; name a branch, a tag or a commit", str(project))
    try:
        now = (project / place).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FactsheetError("no such file; run `factsheet generate` first", place) from error
    before = history.committed(project, place, revision) or ""
    return Comparison(
        since=revision,
        known=bool(before),
        redacted=bool(settings.redact),
        differences=compare(_facts(before or "{}", f"{place} at {revision}"), _facts(now, place)),
    )


def compare(before: Mapping[str, Sequence[Fact]], now: Mapping[str, Sequence[Fact]]) -> tuple[Difference, ...]:
    """Compare two exports of facts.

    Args:
        before: the content of one `data/facts.json`; what it lacks counts as empty.
        now: that of the other.

    Returns:
        What differs, kind by kind, in the order of the ids.
    """
    return tuple(one for kind in KINDS for one in _differences(kind, _by_id(before, kind), _by_id(now, kind)))


def _differences(kind: str, before: Mapping[str, Fact], now: Mapping[str, Fact]) -> Iterator[Difference]:
    """Yield how the facts of a kind differ."""
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        title = str(_at(new or old or {}, TITLES[kind]) or name)
        if old is None or new is None:
            yield Difference(kind=KINDS[kind], fate="new" if old is None else "gone", title=title)
        elif what := tuple(describe_keys(_values(kind, old), _values(kind, new))):
            yield Difference(kind=KINDS[kind], fate="changed", title=title, what=what)


def _values(kind: str, fact: Fact) -> dict[str, object]:
    """Return what of a fact is compared."""
    return {key: _at(fact, path) for key, path in {**COMPARED[kind], **REVIEW}.items()}


def _at(fact: object, path: Sequence[str]) -> object:
    """Return what stands at a path; of passages only their words, and nothing where the path ends early."""
    for key in path:
        fact = fact.get(key) if isinstance(fact, Mapping) else None
    if isinstance(fact, list):
        return [_at(one, ()) for one in fact]
    return fact.get("text") if isinstance(fact, Mapping) else fact


def _by_id(facts: Mapping[str, Sequence[Fact]], kind: str) -> dict[str, Fact]:
    """Return the facts of a kind by their ids."""
    return {str(fact["id"]): fact for fact in facts.get(kind, ())}


def _facts(text: str, place: str) -> Mapping[str, Sequence[Fact]]:
    """Read an export; what is none is told with its place."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise FactsheetError(f"is no JSON: {error}; run `factsheet generate`", place) from error
    if not isinstance(found, dict):
        raise FactsheetError("holds no facts; run `factsheet generate`", place)
    return found
