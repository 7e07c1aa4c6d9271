"""What is no fact goes, with every reference to it and with what rests on a rejected source alone; pure."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from factsheet.model import Actor, Date, Facts, Forward, Passage, Quote, Voice


def without(facts: Facts, gone: Set[tuple[str, str]]) -> Facts:
    """Take out what was rejected.

    Args:
        facts: what the site would say.
        gone: the type and id of each fact that is none.

    Returns:
        The other facts. Who speaks in a quote or stands beside a date and is gone is named there by words alone. The
        page of each fact that is none says so.
    """
    if not gone:
        return facts
    sources = tuple(source for source in facts.sources if ("source", source.id) not in gone)
    known = frozenset(source.id for source in sources)
    actors = actors_left(facts, gone)
    quotes = tuple(quote for quote in facts.quotes if ("quote", quote.id) not in gone and quote.words.source in known)
    dates = tuple(it for date in facts.dates if ("date", date.id) not in gone and (it := _dated_in(date, known)))
    heads, said = frozenset(one.id for one in actors), frozenset(one.id for one in quotes)
    return Facts(
        sources=sources,
        actors=tuple(replace(one, affiliation=_kept(one.affiliation, heads)) for one in actors),
        quotes=tuple(_loosen(one, heads, said) for one in quotes),
        dates=tuple(_undated(one, heads, said) for one in dates),
        suggestions=tuple(one for one in facts.suggestions if heads.issuperset(one.actors)),
        forwards=(*facts.forwards, *_forwards(facts, gone)),
    )


def actors_left(facts: Facts, gone: Set[tuple[str, str]]) -> tuple[Actor, ...]:
    """Return the actors that are not rejected and do not rest on rejected sources alone.

    Args:
        facts: what the site would say.
        gone: the type and id of each fact that is none.

    Returns:
        Each as the remaining sources tell of it, but for its affiliation.
    """
    known = frozenset(source.id for source in facts.sources if ("source", source.id) not in gone)
    return tuple(one for actor in facts.actors if ("actor", actor.id) not in gone and (one := _in(actor, known)))


def _forwards(facts: Facts, gone: Set[tuple[str, str]]) -> Iterator[Forward]:
    """Yield the facts that are none."""
    yield from (Forward(type="source", fact=one) for one in facts.sources if ("source", one.id) in gone)
    yield from (Forward(type="actor", fact=one) for one in facts.actors if ("actor", one.id) in gone)
    yield from (Forward(type="quote", fact=one) for one in facts.quotes if ("quote", one.id) in gone)
    yield from (Forward(type="date", fact=one) for one in facts.dates if ("date", one.id) in gone)


def _in(actor: Actor, sources: frozenset[str]) -> Actor | None:
    """Return what the remaining sources say of an actor; None where they are silent."""
    mentions = tuple(one for one in actor.mentions if one.words.source in sources)
    roles = tuple(role for role in actor.roles if role.source in sources)
    terms: Passage | None = actor.terms if actor.terms and actor.terms.source in sources else None
    return replace(actor, mentions=mentions, roles=roles, terms=terms) if mentions or not actor.mentions else None


def _dated_in(date: Date, sources: frozenset[str]) -> Date | None:
    """Return a date as the remaining sources name it; None where none does."""
    references = tuple(one for one in date.references if one.words.source in sources)
    return replace(date, references=references) if references else None


def _loosen(quote: Quote, actors: frozenset[str], quotes: frozenset[str]) -> Quote:
    """Take out of a quote the references to what is gone."""
    return replace(
        quote,
        speaker=_voice(quote.speaker, actors),
        addressee=_voice(quote.addressee, actors),
        parent=quote.parent if quote.parent in quotes else None,
        about=_kept(quote.about, actors),
    )


def _undated(date: Date, actors: frozenset[str], quotes: frozenset[str]) -> Date:
    """Take out of a date the references to what is gone."""
    return replace(
        date,
        references=tuple(replace(one, actors=_kept(one.actors, actors)) for one in date.references),
        actors=_kept(date.actors, actors),
        beside=_kept(date.beside, actors),
        quotes=_kept(date.quotes, quotes),
    )


def _voice(voice: Voice | None, actors: frozenset[str]) -> Voice | None:
    """Take a rejected actor out of a voice; the words stay."""
    return replace(voice, actor=None) if voice and voice.actor and voice.actor not in actors else voice


def _kept(ids: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    """Return the ids that are still known."""
    return tuple(one for one in ids if one in known)
