"""A source's own page: its paragraphs with every fact as a link, as much of them as the source may show.

A long text stands on several pages, of which the first is the source's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.model import Passage, Source, Span
from factsheet.pages.desk import Block, Desk, Mark, part_path
from factsheet.pages.site import Site, gathered, overlapped


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A paragraph of a source."""

    number: int  # 1-based
    gap: bool  # whether paragraphs before it are left out
    blocks: list[Block]


def excerpts(site: Site, source: Source, part: int) -> Iterator[Excerpt]:
    """Yield the paragraphs that one page of a source's text shows, as `publish` says.

    Args:
        site: the facts.
        source: the source.
        part: the page, 1-based.
    """
    if not source.paragraphs:
        return
    desk, shown = Desk(site, part_path(source.id, part)), site.shown(source.id)
    marked = gathered((number, mark) for mark in _marks(site, source) for number in overlapped(source, mark.span))
    edges = (*site.breaks(source.id), len(source.paragraphs) + 1)
    for number in range(edges[part - 1], edges[part]):
        if number in shown:
            span = source.paragraphs[number - 1]
            words = Passage(source.id, span, span.of(source.document.prose))
            gap = number > 1 and number - 1 not in shown
            yield Excerpt(number, gap, desk.blocks(words, marked.get(number, ())))


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
