"""The facts as people corrected them; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from factsheet.edits.rejecting import without
from factsheet.model import Actor, Date, Decision, Facts, Kind, Passage, Quote, Review, Source, Span, Status, Voice

Fact = TypeVar("Fact", Actor, Quote, Date, Source)
Changes = Mapping[str, Callable[[Fact, Decision], Fact]]  # what a key does to a fact
Decided = Mapping[tuple[str, str], Sequence[Decision]]  # by type and id of the fact


def kept_apart(decisions: Iterable[Decision]) -> frozenset[tuple[str, str]]:
    """Return the pairs of actors that people said are two, which resolution has to know."""
    pairs = ((one.id, other) for one in decisions if one.key == "not_same_as" for other in one.added)
    return frozenset((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])


def apply_edits(facts: Facts, decisions: Iterable[Decision]) -> Facts:
    """Correct the facts.

    Args:
        facts: what resolution found.
        decisions: what people decided; one about a fact or an actor that does not exist does nothing.

    Returns:
        The facts as every page shall show them: names and kinds changed, quotes re-attributed, and what was rejected
        gone with every reference to it.
    """
    known = frozenset(actor.id for actor in facts.actors)
    made = [one for one in decisions if one.key != "speaker" or not one.value or one.value in known]
    decided = defaultdict[tuple[str, str], list[Decision]](list)
    for one in made:
        decided[one.type, one.id].append(one)
    corrected = replace(
        facts,
        sources=tuple(_changed(one, decided["source", one.id], SOURCE) for one in facts.sources),
        actors=tuple(_changed(one, decided["actor", one.id], ACTOR) for one in facts.actors),
        quotes=tuple(_changed(one, decided["quote", one.id], QUOTE) for one in facts.quotes),
        dates=tuple(_changed(one, decided["date", one.id], DATE) for one in facts.dates),
    )
    return without(corrected, {(one.type, one.id) for one in made if one.key == "status" and one.value == "rejected"})


def _changed(fact: Fact, decisions: Iterable[Decision], changes: Changes[Fact]) -> Fact:
    """Do to a fact what people decided about it."""
    for one in decisions:
        if one.key in changes:
            fact = changes[one.key](fact, one)
    return fact


def _rename(actor: Actor, decision: Decision) -> Actor:
    """Give an actor its new name; the old one stays as an alias, for the texts go on using it."""
    name = decision.words
    if not name.strip() or name == actor.name:
        return actor
    aliases = tuple(alias for alias in dict.fromkeys((actor.name, *actor.aliases)) if alias != name)
    return replace(actor, name=name, aliases=aliases)


def _kind(actor: Actor, decision: Decision) -> Actor:
    """Give an actor its new kind; an unknown one changes nothing, `check` tells of it."""
    return replace(actor, kind=Kind(decision.words)) if decision.value in tuple(Kind) else actor


def _speaker(quote: Quote, decision: Decision) -> Quote:
    """Give a quote the speaker whom a person named; the words of the text stay, or are none."""
    start = quote.words.span.start
    words = quote.speaker.words if quote.speaker else Passage(quote.source, Span(start, start), "")
    actor = decision.words or None
    speaker = Voice(words=words, actor=actor) if actor or words.text else None
    return replace(quote, speaker=speaker, confidence=1.0, rule="an editor’s correction")


def _reviewed(fact: Fact, decision: Decision) -> Fact:
    """Tell of a fact what people found when they checked it."""
    review = REVIEW[decision.key](fact.review, decision.words)
    return replace(fact, review=review)


def _status(review: Review, value: str) -> Review:
    """Set how far a fact is reviewed."""
    return replace(review, status=Status(value)) if value in tuple(Status) else review


REVIEW: Mapping[str, Callable[[Review, str], Review]] = {
    "status": _status,
    "reviewed_by": lambda review, value: replace(review, by=value),
    "reviewed_on": lambda review, value: replace(review, on=value),
    "note": lambda review, value: replace(review, note=value),
}
SOURCE: Changes[Source] = dict.fromkeys(REVIEW, _reviewed)
ACTOR: Changes[Actor] = {"title": _rename, "kind": _kind, **dict.fromkeys(REVIEW, _reviewed)}
QUOTE: Changes[Quote] = {"speaker": _speaker, **dict.fromkeys(REVIEW, _reviewed)}
DATE: Changes[Date] = dict.fromkeys(REVIEW, _reviewed)
