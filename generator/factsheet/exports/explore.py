"""The exports' room: all quotes for the page that filters them, as an index and shards that a browser loads as needed.

The index holds whatever is counted or chosen by, a number a quote; the shards hold the words. Quotes stand in the order
of their days, so that a new source changes the last shard and the index alone; those of one day stand backwards, for
the page reads all from the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

import msgspec

from factsheet.citation import COMMA, GAP, PAUSES, capital, with_gaps
from factsheet.model import Actor, Export, Facts, Form, Quote, Source, Status
from factsheet.resolve.dates import bounds
from factsheet.resolve.dates import words as date_words
from factsheet.resolve.telling import telling

FOLDER = "data/explore/"
MARK = '"generator":"Factsheet"'  # by which a file of ours is known again
VERSION = 1  # raised when the page's script must change with the files
SHARD = 1000  # quotes; some 200 KB
NOBODY = -1  # the speaker of a quote of which none is identified, and the day of one of which none is known
FORMS = tuple(Form)
STATUSES = tuple(Status)

Row = list[object]


def explore_files(facts: Facts, places: Mapping[str, str]) -> Iterator[Export]:
    """Render data/explore/index.json and its shards.

    Args:
        facts: as people corrected them.
        places: for pages that people moved, where each stands, by the path that the machine gave it.

    Yields:
        The index, whose addresses are those of pages below docs/ without ".md"; then the shards, a row a quote: its
        address, its words, what stands before and behind them where they are reported, and the words for a speaker who
        is nobody known.
    """
    sources = {source.id: source for source in facts.sources}
    backwards = sorted(facts.quotes, key=lambda quote: (quote.words.order, quote.id), reverse=True)
    ranked = sorted(backwards, key=lambda quote: _order(_day(quote, sources)))
    yield Export(path=f"{FOLDER}index.json", pieces=partial(_index, facts, ranked, sources, places))
    for number in range(0, len(ranked), SHARD):
        some = ranked[number : number + SHARD]
        yield Export(path=f"{FOLDER}{number // SHARD}.json", pieces=partial(_shard, some, sources, places))


def _index(
    facts: Facts, ranked: Sequence[Quote], sources: Mapping[str, Source], places: Mapping[str, str]
) -> Iterator[str]:
    """Render the index."""
    named = _named(facts, ranked)
    days = sorted({day for quote in ranked if (day := _day(quote, sources))})
    yield _file(
        version=VERSION,
        shard=SHARD,
        actors=[_actor(actor, places) for actor in named],
        sources=[[source.title, source.id, _address(f"sources/{source.id}", places)] for source in facts.sources],
        days=[[*_limits(day), date_words(day)] for day in days],
        forms=FORMS,
        statuses=STATUSES,
        quotes=_columns(ranked, named, facts.sources, days, sources),
    )


def _shard(quotes: Sequence[Quote], sources: Mapping[str, Source], places: Mapping[str, str]) -> Iterator[str]:
    """Render a shard."""
    yield _file(rows=[_row(quote, sources[quote.source], places) for quote in quotes])


def _columns(
    quotes: Sequence[Quote],
    actors: Sequence[Actor],
    known: Sequence[Source],
    days: Sequence[str],
    sources: Mapping[str, Source],
) -> dict[str, list[object]]:
    """Return what each quote is chosen by, each as its number in the index's list."""
    actor_at = {actor.id: number for number, actor in enumerate(actors)}
    source_at = {source.id: number for number, source in enumerate(known)}
    day_at = {day: number for number, day in enumerate(days)}
    return {
        "speaker": [actor_at.get(_speaker(quote), NOBODY) for quote in quotes],
        "about": [[actor_at[name] for name in quote.about if name in actor_at] or 0 for quote in quotes],
        "source": [source_at[quote.source] for quote in quotes],
        "day": [day_at.get(_day(quote, sources), NOBODY) for quote in quotes],
        "form": [FORMS.index(quote.form) for quote in quotes],
        "status": [STATUSES.index(quote.review.status) for quote in quotes],
    }


def _named(facts: Facts, quotes: Iterable[Quote]) -> list[Actor]:
    """Return the actors that speak or are spoken of, in the order of the facts."""
    names = {name for quote in quotes for name in (_speaker(quote), *quote.about)}
    return [actor for actor in facts.actors if actor.id in names]


def _actor(actor: Actor, places: Mapping[str, str]) -> Row:
    """Describe an actor: name, id, kind, and the address of its page if it has one."""
    return [capital(actor.name), actor.id, actor.kind, _address(f"actors/{actor.id}", places) if actor.paged else ""]


def _row(quote: Quote, source: Source, places: Mapping[str, str]) -> Row:
    """Return a quote's address, its words, what stands around reported ones, and a speaker who is nobody known."""
    words = with_gaps(piece.text for piece in quote.pieces or (quote.words,))
    before, after = _around(quote, source.document.prose)
    pauses = PAUSES if after.startswith(GAP) else "" if quote.form is Form.INDIRECT else COMMA
    unknown = quote.speaker.words.text if quote.speaker and not quote.speaker.actor else ""
    return [_address(f"quotes/{quote.id}", places), words.rstrip(pauses), before, after, unknown]


def _around(quote: Quote, text: str) -> tuple[str, str]:
    """Return what makes a clause of reported words: the cue and whatever stands between, before or behind them."""
    if quote.form is not Form.INDIRECT or quote.cue is None:
        return "", ""
    clause = telling(quote, text)
    if clause is None:
        ahead = quote.cue.span < quote.words.span
        return (quote.cue.text + GAP, "") if ahead else ("", GAP + quote.cue.text)
    return text[clause.start : quote.words.span.start], text[quote.words.span.end : clause.end]


def _address(path: str, places: Mapping[str, str]) -> str:
    """Return the address of a page, relative to the site's root and without a suffix."""
    place = places.get(f"{path}.md", path).removesuffix(".md")
    return place.removesuffix("/index")


def _speaker(quote: Quote) -> str:
    """Return the id of the speaker; empty where nobody is identified."""
    return (quote.speaker.actor or "") if quote.speaker else ""


def _day(quote: Quote, sources: Mapping[str, Source]) -> str:
    """Return the day of a quote as EDTF: on which it was said, else of publication."""
    return quote.said_on or sources[quote.source].document.metadata.date


def _order(day: str) -> tuple[str, str]:
    """Sort days by their first, those that are not known before all."""
    return _limits(day)[0], day


@lru_cache(maxsize=65536)
def _limits(day: str) -> tuple[str, str]:
    """Return the first and the last day of a date as they are compared; empty where it states no year."""
    found = None if not day or day.startswith("X") else bounds(day)
    return (found[0].isoformat(), found[1].isoformat()) if found else ("", "")


def _file(**content: object) -> str:
    """Write a file as JSON, one line, that says first that it is ours."""
    return msgspec.json.encode({"generator": "Factsheet"} | content).decode() + "\n"
