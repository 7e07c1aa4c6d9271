"""What the sources call an actor, and the sentences that name it; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from factsheet.folding import fold
from factsheet.model import Actor, ActorReference, MentionType, Passage
from factsheet.pages.desk import Mark

PASSAGES = 10  # whole sentences of the sources on one page, where each is set apart
PASSAGES_SIZE = 8_000  # characters of these together, of which a page shows one in any case

T = TypeVar("T")


def names(actor: Actor) -> list[tuple[Passage, bool, int]]:
    """Return the words by which sources call an actor: where they stand first, whether by metonymy, how often."""
    named = [one for one in actor.told_once if one.type is not MentionType.PRONOUN]
    counts = Counter((fold(one.words.text), one.metonym) for one in named)
    places = {(fold(one.words.text), one.metonym): one.words for one in sorted(named, key=spot, reverse=True)}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(places[key], key[1], count) for key, count in ranked]


def contexts(actor: Actor) -> Iterator[tuple[Passage, list[Mark]]]:
    """Yield each sentence that mentions an actor once, with its mentions marked."""
    ranked = sorted(actor.told_once, key=lambda one: (one.context, one.words))
    for context, group in groupby(ranked, key=lambda one: one.context):
        yield context, [Mark(mention.words.span) for mention in group]


def within(items: Iterable[tuple[Passage, T]], most: int = PASSAGES_SIZE) -> list[tuple[Passage, T]]:
    """Return the first passages whose texts together stay within so many characters, and the first of all."""
    kept: list[tuple[Passage, T]] = []
    for passage, rest in items:
        most -= len(passage.text)
        if kept and (most < 0 or len(kept) == PASSAGES):
            break
        kept.append((passage, rest))
    return kept


def spot(mention: ActorReference) -> Passage:
    """Sort mentions by place."""
    return mention.words
