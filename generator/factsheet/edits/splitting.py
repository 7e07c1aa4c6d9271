"""Mentions that a person said are somebody else's: they leave an actor with all that hangs on them; pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from factsheet.edits.keys import not_here
from factsheet.edits.refusing import refuse, refuse_unknown
from factsheet.folding import fold
from factsheet.model import (
    Actor,
    ActorReference,
    Date,
    Decision,
    Facts,
    Finding,
    MentionType,
    Passage,
    Quote,
    Span,
    Voice,
)
from factsheet.resolve.naming import digest
from factsheet.slugs import slug_of

PLACE = re.compile(r"(?P<source>\S+):(?P<start>\d+)-(?P<end>\d+)")
LINES = re.compile(r"[^\n]*\S[^\n]*")  # a page shows a passage line by line, each with its place


@dataclass(frozen=True, slots=True)
class Move:
    """Mentions that leave one actor for another."""

    origin: str
    target: str
    name: str  # of the target, where the facts do not know it yet
    mentions: tuple[ActorReference, ...]
    left: tuple[ActorReference, ...]  # that stay with the origin


def split_off(facts: Facts, decisions: Iterable[Decision]) -> tuple[Facts, tuple[Finding, ...]]:
    """Move mentions from the actors who do not own them to those who do.

    Args:
        facts: what resolution found.
        decisions: what people decided; those of `not_here` count.

    Returns:
        The facts, actors who were made among them, and what could not be done. With a mention go the words in which
        somebody speaks or is spoken to, the roles of its sentence, and its place beside dates and in quotes.
    """
    known = {actor.id: actor for actor in facts.actors}
    moves: list[Move] = []
    findings: list[Finding] = []
    for one in decisions:
        if one.key == "not_here" and one.id in known:
            wanted, refused = _wanted(known[one.id], one, known)
            moves += wanted
            findings += refused
    return _moved(facts, moves), tuple(findings)


def _wanted(actor: Actor, decision: Decision, known: Mapping[str, Actor]) -> tuple[list[Move], list[Finding]]:
    """Return what is to leave an actor; nothing where that would be all of it."""
    findings: list[Finding] = []
    owners: dict[ActorReference, tuple[str, str]] = {}
    for item in decision.items:
        what, target = not_here(item)
        found = [mention for mention in actor.mentions if _fits(mention, what)]
        if not found:
            message = f"{what!r} is no mention on this page; copy the words, or a place from data-at"
            findings.append(refuse(decision, message, "not-here"))
        elif target and target not in known:
            findings.append(refuse_unknown(decision, target, known))
        else:
            owner = (target, "") if target else _new_owner(actor, found)
            owners |= {mention: owner for mention in found if mention not in owners}
    if owners and len(owners) == len(actor.mentions):
        message = "takes away every mention; set `merge_into`, another `title` or `status: rejected` instead"
        return [], [*findings, refuse(decision, message, "not-here")]
    left = tuple(mention for mention in actor.mentions if mention not in owners)
    groups = defaultdict[tuple[str, str], list[ActorReference]](list)
    for mention, owner in owners.items():
        groups[owner].append(mention)
    moves = [Move(actor.id, *owner, tuple(mentions), left) for owner, mentions in sorted(groups.items())]
    return [move for move in moves if move.target != actor.id], findings


def _fits(mention: ActorReference, what: str) -> bool:
    """Tell whether a mention is meant by words, by its place, or by that of the line in which it stands."""
    if found := PLACE.fullmatch(what):
        span = Span(int(found["start"]), int(found["end"]))
        places = (mention.words.span, *_lines(mention))
        return mention.words.source == found["source"] and span in places
    return fold(mention.words.text).casefold() == fold(what).casefold()


def _lines(mention: ActorReference) -> Iterator[Span]:
    """Yield the lines of its sentence that hold a mention."""
    start = mention.context.span.start
    for line in LINES.finditer(mention.context.text):
        span = Span(line.start() + start, line.end() + start)
        if span.covers(mention.words.span):
            yield span


def _new_owner(actor: Actor, mentions: Sequence[ActorReference]) -> tuple[str, str]:
    """Return id and name of the actor to whom mentions belong that a person gave to nobody."""
    name = fold(min(mentions, key=lambda one: (one.type, one.words)).words.text)
    return f"{slug_of(name) or 'actor'}-{digest(f'{actor.id} {name.casefold()}')}", name


# ---------------------------------------------------------------- moving


def _moved(facts: Facts, moves: Sequence[Move]) -> Facts:
    """Move mentions, and whatever hangs on them."""
    actors = {actor.id: actor for actor in facts.actors}
    quotes, dates = facts.quotes, facts.dates
    for move in moves:
        origin = actors[move.origin]
        target = actors.get(move.target) or Actor(id=move.target, name=move.name, kind=origin.kind)
        actors[move.origin], actors[move.target] = _without(origin, move), _with(target, origin, move)
        quotes = tuple(_of_a_quote(quote, move) for quote in quotes)
        dates = tuple(_of_a_date(date, move) for date in dates)
    return replace(facts, actors=tuple(actors[name] for name in sorted(actors)), quotes=quotes, dates=dates)


def _names(mentions: Iterable[ActorReference]) -> tuple[str, ...]:
    """Return the names by which an actor is mentioned."""
    return tuple(one.words.text for one in mentions if one.type is MentionType.NAME)


def _without(origin: Actor, move: Move) -> Actor:
    """Take mentions from an actor, with the aliases and roles that nothing else gives it."""
    lost = {*_names(move.mentions)} - {*_names(move.left)}
    return replace(
        origin,
        mentions=tuple(one for one in origin.mentions if one not in move.mentions),
        aliases=tuple(alias for alias in origin.aliases if alias not in lost),
        roles=tuple(role for role in origin.roles if not _leaves(role, move)),
        terms=None if origin.terms and _leaves(origin.terms, move) else origin.terms,
    )


def _with(target: Actor, origin: Actor, move: Move) -> Actor:
    """Give mentions to an actor, with the aliases and roles that they bring."""
    aliases = (*target.aliases, *(name for name in _names(move.mentions) if fold(name) != target.name))
    terms = origin.terms if origin.terms and _leaves(origin.terms, move) else None
    return replace(
        target,
        mentions=tuple(sorted((*target.mentions, *move.mentions), key=lambda one: one.words)),
        aliases=tuple(dict.fromkeys(aliases)),
        roles=(*target.roles, *(role for role in origin.roles if _leaves(role, move))),
        terms=target.terms or terms,
    )


def _leaves(passage: Passage, move: Move) -> bool:
    """Tell whether a role is told in the sentence of a mention that leaves, and of none that stays."""
    told = [_covers(one.context, passage) for one in move.mentions]
    return any(told) and not any(_covers(one.context, passage) for one in move.left)


def _of_a_quote(quote: Quote, move: Move) -> Quote:
    """Let a quote follow the mentions in it."""
    return replace(
        quote,
        speaker=_voice(quote.speaker, move),
        addressee=_voice(quote.addressee, move),
        about=_restated(quote.about, quote.pieces or (quote.words,), move),
    )


def _voice(voice: Voice | None, move: Move) -> Voice | None:
    """Give a voice to whom its words now mention."""
    if voice is None or voice.actor != move.origin or not any(_meets(voice.words, one.words) for one in move.mentions):
        return voice
    return replace(voice, actor=move.target)


def _of_a_date(date: Date, move: Move) -> Date:
    """Let a date follow the mentions beside it."""
    references = tuple(replace(one, actors=_restated(one.actors, one.clause, move)) for one in date.references)
    clauses = [piece for one in date.references for piece in one.clause]
    actors = _restated(date.actors, clauses, move)
    beside = _restated(date.beside, [one.context for one in date.references], move)
    return replace(date, references=references, actors=actors, beside=tuple(one for one in beside if one not in actors))


def _restated(ids: tuple[str, ...], passages: Sequence[Passage], move: Move) -> tuple[str, ...]:
    """Say anew who is named in passages where a mention that moves stands; the others stay as they are."""
    if not any(_covers(passage, one.words) for passage in passages for one in move.mentions):
        return ids
    stays = any(_covers(passage, one.words) for passage in passages for one in move.left)
    kept = (one for one in ids if one != move.origin or stays)
    return tuple(sorted({*kept, move.target}))


def _covers(passage: Passage, other: Passage) -> bool:
    """Tell whether a passage lies in another one."""
    return passage.source == other.source and passage.span.covers(other.span)


def _meets(passage: Passage, other: Passage) -> bool:
    """Tell whether two passages share words."""
    return passage.source == other.source and passage.span.overlaps(other.span)
