"""The exports' room: the facts as files for machines, one module a format, written below docs/data/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from factsheet.blocks import show_blocks
from factsheet.exports import atom, explore, web_annotations
from factsheet.exports.csv_tables import actors_csv, dates_csv, quotes_csv, sources_csv
from factsheet.exports.facts_json import PATH as FACTS
from factsheet.exports.facts_json import facts_json, facts_schema
from factsheet.exports.icalendar import dates_ics
from factsheet.exports.site import Edition, Place
from factsheet.files import remove, write_pieces_if_different
from factsheet.forking import LEAST, processors, share
from factsheet.model import Export, Facts

__all__ = ["FACTS", "Exported", "Place", "render_exports", "write_exports"]

# Folders with a file for each fact, or for so many, and the words near the beginning by which ours are known from
# people's own.
FOLDERS = (
    (atom.FOLDER, "*.atom", atom.MARK),
    (explore.FOLDER, "*.json", explore.MARK),
    (web_annotations.FOLDER, "*.jsonld", web_annotations.MARK),
)
BEGINNING = 4096  # bytes in which those words stand


@dataclass(frozen=True, slots=True)
class Exported:
    """What a run did to the files for machines; all paths below docs/."""

    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    fingerprints: Mapping[str, bytes] = field(default_factory=dict)  # of what they are made from, where that is told


def render_exports(
    facts: Facts, place: Place | None = None, pages: Mapping[str, bytes] | None = None
) -> Iterator[Export]:
    """Yield every export of the facts; none holds more of a source than the passages of its facts.

    Args:
        facts: as people corrected them: what was rejected is not among them, and so in no export.
        place: of the site, for the addresses in the exports.
        pages: the fingerprints of pages by their paths: a file that tells no more than a page is made from the same.
    """
    edition, known = Edition(facts, place or Place()), pages or {}
    for one in _exports(edition):
        yield replace(one, pieces=partial(_shown, one), fingerprint=known.get(one.page, b""))


def _shown(export: Export) -> Iterator[str]:
    """Yield the pieces of an export with a block for redacted words."""
    return map(show_blocks, export.pieces())


def _exports(edition: Edition) -> Iterator[Export]:
    """Yield every export as its module makes it."""
    facts = edition.facts
    yield from (actors_csv(facts), dates_csv(facts), quotes_csv(facts), sources_csv(facts))
    yield from (facts_json(facts), facts_schema(edition.place), dates_ics(edition))
    yield from atom.feeds(edition)
    yield from web_annotations.source_annotations(edition)
    yield from explore.explore_files(facts, edition.place.moved)


def write_exports(
    exports: Iterable[Export],
    docs: Path,
    *,
    complete: bool = True,
    jobs: int | None = None,
    untouched: Mapping[str, bytes] | None = None,
) -> Exported:
    """Write exports where they differ from what stands there; what people put beside them is left alone.

    Args:
        exports: all of them, their paths below `docs`.
        docs: the site's folder of pages.
        complete: whether every source could be read; if so, the files of facts that are no more go.
        jobs: how many processes share the writing of many files; as many as there are processors if not told.
        untouched: the fingerprints of those that are known to stand as an earlier run left them, by their paths.

    Returns:
        Which were written and deleted, and from what each is made.

    Raises:
        StoreError: when one cannot be written.
    """
    every = tuple(exports)
    standing = untouched or {}
    due = [one for one in every if not one.fingerprint or standing.get(one.path) != one.fingerprint]
    least = 2 if len(every) >= LEAST else LEAST  # where there are many feeds, a single table is long
    written = share(partial(_write_some, docs), due, processors() if jobs is None else jobs, least)
    gone = _left_over(docs, {export.path for export in every}) if complete else []
    for path in gone:
        remove(docs / path)
    return Exported(
        written=tuple(path for some in written for path in some),
        deleted=tuple(gone),
        fingerprints={one.path: one.fingerprint for one in every if one.fingerprint},
    )


def _write_some(docs: Path, exports: Iterable[Export]) -> list[str]:
    """Write some exports where they differ, and return the paths of those that did."""
    return [
        export.path
        for export in exports
        if write_pieces_if_different(docs / export.path, (piece.encode() for piece in export.pieces()))
    ]


def _left_over(docs: Path, made: set[str]) -> list[str]:
    """Return the files that an earlier run made and this one did not."""
    return [
        path
        for folder, pattern, mark in FOLDERS
        for file in sorted((docs / folder).rglob(pattern))
        if (path := file.relative_to(docs).as_posix()) not in made and _is_ours(file, mark)
    ]


def _is_ours(file: Path, mark: str) -> bool:
    """Tell whether a file is one that we wrote."""
    try:
        with file.open("rb") as opened:
            return mark.encode() in opened.read(BEGINNING)
    except OSError:
        return False
