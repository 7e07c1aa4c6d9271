"""What a page is made from, in a few bytes: where these are as they were, so is the page, and it need not be rendered.

A page tells of a fact, of the sources in which that fact stands, and of whatever stands in these: other facts by their
names. So the fingerprint of a source takes in its text, all facts in it and the names of whom they concern, and that of
another fact's page the fact itself and those of its sources. It may change where the page does not; the page may not
change where it does not, which `tests/test_fingerprints.py` holds over random changes of seeds, edits and settings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from factsheet.model import Actor, Date, Quote, Source
from factsheet.pages.site import Site
from factsheet.resolve.dates import date_slug

SIZE = 16  # bytes: no two of a billion pages have the same by chance


def fingerprint(*parts: object) -> bytes:
    """Tell records from others in a few bytes.

    Args:
        parts: records, and whatever msgspec encodes; sets have no order, and stand in none of them.
    """
    return hashlib.blake2b(msgspec.msgpack.encode(parts), digest_size=SIZE).digest()


class Fingerprints:
    """The fingerprints of the pages of facts.

    Args:
        site: the facts.
        limit: how many quotes with the same words a quote's page names.
        rules: names what beside facts and places decides what stands on pages.
    """

    def __init__(self, site: Site, limit: int, rules: str) -> None:
        self.site = site
        self.limit = limit
        self._rules = fingerprint(rules, sorted(site.places.items()))
        self._source = cache(self._of_source)
        self._actor_named = cache(self._of_name)

    def source(self, source: Source) -> bytes:
        """Return that of a source's pages."""
        return fingerprint(self._source(source.id), self._decided("source", source.id))

    def quote(self, quote: Quote) -> bytes:
        """Return that of a quote's page, which names the quotes of other sources that have the same words."""
        others, count = self.site.elsewhere(quote, self.limit)
        same = [(other.id, self._source(other.source)) for other in others]
        places = [self._source(one.source) for one in quote.places]
        return fingerprint(quote.id, places, same, count, self._decided("quote", quote.id))

    def actor(self, actor: Actor) -> bytes:
        """Return that of an actor's page."""
        site, name = self.site, actor.id
        said, spoken_of = site.said.get(name, ()), site.spoken_of.get(name, ())
        places = (*(mention.words for mention in actor.mentions), *actor.roles, *([actor.terms] if actor.terms else ()))
        sources = (*(place.source for place in places), *(quote.source for quote in (*said, *spoken_of)))
        return fingerprint(
            self._rules,
            actor,
            self._sources(sources),
            [quote.id for quote in (*said, *spoken_of)],
            [self._actor_named(one) for one in (*actor.affiliation, *(one.id for one in site.members.get(name, ())))],
            [(self._actor_named(other.id), reason) for other, reason in site.maybe_same.get(name, ())],
            [_date_named(date) for date in site.dates_of.get(name, ())],
            self._decided("actor", name),
        )

    def date(self, date: Date) -> bytes:
        """Return that of a date's page."""
        site, calendar = self.site, self.site.calendar
        said = site.said_on.get(date.value, ())
        told = [site.quotes[name] for name in date.quotes if name in site.quotes]
        near = (calendar.before(date), calendar.after(date), *calendar.within(date), *calendar.contents(date))
        sources = (*(one.words.source for one in date.references), *(quote.source for quote in (*said, *told)))
        return fingerprint(
            self._rules,
            date,
            self._sources(sources),
            [quote.id for quote in (*said, *told)],
            [self._actor_named(name) for name in (*date.actors, *date.beside)],
            [(_date_named(one), len(one.told_once)) for one in near if one],
            self._decided("date", date.id),
        )

    def _sources(self, names: Iterable[str]) -> list[tuple[str, bytes]]:
        """Return sources with their fingerprints, each once."""
        return [(name, self._source(name)) for name in sorted(set(names)) if name in self.site.sources]

    def _of_source(self, name: str) -> bytes:
        """Return the fingerprint of a source and of all that stands in it."""
        site = self.site
        quotes = site.quotes_in.get(name, ())
        return fingerprint(
            self._rules,
            site.sources[name],
            [_source_named(one) for one in (*site.republications.get(name, ()), *self._origin(name))],
            [(one, self._named_in(one)) for quote in quotes for one in (quote, site.quotes.get(quote.id, quote))],
            [(self._actor_named(actor.id), mention) for actor, mention in site.actors_in.get(name, ())],
            [
                (_date_named(date), reference, [self._actor_named(one) for one in reference.actors])
                for date, reference in site.dates_in.get(name, ())
            ],
            [[_date_named(date) for date in site.dates_near.get(quote.id, ())] for quote in quotes],
        )

    def _origin(self, name: str) -> Iterator[Source]:
        """Yield the source whose story a source tells again, if it does."""
        origin = self.site.sources.get(self.site.sources[name].origin)
        yield from (origin,) if origin else ()

    def _named_in(self, quote: Quote) -> list[object]:
        """Return what a quote calls by names: who speaks, is spoken to and of, and the day on which it was said."""
        voices = [voice.actor or "" if voice else "" for voice in (quote.speaker, quote.addressee)]
        days = [self.site.date_of.get(quote.said_on), self.site.dates.get(date_slug(quote.said_on))]
        return [
            *(self._actor_named(name) for name in (*voices, *quote.about)),
            *(_date_named(date) if date else "" for date in days if quote.said_on),
        ]

    def _of_name(self, name: str) -> object:
        """Return what another fact's page tells of an actor: no more than its name, its kind and what people found."""
        actor = self.site.actors.get(name)
        return (name, actor.name, actor.kind, actor.paged, actor.review) if actor else (name,)

    def _decided(self, type_: str, name: str) -> object:
        """Return what people decided about a fact."""
        return self.site.decided.get((type_, name), ())


def _date_named(date: Date) -> object:
    """Return what another fact's page tells of a date."""
    return date.id, date.value, date.title, date.review


def _source_named(source: Source) -> object:
    """Return what another source's page tells of a source."""
    return source.id, source.title, source.document.metadata, source.review
