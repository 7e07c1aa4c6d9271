"""A source's own page: its paragraphs with every fact as a link, as much of them as the source may show.

A long text stands on several pages, of which the first is the source's own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from factsheet.model import Passage, Publish, Source, Span
from factsheet.pages.desk import Block, Desk, Mark, part_path
from factsheet.pages.site import Site


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
    publish = source.document.metadata.publish
    if publish is Publish.NONE or not source.paragraphs:
        return
    desk = Desk(site, part_path(source.id, part))
    marked = _by_paragraph(source, _marks(site, source))
    edges = (*site.breaks(source.id), len(source.paragraphs) + 1)
    for number in range(edges[part - 1], edges[part]):
        if publish is Publish.FULL or marked[number]:
            span = source.paragraphs[number - 1]
            gap = publish is not Publish.FULL and number > 1 and not marked[number - 1]
            words = Passage(source.id, span, span.of(source.document.text))
            yield Excerpt(number, gap, desk.blocks(words, marked[number]))


def _by_paragraph(source: Source, marks: Iterable[Mark]) -> Mapping[int, list[Mark]]:
    """Gather marks by the paragraphs, 1-based, over which they lie."""
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        number = max(bisect_right(source.paragraphs, mark.span.start, key=lambda span: span.start), 1)
        while number <= len(source.paragraphs) and source.paragraphs[number - 1].start < mark.span.end:
            if mark.span.overlaps(source.paragraphs[number - 1]):
                found[number].append(mark)
            number += 1
    return found


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
