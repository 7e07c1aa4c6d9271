"""The facts with all that people said of the ones they added, whatever the machine makes of the text around; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from factsheet.added.joining import RULE, names_somebody
from factsheet.added.locating import Located
from factsheet.model import Actor, Facts, Finding, Kind, Passage, Quote, Span, Voice
from factsheet.resolve.dates import date_slug
from factsheet.resolve.named import name_key
from factsheet.slugs import slug_of

NEAREST = 2  # ids that are offered where an unknown one stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The facts with the added ones."""

    facts: Facts
    ids: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # type and id of each added fact, by its path
    findings: tuple[Finding, ...] = ()


class _Cast:
    """The actors, and those whom people added by naming them."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.actors = {actor.id: actor for actor in actors}
        self.named: dict[str, list[str]] = {}
        for actor in self.actors.values():
            self._name(actor)

    def _name(self, actor: Actor) -> None:
        """Note under which names an actor is known, its own name first."""
        for name in (actor.name, *actor.aliases):
            ids = self.named.setdefault(name_key(name), [])
            ids.insert(0 if name == actor.name else len(ids), actor.id)

    def called(self, name: str, kind: Kind | None = None) -> str:
        """Return the id of the actor of a name; one whom nobody knows is made."""
        known = self.named.get(name_key(name), [])
        if known:
            return known[0]
        slug = slug_of(name) or "actor"
        id_ = slug if slug not in self.actors else f"{slug}-{len(self.actors)}"
        self.put(Actor(id=id_, name=name, kind=kind or Kind.PERSON))
        self._name(self.actors[id_])
        return id_

    def put(self, actor: Actor) -> None:
        """Put an actor in the place of the one with its id."""
        self.actors[actor.id] = actor


def complete(facts: Facts, located: Sequence[Located], quotes: Mapping[str, str], folder: str) -> Completed:
    """Tell of the added facts what people said of them.

    Args:
        facts: what resolution made of the mentions, the added ones among them.
        located: the added facts.
        quotes: the ids of added quotes, by the path of the page.
        folder: the name of docs/ in findings.

    Returns:
        The facts, with actors whom only people know; their ids; and as findings speakers who are nobody.
    """
    cast = _Cast(facts.actors)
    ids = {one.added.path: ("quote", quotes[one.added.path]) for one in located if one.added.type == "quote"}
    owners = _owners(facts.actors)
    for one in (one for one in located if one.added.type == "actor"):
        ids[one.added.path] = ("actor", _set_actor(one, owners, cast))
    values = {one.added.path: one.added.values["value"] for one in located if one.added.type == "date"}
    ids |= {path: ("date", date_slug(value)) for path, value in values.items()}
    findings = tuple(_unknown(located, cast, folder))
    said = {quotes[one.added.path]: one for one in located if one.added.type == "quote"}
    told = tuple(_tell(quote, said[quote.id], cast) if quote.id in said else quote for quote in facts.quotes)
    actors = tuple(cast.actors[name] for name in sorted(cast.actors))
    return Completed(facts=replace(facts, actors=actors, quotes=told), ids=ids, findings=findings)


def _owners(actors: Iterable[Actor]) -> Mapping[tuple[str, Span], str]:
    """Say whom each mention mentions."""
    return {(one.words.source, one.words.span): actor.id for actor in actors for one in actor.mentions}


def _set_actor(one: Located, owners: Mapping[tuple[str, Span], str], cast: _Cast) -> str:
    """Give an added actor its name and kind, and return its id."""
    name, kind = one.added.values["title"], Kind(one.added.values["kind"])
    found = next((owners[spot.source, spot.span] for spot in one.spots if (spot.source, spot.span) in owners), "")
    id_ = found or (one.added.id if one.added.id in cast.actors else cast.called(name, kind))
    actor = cast.actors[id_]
    aliases = tuple(alias for alias in dict.fromkeys((actor.name, *actor.aliases)) if alias != name)
    cast.put(replace(actor, name=name, kind=kind, aliases=aliases))
    return id_


# ---------------------------------------------------------------- speakers


def _unknown(located: Iterable[Located], cast: _Cast, folder: str) -> Iterator[Finding]:
    """Yield the ids of speakers and addressees who are nobody."""
    for one in located:
        for key in ("speaker", "addressee"):
            value = one.added.values.get(key, "") if one.added.type == "quote" else ""
            if value and not names_somebody(value) and value not in cast.actors:
                near = get_close_matches(value, cast.actors, n=NEAREST)
                hint = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
                message = (
                    f"{key}: {value!r} is no actor's id; {hint}To name somebody new, write the name with a capital"
                )
                path = f"{folder}/{one.added.place}"
                yield Finding(path=path, line=one.added.lines.get(key, 1), message=message, code="unknown-actor")


def _tell(quote: Quote, one: Located, cast: _Cast) -> Quote:
    """Say who speaks to whom and when, as the person did."""
    values = one.added.values
    speaker = _voice(quote, quote.speaker, values.get("speaker", ""), cast)
    sure = speaker is not None and speaker.actor is not None and "speaker" in values
    return replace(
        quote,
        speaker=speaker,
        addressee=_voice(quote, quote.addressee, values.get("addressee", ""), cast),
        said_on=values.get("said_on", quote.said_on),
        confidence=1.0 if sure else quote.confidence,
        rule=RULE if sure else quote.rule,
    )


def _voice(quote: Quote, found: Voice | None, value: str, cast: _Cast) -> Voice | None:
    """Return the voice that a person named, with the words of the text where it has some for this actor."""
    if not value or (not names_somebody(value) and value not in cast.actors):
        return found
    if found and found.actor and (found.actor == value or name_key(value) == name_key(found.words.text)):
        return found
    actor = cast.called(value) if names_somebody(value) else value
    start = quote.words.span.start
    return Voice(words=found.words if found else Passage(quote.source, Span(start, start), ""), actor=actor)
