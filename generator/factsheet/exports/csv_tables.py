"""The exports' room: actors, quotes and dates as tables (RFC 4180) that open in any spreadsheet.

A spreadsheet runs a cell that begins with one of `=`, `+`, `-`, `@`, their full-width forms or a control character as
a formula; such a cell gets an apostrophe in front (OWASP, "CSV Injection"). The exact words stand in facts.json.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from factsheet.citation import citation, speaker_of
from factsheet.model import Actor, Date, DateReference, Export, Facts, Passage, Quote, Review, Source, Voice

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LIST_SEPARATOR = "; "
PEOPLES = ("tags", "status", "reviewed_by", "reviewed_on", "note")
FOUND_BY = "found_by"  # new columns stand last, so that whoever counts them finds the others

Cell = str | int | float


def actors_csv(facts: Facts) -> Export:
    """Render one row an actor as data/actors.csv."""
    columns = ("id", "name", "kind", "aliases", "roles", "affiliation", "mentions", "sources", "paged", "same_as")
    return _table("data/actors.csv", (*columns, *PEOPLES, FOUND_BY), lambda: map(_actor_row, facts.actors))


def quotes_csv(facts: Facts) -> Export:
    """Render one row a quote as data/quotes.csv; start and end are code points, end exclusive."""
    columns = (
        *("id", "form", "words", "speaker", "speaker_words", "addressee", "addressee_words", "cue", "said_on"),
        *("source", "start", "end", "context", "part_of", "about", "confidence", "rule"),
        *PEOPLES,
        *("speaker_name", "source_title", "published", "citation", "republished", FOUND_BY),
    )
    actors = {actor.id: actor for actor in facts.actors}
    sources = {source.id: source for source in facts.sources}
    return _table(
        "data/quotes.csv",
        columns,
        lambda: (
            (*_quote_row(one), *_cited(one, actors, sources.get(one.source)), one.found_by) for one in facts.quotes
        ),
    )


def dates_csv(facts: Facts) -> Export:
    """Render one row a place that names a date as data/dates.csv."""
    columns = (
        "id",
        "value",
        "words",
        "source",
        "start",
        "end",
        "context",
        "basis",
        "reference",
        "rule",
        "clause",
        "actors",
    )
    return _table(
        "data/dates.csv",
        (*columns, *PEOPLES, FOUND_BY),
        lambda: (_date_row(date, place) for date in facts.dates for place in date.references),
    )


def sources_csv(facts: Facts) -> Export:
    """Render one row a source as data/sources.csv, with how many facts stand in it."""
    columns = (
        *("id", "title", "date", "publisher", "author", "url", "license", "language", "publish", "note"),
        *("path", "sha256", "quotes", "actors", "dates", "status", "reviewed_by", "reviewed_on", "review_note"),
        "republishes",
    )
    quotes = Counter(one.source for quote in facts.quotes for one in quote.places)
    actors = Counter(source for actor in facts.actors for source in {one.words.source for one in actor.mentions})
    dates = Counter(source for date in facts.dates for source in {one.words.source for one in date.references})
    return _table(
        "data/sources.csv",
        columns,
        lambda: (
            (*_source_row(one), quotes[one.id], actors[one.id], dates[one.id], *_review(one), one.origin)
            for one in facts.sources
        ),
    )


def _actor_row(actor: Actor) -> Iterable[Cell]:
    """Return an actor's cells."""
    yield from (actor.id, actor.name, actor.kind, _join(actor.aliases))
    yield _join((*(role.text for role in actor.roles), *actor.editor_roles))
    yield from (_join(actor.affiliation), len(actor.told_once))
    yield _join(sorted({mention.words.source for mention in actor.mentions}))
    yield from ("true" if actor.paged else "false", _join(actor.same_as), *_judged(actor.tags, actor.review))
    yield _join(actor.found_by)


def _quote_row(quote: Quote) -> Iterable[Cell]:
    """Return a quote's cells."""
    yield from (quote.id, quote.form, quote.words.text)
    yield from (*_voice(quote.speaker), *_voice(quote.addressee))
    yield from (quote.cue.text if quote.cue else "", quote.said_on, *_place(quote.words), quote.context.text)
    yield from (quote.parent or "", _join(quote.about), quote.confidence, quote.rule)
    yield from _judged(quote.tags, quote.review)


def _cited(quote: Quote, actors: Mapping[str, Actor], source: Source | None) -> tuple[str, ...]:
    """Return what a quote is cited with: who spoke, where, when it was published, and the whole line."""
    if source is None:
        return ("",) * 5
    actor = speaker_of(quote, actors)
    published = source.document.metadata.date
    places = (f"{one.source}:{one.words.span.start}-{one.words.span.end}" for one in quote.republished)
    return actor.name if actor else "", source.title, published, citation(quote, actor, source), _join(places)


def _source_row(source: Source) -> Iterable[Cell]:
    """Return the cells of what is known about a source."""
    document, known = source.document, source.document.metadata
    yield from (source.id, source.title, known.date, known.publisher, known.author, known.url, known.license)
    yield from (known.language, known.publish, known.note, document.path, document.sha256)


def _review(source: Source) -> tuple[str, ...]:
    """Return what people found when they checked a source."""
    review = source.review
    return review.status, review.by, review.on, review.note


def _date_row(date: Date, reference: DateReference) -> Iterable[Cell]:
    """Return the cells of one place that names a date."""
    yield from (date.id, reference.value, reference.words.text, *_place(reference.words), reference.context.text)
    yield from (reference.basis, reference.reference, reference.rule)
    yield from (" … ".join(piece.text for piece in reference.clause), _join(reference.actors))
    yield from (*_judged(date.tags, date.review), reference.found_by)


def _judged(tags: Iterable[str], review: Review) -> tuple[Cell, ...]:
    """Return what people say of a fact."""
    return _join(tags), review.status, review.by, review.on, review.note


def _place(passage: Passage) -> tuple[str, int, int]:
    """Return where a passage stands."""
    return passage.source, passage.span.start, passage.span.end


def _voice(voice: Voice | None) -> tuple[str, str]:
    """Return an actor's id and the words that name it."""
    return (voice.actor or "", voice.words.text) if voice else ("", "")


def _join(values: Iterable[str]) -> str:
    """Put a list into one cell."""
    return LIST_SEPARATOR.join(values)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def _table(path: str, columns: Iterable[str], rows: Callable[[], Iterable[Iterable[Cell]]]) -> Export:
    """Write rows as RFC 4180 wants them: a header, CRLF, quotation marks where needed."""

    def pieces() -> Iterator[str]:
        """Yield a line after the other."""
        writer = csv.writer(_Echo())
        yield str(writer.writerow(columns))
        for row in rows():
            yield str(writer.writerow([_defuse(cell) for cell in row]))

    return Export(path=path, pieces=pieces)


def _defuse(cell: Cell) -> Cell:
    """Put an apostrophe before text that a spreadsheet would run: "=1+1" -> "'=1+1"."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
