"""What people changed on the pages, read as decisions, and the facts as people corrected them; pure.

A decision is read from the front matter of a page beside its base, the page as the machine last wrote it. The base
of a key that a person changed stays as it was, so that the decision is read again in every run, and undoing the
edit undoes the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.model import Actor, Date, Facts, Kind, Passage, Quote, Review, Span, Status, Voice

REVIEWING = frozenset({"status", "reviewed_by", "reviewed_on", "note"})


@dataclass(frozen=True, slots=True)
class Rename:
    """An actor has another name."""

    actor: str
    name: str


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """An actor is of another kind."""

    actor: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Attribute:
    """A quote has another speaker; None: nobody is identified."""

    quote: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Reject:
    """A fact is a false positive: it goes, and does not come back."""

    type: str  # actor, quote, date or source
    id: str


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Two actors are not one."""

    actors: tuple[str, str]  # ids, sorted


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody checked a fact."""

    type: str  # actor, quote, date or source
    id: str
    review: Review


Decision = Rename | ChangeKind | Attribute | Reject | KeepApart | Judge


def read_decisions(pages: Iterable[tuple[str, str | None]]) -> tuple[Decision, ...]:
    """Read what people decided.

    Args:
        pages: for each edited page its base and its text now, None where a person deleted it. A page whose front
            matter cannot be read decides nothing; merging tells of it.

    Returns:
        The decisions, sorted, each once.
    """
    found = {decision for base, mine in pages for decision in _decide(base, mine)}
    return tuple(sorted(found, key=repr))


def kept_apart(decisions: Iterable[Decision]) -> frozenset[tuple[str, str]]:
    """Return the pairs of actors that people said are two, which resolution has to know."""
    return frozenset(one.actors for one in decisions if isinstance(one, KeepApart))


def apply_edits(facts: Facts, decisions: Iterable[Decision]) -> Facts:
    """Correct the facts.

    Args:
        facts: what resolution found.
        decisions: what people decided; one about a fact or an actor that does not exist does nothing.

    Returns:
        The facts as every page shall show them: names and kinds changed, quotes re-attributed, and what was rejected
        gone with every reference to it.
    """
    made = tuple(decisions)
    names = {one.actor: one.name for one in made if isinstance(one, Rename)}
    kinds = {one.actor: one.kind for one in made if isinstance(one, ChangeKind)}
    known = {None, *(actor.id for actor in facts.actors)}
    speakers = {one.quote: one.speaker for one in made if isinstance(one, Attribute) and one.speaker in known}
    gone = frozenset((one.type, one.id) for one in made if isinstance(one, Reject))
    actors = (_correct(actor, names, kinds) for actor in facts.actors)
    quotes = (_attribute(quote, speakers) for quote in facts.quotes)
    reviews = {(one.type, one.id): one.review for one in made if isinstance(one, Judge)}
    return _without(_judged(replace(facts, actors=tuple(actors), quotes=tuple(quotes)), reviews), gone)


# ---------------------------------------------------------------- reading


def _decide(base: str, mine: str | None) -> Iterator[Decision]:
    """Yield what the difference between a page and its base decides."""
    old = _values(base)
    if not old or "id" not in old or old.get("type") not in ("actor", "quote", "date", "source"):
        return
    if mine is None:
        yield Reject(str(old["type"]), str(old["id"]))
        return
    new = _values(mine)
    if new is None:
        return
    changed = {key: value for key, value in new.items() if value != old.get(key)}
    if changed.get("status") == Status.REJECTED:
        yield Reject(str(old["type"]), str(old["id"]))
    elif set(changed) & REVIEWING and new.get("status") in tuple(Status):
        yield Judge(str(old["type"]), str(old["id"]), _review(new))
    yield from _of_an_actor(str(old["id"]), changed) if old["type"] == "actor" else ()
    yield from _of_a_quote(str(old["id"]), old, new) if old["type"] == "quote" else ()


def _review(values: Mapping[str, object]) -> Review:
    """Read what people found when they checked a fact."""
    by, on, note = (str(values.get(key) or "") for key in ("reviewed_by", "reviewed_on", "note"))
    return Review(status=Status(str(values["status"])), by=by, on=on, note=note)


def _of_an_actor(name: str, changed: Mapping[str, object]) -> Iterator[Decision]:
    """Yield what changed about an actor; an unknown kind decides nothing, `check` tells of it."""
    title, kind = changed.get("title"), changed.get("kind")
    if isinstance(title, str) and title.strip():
        yield Rename(name, title)
    if kind in tuple(Kind):
        yield ChangeKind(name, Kind(str(kind)))
    others = changed.get("not_same_as")
    for other in others if isinstance(others, list) else ():
        if isinstance(other, str) and other != name:
            yield KeepApart((name, other) if name < other else (other, name))


def _of_a_quote(name: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Decision]:
    """Yield what changed about a quote; a key taken away says that nobody is identified."""
    before, now = old.get("speaker", ""), new.get("speaker", "")
    if now != before and isinstance(now, str):
        yield Attribute(name, now or None)


def _values(text: str) -> Mapping[str, object] | None:
    """Read front matter; None where it cannot be read."""
    try:
        return parse_front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n")).values
    except FrontMatterError:
        return None


# ---------------------------------------------------------------- applying


def _judged(facts: Facts, reviews: Mapping[tuple[str, str], Review]) -> Facts:
    """Tell of each fact what people found when they checked it."""
    return replace(
        facts,
        sources=tuple(replace(one, review=reviews.get(("source", one.id), one.review)) for one in facts.sources),
        actors=tuple(replace(one, review=reviews.get(("actor", one.id), one.review)) for one in facts.actors),
        quotes=tuple(replace(one, review=reviews.get(("quote", one.id), one.review)) for one in facts.quotes),
        dates=tuple(replace(one, review=reviews.get(("date", one.id), one.review)) for one in facts.dates),
    )


def _correct(actor: Actor, names: Mapping[str, str], kinds: Mapping[str, Kind]) -> Actor:
    """Give an actor its new name and kind; the old name stays as an alias, for the texts go on using it."""
    name = names.get(actor.id, actor.name)
    former = (actor.name,) if name != actor.name else ()
    aliases = tuple(alias for alias in dict.fromkeys((*former, *actor.aliases)) if alias != name)
    return replace(actor, name=name, aliases=aliases, kind=kinds.get(actor.id, actor.kind))


def _attribute(quote: Quote, speakers: Mapping[str, str | None]) -> Quote:
    """Give a quote the speaker whom a person named; the words of the text stay, or are none."""
    if quote.id not in speakers:
        return quote
    start, actor = quote.words.span.start, speakers[quote.id]
    words = quote.speaker.words if quote.speaker else Passage(quote.source, Span(start, start), "")
    speaker = Voice(words=words, actor=actor) if actor or words.text else None
    return replace(quote, speaker=speaker, confidence=1.0, rule="an editor’s correction")


def _without(facts: Facts, gone: frozenset[tuple[str, str]]) -> Facts:
    """Take out what was rejected, and what rests on a rejected source alone."""
    sources = tuple(source for source in facts.sources if ("source", source.id) not in gone)
    known = frozenset(source.id for source in sources)
    actors = tuple(one for actor in facts.actors if ("actor", actor.id) not in gone and (one := _in(actor, known)))
    quotes = tuple(quote for quote in facts.quotes if ("quote", quote.id) not in gone and quote.words.source in known)
    dates = tuple(it for date in facts.dates if ("date", date.id) not in gone and (it := _dated_in(date, known)))
    heads, said = frozenset(one.id for one in actors), frozenset(one.id for one in quotes)
    return Facts(
        sources=sources,
        actors=tuple(replace(one, affiliation=_kept(one.affiliation, heads)) for one in actors),
        quotes=tuple(_loosen(one, heads, said) for one in quotes),
        dates=tuple(_undated(one, heads, said) for one in dates),
        suggestions=tuple(one for one in facts.suggestions if heads.issuperset(one.actors)),
    )


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
