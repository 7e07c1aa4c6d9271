"""A source's text on its page: the paragraphs that carry a fact, each fact linked to its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.model import Passage, Publish, Source, Span
from factsheet.pages.desk import Block, Desk, Mark
from factsheet.pages.site import Site


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A paragraph of a source."""

    number: int  # 1-based
    gap: bool  # whether paragraphs before it are left out
    blocks: list[Block]


def excerpts(site: Site, source: Source) -> Iterator[Excerpt]:
    """Yield the paragraphs that a source's page shows, as `publish` says.

    Args:
        site: the facts.
        source: the source.
    """
    publish = source.document.metadata.publish
    if publish is Publish.NONE:
        return
    marks = list(_marks(site, source))
    desk = Desk(site, f"sources/{source.id}.md")
    shown = 0
    for number, span in enumerate(source.paragraphs, 1):
        near = [mark for mark in marks if mark.span.overlaps(span)]
        if near or publish is Publish.FULL:
            text = span.of(source.document.text)
            yield Excerpt(number, number != shown + 1, desk.blocks(Passage(source.id, span, text), near))
            shown = number


def _marks(site: Site, source: Source) -> Iterator[Mark]:
    """Yield every fact of a source with its page; facts without a page of their own without."""
    for actor, mention in site.actors_in.get(source.id, []):
        if actor.paged:
            yield Mark(mention.words.span, f"actors/{actor.id}.md")
    for date, reference in site.dates_in.get(source.id, []):
        yield Mark(reference.words.span, f"dates/{date.id}.md")
    for quote in site.quotes_in.get(source.id, []):
        for piece in quote.pieces or (quote.words,):
            yield Mark(piece.span, f"quotes/{quote.id}.md")
    for spot in (*(one.words.span for one in source.unresolved), *(oddity.span for oddity in source.oddities)):
        if spot != Span(spot.start, spot.start):
            yield Mark(spot)
