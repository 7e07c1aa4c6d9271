"""Proposals that hold, as mentions of their document that say who found them; pure."""

from __future__ import annotations

from dataclasses import replace

from factsheet.model import (
    DateMention,
    DateReading,
    Kind,
    Mentions,
    Proposal,
    ProposedActor,
    ProposedDate,
    ProposedQuote,
    QuoteMention,
    Span,
    Words,
)
from factsheet.placing import by_span, name_mention, number_of, quote_around, quotes_in_order


def join(found: Mentions, proposal: Proposal, finder: str, text: str) -> Mentions:
    """Set a proposal among the mentions of its document; where a fact of the kind stands already, that one stays.

    Args:
        found: what was found in the document.
        proposal: one that holds.
        finder: the extractor's name.
        text: the document's.

    Returns:
        The mentions, each kind in the order of the text.
    """
    if isinstance(proposal, ProposedActor):
        return _with_name(found, proposal.words, proposal.kind, finder, text)
    if isinstance(proposal, ProposedDate):
        return _with_date(found, proposal, finder)
    return _with_quote(found, proposal, finder, text)


def _with_name(found: Mentions, words: Words, kind: Kind, finder: str, text: str) -> Mentions:
    """Set a name among the mentions of actors."""
    if any(one.span.overlaps(words.span) for one in found.actors):
        return found
    name = " ".join(words.text.split())
    mention = replace(name_mention(found, words.span, name, kind, text), found_by=finder)
    return replace(found, actors=by_span((*found.actors, mention)))


def _with_date(found: Mentions, date: ProposedDate, finder: str) -> Mentions:
    """Set a date among the others."""
    span = date.words.span
    if any(one.span.overlaps(span) for one in found.dates):
        return found
    year, month, day = (*date.value.split("-"), "", "")[:3]
    mention = DateMention(
        span=span,
        text=date.words.text,
        rule=_rule(finder),
        sentence=number_of(found.sentences, span),
        reading=DateReading(year=year, month=month, day=day),
        found_by=finder,
    )
    return replace(found, dates=by_span((*found.dates, mention)))


def _with_quote(found: Mentions, quote: ProposedQuote, finder: str, text: str) -> Mentions:
    """Set a quote among the others, in the place of the same words of which nobody knew the speaker."""
    span, speaker = quote.words.span, quote.speaker
    known = next((number for number, one in enumerate(found.quotes) if _shares(one, span)), None)
    if known is not None and not (_is_open(found.quotes[known], span) and speaker):
        return found
    if speaker and _is_name(speaker):
        found = _with_name(found, speaker, Kind.PERSON, finder, text)
    parent = quote_around(found.quotes, span) if known is None else found.quotes[known].parent
    mention = QuoteMention(
        form=quote.form,
        span=span,
        pieces=(span,),
        cue=quote.cue.span if quote.cue else None,
        speaker=speaker.span if speaker else None,
        addressee=quote.addressee.span if quote.addressee else None,
        parent=parent,
        confidence=float(quote.confidence),
        rule=_rule(finder) if speaker else "",
        found_by=finder,
    )
    if known is None:
        return replace(found, quotes=quotes_in_order((*found.quotes, mention)))
    return replace(found, quotes=(*found.quotes[:known], mention, *found.quotes[known + 1 :]))


def _shares(quote: QuoteMention, span: Span) -> bool:
    """Tell whether a quote has words of a span."""
    return any(piece.overlaps(span) for piece in quote.pieces or (quote.span,))


def _is_open(quote: QuoteMention, span: Span) -> bool:
    """Tell whether a quote is of these very words and of nobody known."""
    return quote.span == span and len(quote.pieces) == 1 and quote.speaker is None


def _is_name(words: Words) -> bool:
    """Tell whether words may be a name; descriptions and pronouns that we have not found name nobody."""
    return any(word[0].isupper() for word in words.text.split())


def _rule(finder: str) -> str:
    """Say what a fact rests on."""
    return f"the extractor {finder}"
