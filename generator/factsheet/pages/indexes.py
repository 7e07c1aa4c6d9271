"""The indexes: one page while a section is small, else a directory of pages that each hold a bounded number of lines.

The pages below a directory stand in a folder, into which no fact's own page can fall: an id holds no slash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from factsheet.folding import fold, unaccented
from factsheet.model import Actor, Date, Quote, Source
from factsheet.pages import prose
from factsheet.pages.site import Site
from factsheet.resolve.dates import words as date_words

ONE_PAGE = 100  # entries that an index shows on its own page; a page of 100 lines stays below 50 KB
CHAPTERS = 120  # chapters that a directory lists; with more of them, years give way to decades
SPEAKERS = 30  # whom the index of quotes names
UNDATED = ("undated", "Day not known")
YEARLESS = ("no-year", "Year not stated")
SPANS = ("longer-spans", "Longer spans")
OTHER = ("other", "Other letters")

Entry = Actor | Date | Quote | Source
Title = tuple[str, str]  # a file name, and what people read
FOLDERS = {"actors": "by-letter", "dates": "by-year", "quotes": "by-day", "sources": "by-day"}
INTRODUCTIONS = {
    "actors": "People, organisations, states, groups and unnamed sources that act or speak in the sources.",
    "dates": "Days and spans that the sources name, as precise as they say and no more.",
    "quotes": "Words reported as somebody’s, by source and in the order of its text, the latest source first.",
    "sources": "The documents from which every fact on this site comes, the latest first.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page of an index."""

    path: str
    title: str
    section: str
    groups: Sequence[tuple[str, Sequence[Entry]]] = ()  # headings with what stands under them; for quotes, sources' ids
    directory: Sequence[tuple[str, str, int]] = ()  # paths and titles of chapters, with the number of their entries
    before: str = ""  # the path of the page before, of the same chapter or the one before
    after: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a directory lists in a line."""

    name: str
    title: str
    entries: list[tuple[str, Entry]]  # each with the heading under which it stands


def leaves(site: Site, section: str) -> Iterator[Leaf]:
    """Yield the pages of a section's index, its own first.

    Args:
        site: the facts.
        section: "actors", "dates", "quotes" or "sources".
    """
    chapters = list(_chapters(site, section))
    home, title = f"{section}/index.md", section.capitalize()
    if sum(len(one.entries) for one in chapters) <= ONE_PAGE:
        shown = [
            (_heading_in(section, chapter, heading), entry)
            for chapter in chapters
            for heading, entry in chapter.entries
        ]
        yield Leaf(path=home, title=title, section=section, groups=_grouped(shown))
        return
    folder = f"{section}/{FOLDERS[section]}"
    directory = [(f"{folder}/{chapter.name}.md", chapter.title, len(chapter.entries)) for chapter in chapters]
    yield Leaf(path=home, title=title, section=section, directory=directory)
    parts = [part for chapter in chapters for part in _parts(folder, chapter)]
    paths = ["", *(path for path, _, _ in parts), ""]
    for number, (path, name, entries) in enumerate(parts, 1):
        yield Leaf(
            path=path,
            title=f"{title}: {name}",
            section=section,
            groups=_grouped(entries),
            before=paths[number - 1],
            after=paths[number + 1],
        )


def speakers(site: Site) -> list[tuple[Actor, int]]:
    """Return who is quoted most, with the number of quotes."""
    ranked = sorted(site.said.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(site.actors[name], len(quotes)) for name, quotes in ranked if name in site.actors][:SPEAKERS]


def by_name(actor: Actor) -> tuple[str, str]:
    """Sort as an index does, without the article: "a senior diplomat" stands under S."""
    return _sort_name(actor.name), actor.id


def newest_sources(site: Site) -> list[Source]:
    """Return the sources, the latest first and those without a day of publication last."""
    return sorted(site.facts.sources, key=lambda one: (site.first_day(_day(one)), one.id), reverse=True)


def _heading_in(section: str, chapter: Chapter, heading: str) -> str:
    """Return the heading of an entry where the whole section stands on one page."""
    return chapter.title if section in ("actors", "dates") else heading


def _grouped(entries: Iterable[tuple[str, Entry]]) -> list[tuple[str, list[Entry]]]:
    """Group neighbours that stand under one heading."""
    return [(heading, [entry for _, entry in some]) for heading, some in groupby(entries, key=lambda pair: pair[0])]


def _chapters(site: Site, section: str) -> Iterator[Chapter]:
    """Yield the chapters of a section."""
    if section == "actors":
        return _by_letter(sorted(site.paged, key=by_name))
    if section == "dates":
        return _by_time([(_year(date.value), _month(date.value), date) for date in site.calendar.order], _YEARS)
    sources = newest_sources(site)
    if section == "sources":
        return _by_time([(_day(one), "", one) for one in sources], _MONTHS)
    return _by_time(
        [(_day(one), one.id, quote) for one in sources for quote in site.own_quotes_in.get(one.id, ())], _MONTHS
    )


def _by_letter(actors: Iterable[Actor]) -> Iterator[Chapter]:
    """Yield actors by their first letter, those that begin with no letter of the Latin alphabet together."""
    ranked = sorted(actors, key=lambda actor: _letter(actor.name) == OTHER)
    for (name, title), group in groupby(ranked, key=lambda actor: _letter(actor.name)):
        yield Chapter(name, title, [("", actor) for actor in group])


def _by_time(entries: Sequence[tuple[str, str, Entry]], levels: Sequence[Callable[[str], Title]]) -> Iterator[Chapter]:
    """Yield entries by the finest of some levels that makes few enough chapters.

    Args:
        entries: each with its day or year, from which the levels take a chapter's title, and its heading.
        levels: the finest first.
    """
    counts = [len({level(day) for day, _, _ in entries}) for level in levels]
    chosen = next((level for level, count in zip(levels, counts, strict=True) if count <= CHAPTERS), levels[-1])
    chapters: dict[Title, list[tuple[str, Entry]]] = {}
    for day, heading, entry in entries:
        chapters.setdefault(chosen(day), []).append((heading, entry))
    return (Chapter(name, title, found) for (name, title), found in chapters.items())


def _parts(folder: str, chapter: Chapter) -> Iterator[tuple[str, str, list[tuple[str, Entry]]]]:
    """Cut a chapter into pages, with the path and the title of each."""
    pages = -(-len(chapter.entries) // ONE_PAGE)
    for number in range(1, pages + 1):
        path = f"{folder}/{chapter.name}{f'-page-{number}' if number > 1 else ''}.md"
        title = chapter.title + (f", page {number:,} of {pages:,}" if pages > 1 else "")
        yield path, title, chapter.entries[(number - 1) * ONE_PAGE : number * ONE_PAGE]


def _sort_name(name: str) -> str:
    """Strip article, case and accents."""
    words = unaccented(fold(name).casefold())
    return words.split(" ", 1)[1] if words.startswith(("a ", "an ", "the ")) else words


def _letter(name: str) -> Title:
    """Return the letter under which a name stands: Élodie under E."""
    letter = _sort_name(name)[:1]
    return (letter, letter.upper()) if "a" <= letter <= "z" else OTHER


def _day(source: Source) -> str:
    """Return the day of publication."""
    return source.document.metadata.date


def _year(value: str) -> str:
    """Return the year under which a date stands, or why it stands under none."""
    year = next((part[:4] for part in value.replace("..", "").split("/") if part), "")
    return year if year.isdigit() else YEARLESS[0] if year.startswith("XXXX") else SPANS[0]


def _month(value: str) -> str:
    """Return the month under which a date stands; empty for whole years and longer."""
    month = re.match(r"\d{4}-(?:0\d|1[0-2])(?!\d)", value)
    return prose.capital(date_words(month[0])) if month else ""


def _as_month(day: str) -> Title:
    """Name the month of a day of publication, or its year where it states no month."""
    found = re.match(r"(\d{4})-(?:0\d|1[0-2])(?!\d)", day)
    return (found[0], prose.capital(date_words(found[0]))) if found else _as_year(day)


def _as_year(day: str) -> Title:
    """Name the year of a day."""
    known = {title[0]: title for title in (YEARLESS, SPANS)}
    return known.get(day) or ((day[:4], day[:4]) if day[:4].isdigit() else UNDATED)


def _as_decade(day: str) -> Title:
    """Name the decade of a day."""
    name, title = _as_year(day)
    return (f"{name[:3]}0s", f"{name[:3]}0s") if name.isdigit() else (name, title)


def _as_century(day: str) -> Title:
    """Name the century of a day by its first years."""
    name, title = _as_year(day)
    return (f"{name[:2]}00s", f"{name[:2]}00 to {name[:2]}99") if name.isdigit() else (name, title)


_YEARS = (_as_year, _as_decade, _as_century)
_MONTHS = (_as_month, *_YEARS)
