"""Which actors have a page of their own: all but those whom the sources only name in passing; pure.

It is decided once, when people's edits are in the facts and before any page is written. Whoever has no page stays
among the facts, and stands on the pages of the sources as words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from factsheet.model import Actor, Facts, MentionType

SECTION = "actors/"
# An actor's id as people write it: as the address of a page, or as the value of a key in the front matter.
WRITTEN = re.compile(r"([a-z0-9-]+)\.md\b|^(?:\w+:|[ \t]*-)[ \t]*[\"']?([a-z0-9-]+)[\"']?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A page that people edited, moved or wrote."""

    path: str  # where the machine writes it, below docs/; their own page's place
    base: str = ""  # as the machine last wrote it; empty for their own
    mine: str = ""  # as it stands


def give_pages(facts: Facts, least: int, kept: Collection[str] = ()) -> Facts:
    """Decide which actors have a page of their own.

    Whoever speaks, is spoken to, has a role or spoke on terms has one, and so has whom another actor with a page
    belongs to.

    Args:
        facts: as people corrected them.
        least: how many names and descriptions of an actor, in all sources, are enough for a page; pronouns do not
            count.
        kept: the ids of actors who keep their page in any case; `named_by_people` tells.

    Returns:
        The facts, each actor marked.
    """
    heads = {actor.id: actor.affiliation for actor in facts.actors}
    heard = {voice.actor for quote in facts.quotes for voice in (quote.speaker, quote.addressee) if voice}
    first = (actor.id for actor in facts.actors if actor.id in kept or actor.id in heard or _stands_out(actor, least))
    paged = _with_heads(first, heads)
    return replace(facts, actors=tuple(replace(actor, paged=actor.id in paged) for actor in facts.actors))


def named_by_people(pages: Iterable[Touched]) -> frozenset[str]:
    """Return the ids of the actors whose page people changed or moved, or whom they name where the machine does not.

    A link or a key that somebody wrote must go on leading to a page.

    Args:
        pages: what people touched.

    Returns:
        Ids; among them may be words that are none.
    """
    return frozenset(name for page in pages for name in _named(page))


def _stands_out(actor: Actor, least: int) -> bool:
    """Tell whether the sources say more of an actor than a name in passing."""
    named = sum(mention.type is not MentionType.PRONOUN for mention in actor.told_once)
    return named >= least or bool(actor.roles or actor.editor_roles or actor.terms)


def _with_heads(first: Iterable[str], heads: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Add to actors those to whom they belong, and to whom these do."""
    found, left = set[str](), list(first)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += heads.get(name, ())
    return frozenset(found)


def _named(page: Touched) -> Iterator[str]:
    """Yield the actor whose page this is, and whom people named on it."""
    if page.path.startswith(SECTION):
        yield page.path.removeprefix(SECTION).removesuffix(".md")
    yield from _written(page.mine) - _written(page.base)


def _written(text: str) -> set[str]:
    """Return whatever may be an id in a text."""
    return {address or value for address, value in WRITTEN.findall(text.replace("\r\n", "\n"))}
