"""The facts as people corrected them: a table of what each key does to a fact, and the order of the larger changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from factsheet.edits.dating import redate
from factsheet.edits.refusing import refuse_unknown
from factsheet.edits.rejecting import actors_left, without
from factsheet.edits.splitting import split_off
from factsheet.edits.uniting import Into, choose_targets, told_as, unite
from factsheet.folding import fold
from factsheet.model import (
    Actor,
    Date,
    Decision,
    Facts,
    Finding,
    Form,
    Kind,
    Passage,
    Quote,
    Review,
    Source,
    Span,
    Status,
    Voice,
)

GROWING = ("aliases", "roles", "affiliation")
RULE = "an editor’s correction"
Fact = TypeVar("Fact", Actor, Quote, Date, Source)
Changes = Mapping[str, Callable[[Fact, Decision], Fact]]  # what a key does to a fact


@dataclass(frozen=True, slots=True)
class Corrected:
    """Facts that follow what people decided."""

    facts: Facts
    findings: tuple[Finding, ...] = ()  # decisions that cannot be carried out
    made: frozenset[str] = frozenset()  # ids of actors that no document shows as one: people split them off


def kept_apart(decisions: Iterable[Decision]) -> frozenset[tuple[str, str]]:
    """Return the pairs of actors that people said are two, which resolution has to know."""
    pairs = ((one.id, other) for one in decisions if one.key == "not_same_as" for other in one.added)
    return frozenset((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])


def contradictions(decisions: Iterable[Decision], known: Collection[str]) -> tuple[Finding, ...]:
    """Tell which merges cannot be carried out, from the decisions alone.

    Args:
        decisions: what people decided.
        known: the ids of the actors who have a page.
    """
    made = tuple(decisions)
    rejected = frozenset(one.id for one in made if one.type == "actor" and _rejects(one))
    return choose_targets(made, frozenset(known) - rejected, kept_apart(made), rejected)[1]


def apply_edits(facts: Facts, decisions: Iterable[Decision]) -> Corrected:
    """Correct the facts.

    Mentions are split off first, so that an actor made of them can be corrected; actors and dates are united last, so
    that whatever names a merged one leads to its target.

    Args:
        facts: what resolution found.
        decisions: what people decided, in any order; one about a fact that does not exist does nothing.

    Returns:
        The facts as every page shall show them, and what cannot be done.
    """
    made = tuple(sorted(decisions, key=lambda one: (one.type, one.id, one.key, one.path)))
    split, unsplit = split_off(facts, made)
    known = frozenset(actor.id for actor in split.actors)
    fit, unknown = _name_actors(made, known)
    gone = {(one.type, one.id) for one in made if _rejects(one)}
    present = frozenset(actor.id for actor in actors_left(split, gone))
    told_before = frozenset(one.id for one in facts.forwards if one.target)
    chosen, unmerged = choose_targets(made, present | told_before, kept_apart(made), known - present)
    into = {name: target for name, target in chosen.items() if name in present}
    united = unite(without(_changed(split, (one for one in fit if not _waits(one, into))), gone), into)
    told = _changed(united, (_but(told_as(one, into), known - present) for one in fit if _waits(one, into)))
    return Corrected(
        replace(redate(told, fit), decisions=made),
        (*unsplit, *unknown, *unmerged),
        known - frozenset(actor.id for actor in facts.actors),
    )


def _waits(decision: Decision, into: Into) -> bool:
    """Tell whether a decision is about a list that grows by what is merged into the actor."""
    return decision.key in GROWING and decision.id not in into


def _but(decision: Decision, gone: Collection[str]) -> Decision:
    """Leave out of an affiliation whoever is no actor any more."""
    if decision.key != "affiliation":
        return decision
    return replace(decision, value=tuple(name for name in decision.items if name not in gone))


def _rejects(decision: Decision) -> bool:
    """Tell whether somebody said that a fact is none."""
    return decision.key == "status" and decision.value == Status.REJECTED


def _name_actors(
    decisions: Iterable[Decision], known: Collection[str]
) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
    """Leave out whatever names an actor who does not exist, and tell of it."""
    fit: list[Decision] = []
    findings: list[Finding] = []
    for one in decisions:
        named = one.added if one.key in ("speaker", "addressee", "affiliation") else ()
        unknown = tuple(name for name in named if name not in known)
        findings += (refuse_unknown(one, name, known) for name in unknown)
        if one.key == "affiliation":
            one = replace(one, value=tuple(name for name in one.items if name not in unknown))
        if one.key == "affiliation" or not unknown:
            fit.append(one)
    return tuple(fit), tuple(findings)


# ---------------------------------------------------------------- one key after the other


def _changed(facts: Facts, decisions: Iterable[Decision]) -> Facts:
    """Do to each fact what people decided about it."""
    decided = defaultdict[tuple[str, str], list[Decision]](list)
    for one in decisions:
        decided[one.type, one.id].append(one)
    if not decided:
        return facts
    return replace(
        facts,
        sources=tuple(_follow(one, decided.get(("source", one.id), ()), SOURCE) for one in facts.sources),
        actors=tuple(_follow(one, decided.get(("actor", one.id), ()), ACTOR) for one in facts.actors),
        quotes=tuple(_follow(one, decided.get(("quote", one.id), ()), QUOTE) for one in facts.quotes),
        dates=tuple(_follow(one, decided.get(("date", one.id), ()), DATE) for one in facts.dates),
    )


def _follow(fact: Fact, decisions: Iterable[Decision], changes: Changes[Fact]) -> Fact:
    """Change one fact, in the order of the table: a former name is an alias before aliases are taken away."""
    by_key = {one.key: one for one in decisions}
    for key in changes:
        if key in by_key:
            fact = changes[key](fact, by_key[key])
    return fact


def _listed(values: Iterable[str], decision: Decision) -> tuple[str, ...]:
    """Take out of a list what a person took out, and put in what a person put in."""
    removed = frozenset(map(fold, decision.removed))
    kept = (one for one in values if fold(one) not in removed)
    return tuple(dict.fromkeys((*kept, *map(fold, decision.added))))


def _rename(actor: Actor, decision: Decision) -> Actor:
    """Give an actor its new name; the old one stays as an alias, for the texts go on using it."""
    name = fold(decision.words)
    if not name or name == actor.name:
        return actor
    aliases = tuple(alias for alias in dict.fromkeys((actor.name, *actor.aliases)) if alias != name)
    return replace(actor, name=name, aliases=aliases)


def _roles(actor: Actor, decision: Decision) -> Actor:
    """Take roles from an actor, and give it those that a person wrote, which no passage tells."""
    removed = frozenset(fold(role).casefold() for role in decision.removed)
    told = tuple(role for role in actor.roles if fold(role.text).casefold() not in removed)
    own = (role for role in (*actor.editor_roles, *map(fold, decision.added)) if role.casefold() not in removed)
    return replace(actor, roles=told, editor_roles=tuple(dict.fromkeys(own)))


def _aliases(actor: Actor, decision: Decision) -> Actor:
    """Change the other names of an actor."""
    aliases = _listed(actor.aliases, decision)
    return replace(actor, aliases=tuple(one for one in aliases if one and one != actor.name))


def _affiliation(actor: Actor, decision: Decision) -> Actor:
    """Change to whom an actor belongs."""
    return replace(actor, affiliation=tuple(one for one in _listed(actor.affiliation, decision) if one != actor.id))


def _voice(quote: Quote, voice: Voice | None, actor: str) -> Voice | None:
    """Name somebody in a quote; the words of the text stay, or are none."""
    start = quote.words.span.start
    words = voice.words if voice else Passage(quote.source, Span(start, start), "")
    return Voice(words=words, actor=actor or None) if actor or words.text else None


def _speaker(quote: Quote, decision: Decision) -> Quote:
    """Give a quote the speaker whom a person named."""
    return replace(quote, speaker=_voice(quote, quote.speaker, decision.words), confidence=1.0, rule=RULE)


def _addressee(quote: Quote, decision: Decision) -> Quote:
    """Say to whom a quote was said."""
    return replace(quote, addressee=_voice(quote, quote.addressee, decision.words))


def _tags(fact: Fact, decision: Decision) -> Fact:
    """Give a fact the words by which people sort it."""
    return replace(fact, tags=tuple(dict.fromkeys(decision.items)))


def _reviewed(fact: Fact, decision: Decision) -> Fact:
    """Tell of a fact what people found when they checked it."""
    return replace(fact, review=_review(fact.review, decision.key, fold(decision.words)))


def _review(review: Review, key: str, value: str) -> Review:
    """Set one thing that people found."""
    if key == "status":
        return replace(review, status=Status(value or Status.UNREVIEWED))
    by, on, note = (value if key == name else old for name, old in zip(REVIEW, _said(review), strict=True))
    return replace(review, by=by, on=on, note=note)


def _said(review: Review) -> tuple[str, str, str]:
    """Return what the keys of REVIEW say."""
    return review.by, review.on, review.note


REVIEW = ("reviewed_by", "reviewed_on", "note")


SOURCE: Changes[Source] = {**dict.fromkeys(("status", *REVIEW), _reviewed), "tags": _tags}
ACTOR: Changes[Actor] = {
    "title": _rename,
    "kind": lambda actor, one: replace(actor, kind=Kind(one.words or actor.kind)),
    "aliases": _aliases,
    "roles": _roles,
    "affiliation": _affiliation,
    "same_as": lambda actor, one: replace(actor, same_as=one.items),
    **dict.fromkeys(("status", *REVIEW), _reviewed),
    "tags": _tags,
}
QUOTE: Changes[Quote] = {
    "speaker": _speaker,
    "addressee": _addressee,
    "form": lambda quote, one: replace(quote, form=Form(one.words or quote.form)),
    "said_on": lambda quote, one: replace(quote, said_on=one.words),
    **dict.fromkeys(("status", *REVIEW), _reviewed),
    "tags": _tags,
}
DATE: Changes[Date] = {
    "title": lambda date, one: replace(date, title=fold(one.words)),
    **dict.fromkeys(("status", *REVIEW), _reviewed),
    "tags": _tags,
}
