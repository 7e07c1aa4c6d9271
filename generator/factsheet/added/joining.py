"""Added facts as mentions of their documents, so that coreference, identity and dates see them; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from factsheet.added.locating import Library, Located, Spot
from factsheet.added.places import Text
from factsheet.model import ActorMention, DateMention, Document, Form, Kind, Mentions, QuoteMention, Span
from factsheet.placing import by_span, name_mention, number_of, quote_around, quotes_in_order
from factsheet.resolve.naming import quote_id, quote_ids

RULE = "an editor’s addition"
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # as against a name, which has a capital or a blank


def join(document: Document, found: Mentions, added: Sequence[tuple[Located, Spot]], library: Library) -> Mentions:
    """Put added facts among the mentions of their document.

    A mention that the machine found at the very same place and the added one become one, in which what the person says
    counts.

    Args:
        document: the document.
        found: what extraction found in it.
        added: the facts that people added, with their places in this document, in the order of the text.
        library: the sources.

    Returns:
        The mentions with the added ones, each kind in the order of the text.
    """
    for one, spot in added:
        if one.added.type == "actor":
            title, kind = one.added.values["title"], Kind(one.added.values["kind"])
            found = _with_name(found, name_mention(found, spot.span, title, kind, document.prose))
        elif one.added.type == "date":
            found = _with_date(found, spot.span, one.added.values["value"], document.prose)
        else:
            found = _with_quote(document, found, one, spot, library)
    return found


def fact_ids(located: Iterable[Located], readings: Iterable[tuple[Document, Mentions]]) -> dict[str, str]:
    """Return the ids of added quotes, by the path of the page: they stand in the mentions that were joined."""
    ids = {(document.id, quote.span): quote.id for document, found in readings for quote in found.quotes if quote.id}
    quotes = (one for one in located if one.added.type == "quote")
    return {one.added.path: ids[one.spot.source, one.spot.span] for one in quotes}


def names_somebody(value: str) -> bool:
    """Tell whether what stands as speaker is a name, as against an id."""
    return bool(value) and not ID.fullmatch(value)


# ---------------------------------------------------------------- actors and dates


def _with_name(found: Mentions, mention: ActorMention) -> Mentions:
    """Put a name among the mentions; shorter ones in it give way."""
    left = (other for other in found.actors if not mention.span.covers(other.span))
    return replace(found, actors=by_span((*left, mention)))


def _with_date(found: Mentions, span: Span, value: str, text: str) -> Mentions:
    """Put a date among the mentions, with the value that a person gave it; shorter ones in it give way."""
    same = next((other for other in found.dates if other.span == span), None)
    plain = DateMention(span=span, text=span.of(text), rule=RULE, sentence=number_of(found.sentences, span))
    left = (other for other in found.dates if not span.covers(other.span))
    return replace(found, dates=by_span((*left, replace(same or plain, rule=RULE, value=value))))


# ---------------------------------------------------------------- quotes


def _with_quote(document: Document, found: Mentions, one: Located, spot: Spot, library: Library) -> Mentions:
    """Put a quote among the mentions, and the names of its speaker and addressee where the text has them."""
    values = one.added.values
    cue, speaker, addressee = (
        _nearest(words, spot, library)
        for words in (values.get("cue", ""), *(_name(values.get(key, "")) for key in ("speaker", "addressee")))
    )
    for key, span in (("speaker", speaker), ("addressee", addressee)):
        if span and not any(other.span.overlaps(span) for other in found.actors):
            found = _with_name(found, name_mention(found, span, values[key], Kind.PERSON, document.prose))
    number = next((n for n, quote in enumerate(found.quotes) if quote.span == spot.span), None)
    known = found.quotes[number] if number is not None else _plain(found.quotes, spot.span, library.text(spot.source))
    told = replace(
        known,
        form=Form(values.get("form", known.form)),
        cue=cue or known.cue,
        verb="" if cue else known.verb,
        speaker=speaker or known.speaker,
        addressee=addressee or known.addressee,
        id=one.added.id or _new_id(document, found.quotes, number, spot.span),
    )
    if number is None:
        return replace(found, quotes=quotes_in_order((*found.quotes, told)))
    return replace(found, quotes=(*found.quotes[:number], told, *found.quotes[number + 1 :]))


def _plain(quotes: Sequence[QuoteMention], span: Span, text: Text) -> QuoteMention:
    """Make a quote of which nothing is known but its words."""
    form = Form.DIRECT if text.in_marks(span) else Form.INDIRECT
    return QuoteMention(form=form, span=span, pieces=(span,), parent=quote_around(quotes, span), rule=RULE)


def _new_id(document: Document, quotes: Sequence[QuoteMention], number: int | None, span: Span) -> str:
    """Return the id of a quote that no earlier run has named: that of the one found here, else a new one."""
    known = quote_ids(document, quotes)
    if number is not None:
        return known[number]
    words = span.of(document.prose)
    return next(name for again in count(1) if (name := quote_id(document.id, words, again)) not in known)


def _name(value: str) -> str:
    """Return what names a speaker; empty for an id, which the text does not have."""
    return value if names_somebody(value) else ""


def _nearest(words: str, spot: Spot, library: Library) -> Span | None:
    """Find the place of some words that lies nearest to a quote and outside it."""
    places = library.text(spot.source).find(words) if words else []
    outside = (place for place in places if not place.overlaps(spot.span))
    return min(outside, key=lambda place: (abs(place.start - spot.span.start), place), default=None)
