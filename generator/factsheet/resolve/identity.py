"""Resolution, identity: which actors of different documents are one, and what each is called; pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slugify import slugify

from factsheet.model import ActorMention, Kind, MentionType
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.named import name_key

SLUG_LENGTH = 60  # characters: long enough to be read, short enough for every file system and a line of text


@dataclass(frozen=True, slots=True)
class Identity:
    """An actor across documents: its clusters, each with the id of its document."""

    id: str
    name: str
    kind: Kind
    clusters: tuple[tuple[str, Cluster], ...]


def identify(clusters: Iterable[tuple[str, Cluster]]) -> tuple[Identity, ...]:
    """Unite the actors of all documents.

    Named actors with the same name are one; somebody unnamed is one in each document and never united by machine.

    Args:
        clusters: each with the id of its document, in the order of the documents' ids.

    Returns:
        The identities, by id.
    """
    groups: dict[str, list[tuple[str, Cluster]]] = {}
    for source, cluster in clusters:
        name = best_name(cluster.mentions, cluster.kind)
        unnamed = cluster.kind in (Kind.UNNAMED, Kind.GROUP)
        key = f"{source}/{name_key(name)}/{cluster.mentions[0].span.start}" if unnamed else name_key(name)
        groups.setdefault(key, []).append((source, cluster))
    identities = [_identity(key, members) for key, members in groups.items()]
    return tuple(sorted(_distinct(identities), key=lambda identity: identity.id))


def _identity(key: str, members: Sequence[tuple[str, Cluster]]) -> Identity:
    """Name a group of clusters and give it its kind, by vote."""
    kinds = Counter(cluster.kind for _, cluster in members if cluster.kind is not None)
    kind = min(kinds, key=lambda k: (-kinds[k], k))
    mentions = [mention for _, cluster in members for mention in cluster.mentions]
    name = best_name(mentions, kind)
    slug = slug_of(name)
    prefix = f"{members[0][0]}-" if kind in (Kind.UNNAMED, Kind.GROUP) else ""
    return Identity(f"{prefix}{slug or digest(key)}", name, kind, tuple(members))


def _distinct(identities: Iterable[Identity]) -> Iterable[Identity]:
    """Give identities that would share an id different ones, by what they are made of."""
    taken: dict[str, Identity] = {}
    for identity in identities:
        key = identity.id
        if key in taken:
            source, cluster = identity.clusters[0]
            key = f"{key}-{digest(f'{source} {cluster.mentions[0].span.start} {identity.name}')}"
        taken[key] = identity
        yield Identity(key, identity.name, identity.kind, identity.clusters)


def best_name(mentions: Sequence[ActorMention], kind: Kind | None) -> str:
    """Choose the name that stands for an actor: the fullest one, of those the most frequent, of those the first."""
    names = Counter(mention.name for mention in mentions if mention.type is MentionType.NAME and mention.name)
    if names:
        first = {name: index for index, name in reversed(list(enumerate(names)))}
        return min(names, key=lambda name: (_is_site(name), -_fullness(name, kind), -names[name], first[name]))
    described = [mention for mention in mentions if mention.type is MentionType.NOMINAL]
    return _lower_article(max(described, key=lambda m: (not m.definite, len(m.modifiers), -m.span.start)).text)


def _fullness(name: str, kind: Kind | None) -> int:
    """Return how full a name is: by its words, an organization's written out before its acronym."""
    if kind is Kind.ORGANIZATION and name.replace(".", "").isupper():
        return 0
    return len(name.split())


def _is_site(name: str) -> bool:
    """Tell whether a name is a web address."""
    return "." in name.rstrip(".") and " " not in name and name.islower()


def _lower_article(words: str) -> str:
    """Write the article that begins a sentence small, for the words stand within one: "a senior diplomat ..."."""
    first, _, rest = words.partition(" ")
    return f"{first.lower()} {rest}" if first in ("A", "An", "The", "One", "Two", "Some", "Several") and rest else words


def slug_of(words: str) -> str:
    """Return words as they stand in a page's address."""
    return slugify(words.replace("’", "").replace("'", ""), max_length=SLUG_LENGTH, word_boundary=True)


def digest(words: str) -> str:
    """Return a short digest of content, the same on every machine."""
    return hashlib.sha256(words.encode()).hexdigest()[:6]
