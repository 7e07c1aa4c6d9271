"""The exports' room: quotes as Atom feeds (RFC 4287), newest first: one of all, and one of each actor who is quoted.

A feed shows at most MOST quotes, for readers fetch it again and again; the tables hold all. Its moments are the days
of publication of the sources: a quote of a source without one stands last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from factsheet.citation import capital, web_address
from factsheet.exports.moments import changed_on, day, latest
from factsheet.exports.plain import element
from factsheet.exports.site import Edition
from factsheet.model import Actor, Export, Quote

MOST = 100
PATH = "data/quotes.atom"
FOLDER = "data/actors/"
MARK = "<generator>Factsheet</generator>"  # by which a feed of ours is known again
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'


def feeds(edition: Edition) -> Iterator[Export]:
    """Yield data/quotes.atom, and data/actors/<id>.atom for each actor who has a page and is quoted."""
    place, quotes = edition.place, edition.facts.quotes
    yield Export(path=PATH, pieces=partial(_feed, edition, PATH, f"Quotes · {place.name}", "index.md", quotes))
    said = defaultdict[str, list[Quote]](list)
    for quote in quotes:
        said[(quote.speaker and quote.speaker.actor) or ""].append(quote)
    for actor in edition.facts.actors:
        if actor.paged and actor.id in said:
            yield _of(edition, actor, said[actor.id])


def _of(edition: Edition, actor: Actor, quotes: Iterable[Quote]) -> Export:
    """Render the feed of an actor."""
    path, title = f"{FOLDER}{actor.id}.atom", f"{capital(actor.name)} · {edition.place.name}"
    page = f"actors/{actor.id}.md"
    return Export(path=path, pieces=partial(_feed, edition, path, title, page, quotes), page=page)


def _feed(edition: Edition, path: str, title: str, page: str, quotes: Iterable[Quote]) -> Iterator[str]:
    """Yield a feed, entry by entry.

    Args:
        edition: the facts and their place.
        path: of the feed, below docs/.
        title: what readers call it.
        page: that shows the same.
        quotes: what it tells; the newest MOST of them are shown.
    """
    dated = sorted(((_changed(edition, quote), quote.id, quote) for quote in quotes), key=lambda one: one[1])
    newest = sorted(dated, key=lambda one: one[0], reverse=True)[:MOST]
    place = edition.place
    yield HEAD
    yield element("id", place.name_of(path)) + "\n"
    yield element("title", title) + "\n"
    yield element("updated", _moment(latest(one[0] for one in newest))) + "\n"
    yield f"<author>{element('name', place.name)}</author>\n"
    yield element("link", "", rel="self", type="application/atom+xml", href=place.file(path, path)) + "\n"
    yield element("link", "", rel="alternate", type="text/html", href=place.page(page, path)) + "\n"
    yield MARK + "\n"
    for changed, _, quote in newest:
        yield "".join(_entry(edition, path, quote, changed))
    yield "</feed>\n"


def _entry(edition: Edition, path: str, quote: Quote, changed: str) -> Iterator[str]:
    """Yield the lines of an entry."""
    known = edition.sources[quote.source].document.metadata
    page = f"quotes/{quote.id}.md"
    yield "<entry>\n"
    yield element("id", edition.place.name_of(page)) + "\n"
    yield element("title", edition.title(quote)) + "\n"
    yield element("updated", _moment(changed)) + "\n"
    if published := day(known.date):
        yield element("published", _moment(published)) + "\n"
    yield element("link", "", rel="alternate", type="text/html", href=edition.place.page(page, path)) + "\n"
    if address := web_address(known.url):
        yield element("link", "", rel="via", href=address) + "\n"
    yield element("category", "", term=quote.form) + "\n"
    yield element("category", "", term=quote.review.status) + "\n"
    yield element("content", edition.citation(quote), type="text") + "\n"
    yield "</entry>\n"


def _changed(edition: Edition, quote: Quote) -> str:
    """Return the day on which a quote came to be as it is."""
    return changed_on(edition.sources[quote.source].document.metadata.date, quote.review)


def _moment(on: str) -> str:
    """Return the beginning of a day as RFC 3339 writes it."""
    return f"{on}T00:00:00Z"
