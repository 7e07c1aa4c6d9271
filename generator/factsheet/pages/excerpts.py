"""A source's own page: its paragraphs with every fact as a link, as much of them as the source may show.

A long text stands on several pages, of which the first is the source's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from factsheet.model import Passage, Publish, Source, Span
from factsheet.pages.desk import Block, Desk, Mark, part_path
from factsheet.pages.site import Site


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A paragraph of a source."""

    number: int  # 1-based
    gap: bool  # whether paragraphs before it are left out
    blocks: list[Block]


def parts(site: Site, source: Source) -> list[list[Excerpt]]:
    """Return the paragraphs that a source shows, as `publish` says, page by page.

    Args:
        site: the facts.
        source: the source.

    Returns:
        At least one page, which is empty where nothing is shown.
    """
    found = [
        list(group) for _, group in groupby(_excerpts(site, source), key=lambda one: _part(site, source, one.number))
    ]
    return found or [[]]


def _part(site: Site, source: Source, number: int) -> int:
    """Return the page on which a paragraph stands; both are counted from 1."""
    span = source.paragraphs[number - 1]
    return site.part(Passage(source.id, span, ""))


def _excerpts(site: Site, source: Source) -> Iterator[Excerpt]:
    """Yield the paragraphs that a source shows."""
    publish = source.document.metadata.publish
    if publish is Publish.NONE:
        return
    marks = list(_marks(site, source))
    shown = 0
    for number, span in enumerate(source.paragraphs, 1):
        near = [mark for mark in marks if mark.span.overlaps(span)]
        if near or publish is Publish.FULL:
            passage = Passage(source.id, span, span.of(source.document.text))
            desk = Desk(site, part_path(source.id, site.part(passage)))
            yield Excerpt(number, number != shown + 1, desk.blocks(passage, near))
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
