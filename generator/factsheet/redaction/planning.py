"""From what `redact` lists to the words that must go: what its entries stand for in the facts; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from factsheet.blocks import is_blocked
from factsheet.model import Actor, Facts, Kind, Quote
from factsheet.redaction.register import Entry, Register, united
from factsheet.redaction.terms import Terms, digest, phrase
from factsheet.resolve.naming import IDENTIFYING_WORDS

KINDS = ("actor", "quote", "text")
TELLING = 4  # words from which a quote is looked for anywhere; fewer are said by many
NOTHING, EMPTY = Terms(), Register()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What must go."""

    terms: Terms = NOTHING
    actors: frozenset[str] = frozenset()  # ids
    quotes: frozenset[str] = frozenset()  # ids
    register: Register = EMPTY
    unknown: tuple[tuple[int, str], ...] = ()  # entries that stand for nothing: their number from 0, and why


def split_entry(text: str) -> tuple[str, str]:
    """Take an entry apart: "actor:jane-roe" is an actor's id, "text:actor:x" and "Jane Roe" are strings."""
    kind, colon, value = text.partition(":")
    return (kind, value.strip()) if colon and kind in KINDS else ("text", text)


def plan(entries: Sequence[str], facts: Facts, names: Facts, old: Register) -> Planned:
    """Find out what the entries of `redact` stand for.

    Args:
        entries: as they stand in mkdocs.yml.
        facts: what resolution found.
        names: the same facts as people corrected them, which may bear other names.
        old: what earlier runs knew.

    Returns:
        The words and facts that must go, and the entries that stand for nothing and never did.
    """
    made: dict[str, Entry] = {}
    actors, quotes = set[str](), set[str]()
    unknown: list[tuple[int, str]] = []
    for number, text in enumerate(entries):
        kind, value = split_entry(text)
        known = old.entries.get(digest((kind, value)))
        if kind == "actor":
            gone = [one for one in (*facts.actors, *names.actors) if _is_actor(one, value, known)]
            actors |= {one.id for one in gone}
            found = united((*filter(None, (known,)), *map(_of_actor, gone)))
        elif kind == "quote":
            own = {*(known.own if known else ()), *(_words(one) for one in facts.quotes if one.id == value)}
            said = [one for one in facts.quotes if _words(one) in own]
            quotes |= {one.id for one in said}
            found = united((*filter(None, (known,)), *map(_of_quote, said)))
        else:
            continue
        if found.own:
            made[digest((kind, value))] = found
        else:
            unknown.append((number, _unknown(kind, value, facts)))
    register = Register(entries=made, rejected=old.rejected)
    terms = terms_of(entries, register)
    register = Register(entries=made, rejected=old.rejected, terms=terms.digest)
    covered = {one.id for one in names.actors if is_blocked(terms.mask(one.name))}
    return Planned(
        terms=terms,
        actors=frozenset(actors | covered) if terms else frozenset(),
        quotes=frozenset(quotes),
        register=register,
        unknown=tuple(unknown),
    )


def terms_of(entries: Iterable[str], register: Register) -> Terms:
    """Return the words that the entries stand for, as far as the register knows them.

    Args:
        entries: as they stand in mkdocs.yml.
        register: what a run of `generate` knew.
    """
    told = [split_entry(text) for text in entries]
    known = [register.entries.get(digest(one), Entry()) for one in told]
    texts = (phrase(value) for kind, value in told if kind == "text")
    phrases = {_phrase(words) for words in texts if words} | {one for entry in known for one in entry.phrases}
    return Terms(frozenset(phrases), frozenset(name for entry in known for name in entry.names))


def not_in_force(entries: Iterable[str], register: Register) -> Iterator[int]:
    """Yield the numbers of the entries, from 0, that no run of `generate` has heeded yet."""
    for number, text in enumerate(entries):
        kind, value = split_entry(text)
        if kind != "text" and digest((kind, value)) not in register.entries:
            yield number


def _phrase(words: Sequence[str]) -> tuple[str, int]:
    """Return the digest of some words, and how many they are."""
    return digest(words), len(words)


def _is_actor(actor: Actor, id_: str, known: Entry | None) -> bool:
    """Tell whether an actor is the one that an entry names, or was known by one of its names."""
    if actor.id == id_:
        return True
    own = set(known.own) if known else set()
    single = known is not None and own == set(known.names)  # only ever called by one word, which tells less
    names = [words for name in (actor.name, *actor.aliases) if len(words := phrase(name)) > 1 or single]
    return any(digest(words) in own for words in (*names, phrase(actor.name)))


def _of_actor(actor: Actor) -> Entry:
    """Return the names of an actor."""
    names = {phrase(name) for name in (actor.name, *actor.aliases)} - {()}
    if actor.kind in (Kind.UNNAMED, Kind.GROUP):
        names = {phrase(actor.name)}
    return Entry(
        phrases=tuple(sorted(_phrase(words) for words in names if len(words) > 1)),
        names=tuple(sorted(digest(words) for words in names if len(words) == 1)),
        own=tuple(sorted(digest(words) for words in names)),
    )


def _of_quote(quote: Quote) -> Entry:
    """Return the words of a quote, whole and as far as its address says them, and where they stand."""
    wholes = [phrase(piece.text) for piece in quote.pieces or (quote.words,)]
    opening = phrase(" ".join(quote.words.text.split()[:IDENTIFYING_WORDS]))
    telling = {words for words in (*wholes, opening) if len(words) >= TELLING}
    return Entry(
        phrases=tuple(sorted(map(_phrase, telling))),
        own=(_words(quote),),
        places=tuple((one.source, one.span.start, one.span.end) for one in quote.pieces or (quote.words,)),
    )


def _words(quote: Quote) -> str:
    """Return the digest by which a quote is known again."""
    return digest(("quote", *phrase(quote.words.text)))


def _unknown(kind: str, value: str, facts: Facts) -> str:
    """Say that an entry names no fact, and which it may mean."""
    ids = [one.id for one in (facts.actors if kind == "actor" else facts.quotes)]
    near = get_close_matches(value, ids, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else f"; name a page of {kind}s/ without .md"
    return f"{value!r} is no {kind}'s id{hint} For words as such, write them without {kind + ':'!r}"
