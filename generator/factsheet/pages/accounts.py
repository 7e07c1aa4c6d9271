"""What the sources tell of a date, sentence by sentence: what happened, who is in it, who tells it, how it is dated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from factsheet.model import Date, DateReference, Passage, Quote
from factsheet.pages.desk import Mark
from factsheet.pages.site import Site


@dataclass(frozen=True, slots=True)
class Account:
    """What one sentence tells of a date."""

    context: Passage
    marks: list[Mark]  # what happened and, in it, the words of the date
    references: list[DateReference]
    actors: list[str]  # ids, in what happened
    quote: Quote | None  # the innermost that tells it


def accounts(site: Site, date: Date, limit: int) -> Iterator[Account]:
    """Yield what the sources tell of a date.

    Args:
        site: the facts.
        date: the date.
        limit: how many sentences are enough.

    Yields:
        Each sentence once, by source and place.
    """
    told = (site.quotes[name] for name in date.quotes if name in site.quotes)
    quotes = [one for quote in told for one in quote.places]
    ranked = sorted(date.told_once, key=lambda one: (one.context, one.words))
    for context, group in islice(groupby(ranked, key=lambda one: one.context), limit):
        yield _account(site, context, list(group), quotes)


def _account(site: Site, context: Passage, references: list[DateReference], quotes: Sequence[Quote]) -> Account:
    """Put together what a sentence tells."""
    around = [quote for quote in quotes if any(_tells(quote, one.words) for one in references)]
    return Account(
        context=context,
        marks=[
            *(Mark(piece.span) for one in references for piece in one.clause),
            *(Mark(one.words.span, strong=True) for one in references),
        ],
        references=references,
        actors=sorted({name for one in references for name in one.actors if name in site.actors}),
        quote=min(around, key=lambda quote: (quote.words.span.end - quote.words.span.start, quote.id), default=None),
    )


def _tells(quote: Quote, words: Passage) -> bool:
    """Tell whether words stand in what somebody is quoted with."""
    return quote.source == words.source and any(piece.span.covers(words.span) for piece in quote.pieces)
