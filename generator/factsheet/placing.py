"""New mentions among those of a document, each in its place: what people add and what extractors propose; pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from factsheet.model import ActorMention, DateMention, Kind, Mentions, MentionType, QuoteMention, Span

T = TypeVar("T", ActorMention, DateMention)
# What a name is read as while mentions are clustered; the kind that a page gives is set afterwards.
READ_AS = {Kind.UNNAMED: Kind.PERSON, Kind.GROUP: Kind.ORGANIZATION}


def name_mention(found: Mentions, span: Span, name: str, kind: Kind, text: str) -> ActorMention:
    """Make the mention of a name."""
    return ActorMention(
        span=span,
        text=span.of(text),
        type=MentionType.NAME,
        name=name,
        kind=READ_AS.get(kind, kind),
        head=name.split()[-1].lower(),
        sentence=number_of(found.sentences, span),
        paragraph=number_of(found.paragraphs, span),
    )


def number_of(spans: Sequence[Span], span: Span) -> int:
    """Return which of some spans a span begins in, 0-based."""
    return max(bisect_right(spans, span.start, key=lambda one: one.start) - 1, 0)


def quote_around(quotes: Sequence[QuoteMention], span: Span) -> int | None:
    """Return the number of the shortest quote around a span."""
    around = [n for n, quote in enumerate(quotes) if any(piece.covers(span) for piece in quote.pieces)]
    return min(around, key=lambda n: quotes[n].span.end - quotes[n].span.start, default=None)


def quotes_in_order(quotes: Sequence[QuoteMention]) -> tuple[QuoteMention, ...]:
    """Sort quotes by place; each keeps the one around it."""
    order = sorted(range(len(quotes)), key=lambda n: (quotes[n].span.start, -quotes[n].span.end))
    place = {old: new for new, old in enumerate(order)}
    return tuple(
        replace(one, parent=None if one.parent is None else place[one.parent]) for one in (quotes[n] for n in order)
    )


def by_span(mentions: Iterable[T]) -> tuple[T, ...]:
    """Sort mentions by place."""
    return tuple(sorted(mentions, key=lambda one: one.span))
