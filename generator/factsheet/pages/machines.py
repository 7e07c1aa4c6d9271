"""What a page's front matter tells machines; the theme writes it into the page's head in schema.org's words."""

from __future__ import annotations

from factsheet.citation import citation, speaker_of, spoken, web_address
from factsheet.folding import fold
from factsheet.model import Actor, Quote
from factsheet.pages.desk import foreign_language
from factsheet.pages.front import Value
from factsheet.pages.site import Site

Pairs = tuple[tuple[str, Value], ...]


def quoted(site: Site, quote: Quote) -> Pairs:
    """Return the keys by which a quote can be told without another page: whose words, which, where, and how to cite.

    Args:
        site: the facts.
        quote: the quote.
    """
    source, actor = site.sources[quote.source], speaker_of(quote, site.actors)
    known = source.document.metadata
    return (
        ("words", spoken(quote)),
        ("speaker_name", fold(actor.name) if actor else ""),
        ("speaker_kind", actor.kind.value if actor else ""),
        ("source_title", fold(source.title)),
        ("source_url", web_address(known.url)),
        ("publisher", fold(known.publisher)),
        ("published", known.date),
        ("cite", citation(quote, actor, source)),
        *((("language", language),) if (language := foreign_language(source)) else ()),
    )


def followed(site: Site, actor: Actor) -> Pairs:
    """Return the key that names the feed of an actor's quotes; an actor who is not quoted has none."""
    return (("feed", f"data/actors/{actor.id}.atom"),) if actor.id in site.said else ()
