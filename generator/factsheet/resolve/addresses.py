"""Resolution, addresses: the id of each actor, which is its page's address and stays once it is given; pure.

An id comes from the name. The pages of earlier runs are asked first, so that neither a fuller name nor a namesake in
a new document changes an address that people know.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, product

from factsheet.model import Kind
from factsheet.resolve.families import Words, cut_name
from factsheet.resolve.named import name_key
from factsheet.resolve.naming import UNNAMED, Identity, digest, fold_names
from factsheet.slugs import slug_of


@dataclass(frozen=True)
class Known:
    """An actor as an earlier run named it."""

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()  # ids of documents that mention it; of very many, some

    @cached_property
    def keys(self) -> frozenset[str]:
        """All its names, folded."""
        return fold_names((self.name, *self.aliases))

    @property
    def size(self) -> int:
        """In how many places it may be known: under each of its names in each document."""
        return len(self.keys) * len(self.sources)

    @cached_property
    def family(self) -> Words:
        """The family of its name."""
        return cut_name(self.name, self.kind)[0]


def give_ids(identities: Sequence[Identity], known: Iterable[Known]) -> list[Identity]:
    """Give every identity its id: the one by which it was known, else one from its name.

    Args:
        identities: of all documents, their own ids left out of account.
        known: the actors of earlier runs; an id of theirs is never given to somebody else.

    Returns:
        The identities with their ids, no two the same, in an order that their order does not change.
    """
    ranked = sorted(identities, key=_first_place)
    old = {one.id: one for one in sorted(known, key=lambda one: one.id)}
    given = _recognise(ranked, tuple(old.values()))
    used = set(given.values())
    for number, identity in sorted(enumerate(ranked), key=lambda item: item[1].kind not in UNNAMED):
        if number not in given:
            given[number] = next(id_ for id_ in _ids(identity) if id_ not in used and _is_free(id_, identity, old))
            used.add(given[number])
    return [replace(identity, id=given[number]) for number, identity in enumerate(ranked)]


def _first_place(identity: Identity) -> tuple[str, int, str, str]:
    """Sort identities by where they are mentioned first."""
    source, start = min((source, cluster.mentions[0].span.start) for source, cluster in identity.clusters)
    return source, start, identity.name, identity.kind


def _is_free(id_: str, identity: Identity, known: Mapping[str, Known]) -> bool:
    """Tell whether an id was nobody's, or this unnamed actor's in this very document."""
    old = known.get(id_)
    return old is None or (identity.kind in UNNAMED and old.kind in UNNAMED and old.sources >= identity.sources)


def _ids(identity: Identity) -> Iterator[str]:
    """Yield ids for an actor who was not known: the name, and where that is taken the name and where it stands."""
    source, start, name, kind = _first_place(identity)
    slug = slug_of(name) or digest(f"{kind} {name}")
    slug = f"{source}-{slug}" if identity.kind in UNNAMED else slug
    yield slug
    yield f"{slug}-{digest(f'{source} {kind} {name}')}"
    yield from (f"{slug}-{digest(f'{source} {start} {kind} {name} {number}')}" for number in count())


# ---------------------------------------------------------------- recognising


def _recognise(identities: Sequence[Identity], known: Sequence[Known]) -> dict[int, str]:
    """Find for identities, by number, the ids by which they were known; the surest first, an id once."""
    named = {one.id: one for one in known if one.kind not in UNNAMED}
    found: dict[int, str] = {}
    taken = set[str]()
    for *_, id_, number in sorted(_ranks(identities, named)) if named else ():
        if number not in found and id_ not in taken:
            found[number] = id_
            taken.add(id_)
    return found


def _ranks(identities: Sequence[Identity], known: Mapping[str, Known]) -> Iterator[tuple[int, int, int, str, int]]:
    """Yield who may have been whom: how sure that is, names and documents shared, those had, the id, the number.

    Of two that share as much the one who has less is meant: the page of an actor into whom people merged others shows
    the others' names and documents, too.
    """
    by_place: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    by_family: defaultdict[Words, list[str]] = defaultdict(list)
    for one in known.values():
        by_family[one.family].append(one.id)
        for place in product(one.sources, one.keys):
            by_place[place].append(one.id)
    for number, identity in enumerate(identities):
        if identity.kind not in UNNAMED:
            shared = Counter(id_ for place in _places(identity) for id_ in by_place.get(place, ()))
            family = cut_name(identity.name, identity.kind)[0]
            for id_ in {*shared, *by_family.get(family, ())}:
                if (tier := _tier(identity, family, known[id_], shared[id_])) is not None:
                    yield tier, -shared[id_], known[id_].size, id_, number


def _places(identity: Identity) -> set[tuple[str, str]]:
    """Return the names of an identity with the documents in which it bears them."""
    return {(source, key) for source, cluster in identity.clusters for key in fold_names(cluster.names)}


def _tier(identity: Identity, family: Words, old: Known, shared: int) -> int | None:
    """Tell how surely an identity is an actor of an earlier run, 0 the surest; None if it is not."""
    if old.family == family:
        return 0 if shared else 3
    if not shared:
        return None
    if name_key(old.name) in identity.keys:
        return 1
    return 2 if name_key(identity.name) in old.keys else None
