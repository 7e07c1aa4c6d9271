"""What people decide of a quote or an actor, said of the same in the other sources of its story; pure.

On the site they are one, so whoever corrects or rejects it speaks of all of them: else what was rejected would come
back from the next paper, under another address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from factsheet.model import Decision, Facts
from factsheet.stories.uniting import Ranks, Stood, alike_in, rows_of

OWN = ("not_here",)  # keys that name places of one source


def echo(facts: Facts, ranks: Ranks, decisions: Iterable[Decision], stood: Stood) -> Iterator[Decision]:
    """Yield what people decided, said of the other sources of a story.

    Args:
        facts: as they stand in the sources, which know whose story they tell.
        ranks: of the sources of stories.
        decisions: what people decided.
        stood: tells which pages there were. What has a page of its own speaks for itself, and so does what people
            decided anything about.
    """
    told = defaultdict[tuple[str, str], list[Decision]](list)
    for one in decisions:
        told[one.type, one.id].append(one)
    quotes = ([one.id for one in row] for row in rows_of(facts, ranks, lambda _quote: None))
    for type_, rows in (("quote", quotes), ("actor", alike_in(facts, ranks))):
        for row in rows:
            spoken = [name for name in row if (type_, name) in told]
            for name in row if spoken else ():
                head = None if name in spoken else _head(type_, name, row, stood)
                yield from (replace(one, id=name) for one in told.get((type_, head or ""), ()) if one.key not in OWN)


def _head(type_: str, name: str, row: Sequence[str], stood: Stood) -> str | None:
    """Return the fact on whose page one without a page of its own is told; None where nobody can say."""
    before = stood(type_, name)
    own = [other for other in row if other != name and stood(type_, other) == ""]
    if before:
        return before if before in row else None
    return own[0] if before is None and len(own) == 1 else None
