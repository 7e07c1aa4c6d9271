"""Actors that people said are one; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from factsheet.edits.refusing import refuse, refuse_unknown
from factsheet.model import Actor, Date, Decision, Facts, Finding, Forward, Quote, Suggestion, Voice

Into = Mapping[str, str]  # from the id of an actor to that of the one as whom it is told
Apart = Set[tuple[str, str]]  # pairs of ids, each sorted, that people said are two


def choose_targets(
    decisions: Iterable[Decision], known: Set[str], apart: Apart, rejected: Set[str] = frozenset()
) -> tuple[Into, tuple[Finding, ...]]:
    """Find as whom each actor is told that people merged, chains followed.

    Args:
        decisions: what people decided; those of `merge_into` count.
        known: the ids of all actors there are.
        apart: the pairs that are kept apart.
        rejected: the ids of actors that are none.

    Returns:
        For each merged actor its last target, and the decisions that do nothing: an actor that does not exist or is
        rejected, a circle, and whatever would unite two who are kept apart.
    """
    wanted = {one.id: one for one in decisions if one.key == "merge_into" and one.words and one.id in known}
    findings: list[Finding] = []
    for one in tuple(wanted.values()):
        if one.words in rejected:
            findings.append(refuse(wanted.pop(one.id), f"{one.words!r} is rejected; take one of the two back", "merge"))
        elif one.words not in known:
            findings.append(refuse_unknown(wanted.pop(one.id), one.words, known))
    circles = {name for name in wanted if _comes_back(name, wanted)}
    for name in sorted(circles):
        message = f"leads in a circle back to {name!r}; say on one page only which of them stays"
        findings.append(refuse(wanted.pop(name), message, "merge"))
    while torn := _torn(wanted, apart):
        for name, other in torn.items():
            message = f"would make {name!r} and {other!r} one, whom `not_same_as` keeps apart; take one of the two back"
            findings.append(refuse(wanted.pop(name), message, "merge"))
    return {name: _last(name, wanted) for name in sorted(wanted)}, tuple(findings)


def _comes_back(name: str, wanted: Mapping[str, Decision]) -> bool:
    """Tell whether the chain from an actor leads back to it."""
    seen = set[str]()
    place = wanted[name].words
    while place in wanted and place not in seen and place != name:
        seen.add(place)
        place = wanted[place].words
    return place == name


def _last(name: str, wanted: Mapping[str, Decision]) -> str:
    """Follow a chain that is no circle to its end."""
    while name in wanted:
        name = wanted[name].words
    return name


def _torn(wanted: Mapping[str, Decision], apart: Apart) -> dict[str, str]:
    """Return the merged actors that would be one with somebody from whom they are kept apart.

    Where one of two is on the way of the other, that one may go on.
    """
    torn: dict[str, str] = {}
    for one, other in sorted(apart):
        if _last(one, wanted) == _last(other, wanted):
            ways = ((one, other), (other, one))
            found = [pair for pair in ways if pair[1] in _way(pair[0], wanted)] or ways
            torn |= {name: whom for name, whom in found if name in wanted and name not in torn}
    return torn


def _way(name: str, wanted: Mapping[str, Decision]) -> Iterator[str]:
    """Yield those as whom an actor is told, one after the other."""
    while name in wanted:
        name = wanted[name].words
        yield name


# ---------------------------------------------------------------- uniting


def unite(facts: Facts, into: Into) -> Facts:
    """Tell actors as others.

    Args:
        facts: what the site would say.
        into: from each merged actor to the one as whom it is told, who is not merged.

    Returns:
        The facts: mentions, names, roles, quotes, dates and affiliations are the target's, whose name, kind and review
        stand; each merged actor leads there.
    """
    if not into:
        return facts
    actors = {actor.id: actor for actor in facts.actors}
    merged = defaultdict[str, list[Actor]](list)
    for name in sorted(into):
        merged[into[name]].append(actors[name])
    kept = (_united(actor, merged.get(actor.id, ())) for actor in facts.actors if actor.id not in into)
    gone = (Forward(type="actor", fact=actors[name], target=into[name]) for name in sorted(into))
    return replace(
        facts,
        actors=tuple(replace(one, affiliation=_told(one.affiliation, into, but=one.id)) for one in kept),
        quotes=tuple(_of_a_quote(quote, into) for quote in facts.quotes),
        dates=tuple(_of_a_date(date, into) for date in facts.dates),
        suggestions=tuple(_suggested(facts.suggestions, into)),
        forwards=(*facts.forwards, *gone),
    )


def told_as(decision: Decision, into: Into) -> Decision:
    """Let a decision name the targets instead of merged actors."""
    if decision.key != "affiliation":
        return decision
    before = decision.before if isinstance(decision.before, tuple) else ()
    return replace(decision, value=_told(decision.items, into), before=_told(before, into))


def _united(actor: Actor, others: Sequence[Actor]) -> Actor:
    """Give an actor all that others have."""
    if not others:
        return actor
    every = (actor, *others)
    names = (*actor.aliases, *(name for one in others for name in (one.name, *one.aliases)))
    roles = {role.text.casefold(): role for role in sorted((r for one in every for r in one.roles), reverse=True)}
    return replace(
        actor,
        aliases=tuple(name for name in dict.fromkeys(names) if name != actor.name),
        roles=tuple(sorted(roles.values())),
        editor_roles=tuple(dict.fromkeys(role for one in every for role in one.editor_roles)),
        affiliation=tuple(dict.fromkeys(head for one in every for head in one.affiliation)),
        mentions=tuple(sorted((m for one in every for m in one.mentions), key=lambda one: one.words)),
        terms=next((one.terms for one in every if one.terms), None),
        same_as=tuple(dict.fromkeys(address for one in every for address in one.same_as)),
        tags=tuple(dict.fromkeys(tag for one in every for tag in one.tags)),
    )


def _told(ids: Iterable[str], into: Into, but: str = "") -> tuple[str, ...]:
    """Name the targets instead of merged actors, each once."""
    found = dict.fromkeys(into.get(one, one) for one in ids)
    return tuple(one for one in found if one != but)


def _of_a_quote(quote: Quote, into: Into) -> Quote:
    """Let a quote follow its actors."""
    about = tuple(sorted(_told(quote.about, into)))
    return replace(quote, speaker=_voice(quote.speaker, into), addressee=_voice(quote.addressee, into), about=about)


def _voice(voice: Voice | None, into: Into) -> Voice | None:
    """Let a voice follow its actor."""
    return replace(voice, actor=into.get(voice.actor, voice.actor)) if voice and voice.actor else voice


def _of_a_date(date: Date, into: Into) -> Date:
    """Let a date follow its actors."""
    actors = tuple(sorted(_told(date.actors, into)))
    return replace(
        date,
        references=tuple(replace(one, actors=tuple(sorted(_told(one.actors, into)))) for one in date.references),
        actors=actors,
        beside=tuple(sorted(one for one in _told(date.beside, into) if one not in actors)),
    )


def _suggested(suggestions: Iterable[Suggestion], into: Into) -> Iterator[Suggestion]:
    """Yield what is still to be decided: of several suggestions of two actors the surest, none of actors now one."""
    seen = set[tuple[str, str]]()
    for one in suggestions:
        first, second = sorted(into.get(name, name) for name in one.actors)
        if first != second and (first, second) not in seen:
            seen.add((first, second))
            yield replace(one, actors=(first, second))
